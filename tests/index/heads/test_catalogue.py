import re
from pathlib import Path

import pytest

from index.errors import SourceError
from index.heads.catalogue import AspectCatalogue, aspect_catalogue

TABLES = """
[music]
label = "music"
suggest = "How is the music?"
cues = ["music", "score", "composer*", "sound track"]
examples = ["The score is haunting."]
questions = ["How is the music?"]

[length]
label = "length"
suggest = "How long is it?"
cues = ["episode*"]
examples = ["Each episode has 23 minutes."]
questions = ["How long are the episodes?"]
fact = true
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> AspectCatalogue:
    path = tmp_path / "aspects.toml"
    path.write_text(TABLES, encoding="utf-8")
    return aspect_catalogue(path)


def test_an_aspect_is_what_its_table_says(catalogue: AspectCatalogue) -> None:
    music = catalogue["music"]
    assert (music.name, music.label, music.suggest, music.fact) == (
        "music",
        "music",
        "How is the music?",
        False,
    )
    assert (music.examples, music.questions) == (("The score is haunting.",), ("How is the music?",))
    assert catalogue["length"].fact


@pytest.mark.parametrize(
    ("text", "aspects"),
    [
        ("The MUSIC is fine.", ("music",)),
        ("Great composers!", ("music",)),
        ("A fine sound\n track", ("music",)),
        ("The episodes' score", ("music", "length")),
        ("A musical underscored by scores", ()),
        ("", ()),
    ],
)
def test_a_cue_is_a_whole_word_in_any_case_and_a_star_is_any_ending(
    catalogue: AspectCatalogue, text: str, aspects: tuple[str, ...]
) -> None:
    assert catalogue.cued(text) == aspects


@pytest.mark.parametrize(
    ("right", "wrong", "line", "says"),
    [
        ('label = "length"\n', "", 9, "length.label: Field required"),
        ("fact = true", 'fact = "yes"', 15, "length.fact: Input should be a valid boolean"),
        ("fact = true", "facts = true", 15, "length.facts: Extra inputs are not permitted"),
        ('cues = ["episode*"]', "cues = []", 12, "length.cues: List should have at least 1 item"),
        ('cues = ["music", ', "cues = [1, ", 5, "music.cues.0: Input should be a valid string"),
        ("[music]", "music", 1, "not valid TOML: Expected '=' after a key"),
        ("[music]", "music = 1\n[other]", 1, "music: Input should be a valid dictionary"),
    ],
)
def test_what_is_wrong_in_the_file_is_told_with_its_line(
    right: str, wrong: str, line: int, says: str, tmp_path: Path
) -> None:
    path = tmp_path / "aspects.toml"
    assert right in TABLES
    path.write_text(TABLES.replace(right, wrong), encoding="utf-8")
    with pytest.raises(SourceError, match=rf"^{path}:{line}: .*{re.escape(says)}"):
        aspect_catalogue(path)


def test_the_catalogue_is_read_once() -> None:
    assert aspect_catalogue() is aspect_catalogue()


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("The acting is well done.", "acting"),
        ("A muddled plot.", "story"),
        ("The pacing is superb.", "pacing"),
        ("The special effects convince.", "visuals"),
        ("A haunting soundtrack.", "music"),
        ("The dialogue is poor.", "dialogue"),
        ("I cannot tell who half the characters are.", "characters"),
    ],
)
def test_the_shipped_catalogue_knows_what_viewers_talk_about(text: str, aspect: str) -> None:
    assert aspect in aspect_catalogue().cued(text)


def test_every_shipped_aspect_has_what_a_question_and_an_answer_need() -> None:
    for name, aspect in aspect_catalogue().aspects.items():
        assert aspect.name == name
        assert aspect.label
        assert aspect.suggest.endswith("?")
        assert aspect.examples
        assert aspect.questions


def test_a_quick_look_at_beginnings_misses_no_cue() -> None:
    catalogue = aspect_catalogue()
    for name, aspect in catalogue.aspects.items():
        for text in (*aspect.examples, *aspect.questions):
            assert (name in catalogue.cued(text)) == (aspect.cues.search(text) is not None)


def test_a_quick_look_at_beginnings_misses_no_narrower_cue() -> None:
    catalogue = aspect_catalogue()
    groups = [group for aspect in catalogue.aspects.values() for group in aspect.narrower]
    texts = [text for aspect in catalogue.aspects.values() for text in aspect.questions]
    texts += [f"Any {word}s, or {word}?" for group in groups for word in group.words]
    for text in texts:
        found = [narrowing.group for narrowing in catalogue.narrowed(text)]
        assert found == [group for group in groups if group.search(text)]


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("I give it 8/10.", "worth"),
        ("On dvds alone.", "where"),
        ("Too many JOKES", "humour"),
        ("a must-see", "worth"),
        ("It’s on Disney+ now", "where"),
    ],
)
def test_cues_are_found_whatever_stands_around_them(text: str, aspect: str) -> None:
    assert aspect in aspect_catalogue().cued(text)
