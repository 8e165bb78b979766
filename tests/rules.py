"""What each row of a rule file is tested by."""

from index import Rule, Rules


def rows(rules: Rules) -> list[tuple[Rule, str, bool]]:
    """Return every rule with each of its texts and whether it matches there."""
    return [
        (rule, text, matches)
        for rule in rules.by_name.values()
        for texts, matches in ((rule.matching, True), (rule.other, False))
        for text in texts
    ]


def name_of(row: object) -> str | None:
    """Return what a row is called in a test's name."""
    return row.name if isinstance(row, Rule) else None
