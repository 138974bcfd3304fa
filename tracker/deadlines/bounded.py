"""What recurs each year between two years: one milestone for each (2023—2025年每年6月底前)."""

from collections.abc import Iterator

from tracker.deadlines import forms
from tracker.errors import InvalidInput

_YEARLY = "recurring:yearly"
_MOST = 12


def each_year_until(normal: str, first: int, last: int) -> str | None:
    """The form of a yearly recurrence from one year to another, both included.

    None where it is not yearly, has more than twelve milestones, or falls on no day of one of
    the years; then it is a recurrence without an end.
    """
    rules = forms.split_parts(normal)
    if forms.OR in normal or not all(rule.startswith(_YEARLY) for rule in rules):
        return None
    found = list(_milestones(rules, first, last))
    if not 1 < len(found) <= _MOST:
        return None
    try:
        named = [forms.name_value(value) for value in found]
    except InvalidInput:
        return None
    return forms.MULTI + forms.AND.join(named)


def _milestones(rules: tuple[str, ...], first: int, last: int) -> Iterator[str]:
    for year in range(first, last + 1):
        for rule in rules:
            yield f"{year:04d}{rule.removeprefix(_YEARLY)}"
