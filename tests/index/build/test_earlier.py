from collections.abc import Sequence
from pathlib import Path

from index.encoders.base import Encoded
from index.library.library import Library
from tests.fakes import WordOverlapEncoder, add_show, make_library
from tests.index.samples import SLUG

FIRST = ("Season 1 was great. I loved the acting, but hated the ending.", "A disaster.")


class Counting(WordOverlapEncoder):
    """Keeps what it was given to encode with word pieces: the passages."""

    def __init__(self) -> None:
        super().__init__()
        self.passages: list[str] = []

    def encode_tokens(self, texts: Sequence[str]) -> list[Encoded]:
        self.passages += texts
        return super().encode_tokens(texts)


def library_of(folder: Path, *reviews: str) -> tuple[Library, Counting]:
    add_show(folder, SLUG, reviews=reviews)
    encoder = Counting()
    return make_library(folder, encoder), encoder


def test_an_unchanged_rebuild_encodes_nothing_and_gives_the_same(tmp_path: Path) -> None:
    library, _ = library_of(tmp_path, *FIRST)
    library.build(library.show(SLUG))
    before = list(library.snapshot(SLUG).records.all_passages())
    again, encoder = library_of(tmp_path, *FIRST)
    again.build(again.show(SLUG))
    assert encoder.passages == []
    assert encoder.texts_encoded == 0
    assert list(again.snapshot(SLUG).records.all_passages()) == before


def test_a_rebuild_encodes_the_new_texts_alone_each_once(tmp_path: Path) -> None:
    library, _ = library_of(tmp_path, *FIRST)
    library.build(library.show(SLUG))
    grown, encoder = library_of(tmp_path, "Well done!", *FIRST, "Well done! A disaster.")
    grown.build(grown.show(SLUG))
    assert encoder.passages == ["Well done!"]
    assert [passage.text for passage in grown.snapshot(SLUG).records.all_passages()].count("A disaster.") == 2


def test_a_rebuild_knows_which_reviews_repeat_others_again(tmp_path: Path) -> None:
    long = "The harbour lights went out one by one while nobody on the quay said a single word about it."
    library, _ = library_of(tmp_path, long, "A disaster.", long)
    library.build(library.show(SLUG))
    assert library.snapshot(SLUG).records.repeats() == {3: 1}
    library.build(library.show(SLUG))
    assert library.snapshot(SLUG).records.repeats() == {3: 1}
    grown, _ = library_of(tmp_path, "Well done!", long, "A disaster.", long)
    grown.build(grown.show(SLUG))
    assert grown.snapshot(SLUG).records.repeats() == {4: 2}


def test_a_rebuild_anew_encodes_everything(tmp_path: Path) -> None:
    library, _ = library_of(tmp_path, *FIRST)
    library.build(library.show(SLUG))
    again, encoder = library_of(tmp_path, *FIRST)
    again.build(again.show(SLUG), anew=True)
    assert len(encoder.passages) == 3


def test_passages_taken_over_are_found_as_before(tmp_path: Path) -> None:
    library, encoder = library_of(tmp_path, *FIRST)
    library.build(library.show(SLUG))
    (question,) = encoder.encode_tokens(["acting"])
    before = library.snapshot(SLUG)
    found = before.tokens.interactions(question.tokens, [0, 1, 2])
    library.build(library.show(SLUG))
    after = library.snapshot(SLUG)
    assert after.manifest.id != before.manifest.id
    assert after.tokens.interactions(question.tokens, [0, 1, 2]) == found


def test_a_spoiler_mark_is_its_review_s_own_when_texts_are_taken_over(tmp_path: Path) -> None:
    library, _ = library_of(tmp_path, "Warning: Spoilers\n    A disaster.")
    library.build(library.show(SLUG))
    other, _ = library_of(tmp_path, "Warning: Spoilers\n    A disaster.", "A disaster.")
    other.build(other.show(SLUG))
    assert [passage.spoiler for passage in other.snapshot(SLUG).records.all_passages()] == [True, False]
