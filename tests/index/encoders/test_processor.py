import os
from pathlib import Path

import pytest

from index.encoders.processor import cores, features


def told(folder: Path, text: str) -> Path:
    path = folder / "cpuinfo"
    path.write_text(text, encoding="utf-8")
    return path


def test_features_in_use_are_told_oldest_first_whatever_else_there_is(tmp_path: Path) -> None:
    cpuinfo = told(tmp_path, "processor\t: 0\nflags\t\t: fpu amx_int8 avx2 avx512_vnni avx512f sse4_2\n")
    assert features(cpuinfo) == ("sse4_2", "avx2", "avx512f", "avx512_vnni", "amx_int8")


def test_an_arm_processor_tells_its_own(tmp_path: Path) -> None:
    assert features(told(tmp_path, "Features\t: fp asimd evtstrm asimddp\n")) == ("asimd", "asimddp")


def test_a_system_that_does_not_tell_has_none(tmp_path: Path) -> None:
    assert features(tmp_path / "missing") == ()
    assert features(told(tmp_path, "nothing of that kind\n")) == ()


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="only Linux holds processes to cores")
def test_a_process_held_to_one_core_has_one() -> None:
    held = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(held)})
    try:
        assert cores() == 1
    finally:
        os.sched_setaffinity(0, held)
    assert cores() == len(held)
