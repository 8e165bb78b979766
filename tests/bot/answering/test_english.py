import pytest

from bot.answering.english import PASSAGES
from index import Rule
from tests.rules import name_of, rows


@pytest.mark.parametrize(("rule", "text", "matches"), rows(PASSAGES), ids=name_of)
def test_a_rule_matches_as_its_rows_say(rule: Rule, text: str, *, matches: bool) -> None:
    assert rule.holds(text) is matches


def test_every_rule_has_rows_of_both_kinds() -> None:
    assert [rule.name for rule in PASSAGES.by_name.values() if not (rule.matching and rule.other)] == []
