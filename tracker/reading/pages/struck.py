"""Takes characters off a page through whose middle a line is drawn: somebody struck them out."""

from bisect import bisect_left, bisect_right
from collections import defaultdict

from tracker.reading.pages.parts import Page, Rule, Sign

# Where the line stands above the base line, in sizes of the font; one below is an underline.
LOWEST, HIGHEST = 0.15, 0.5
# How much of the line must go through characters: a rule of a table that touches some does not.
COVERED = 0.75
LARGEST_SIZE = 60.0
# Lines and characters looked at; no page that somebody reads has as many.
MOST_LOOKS = 300_000
Rows = dict[int, list[Sign]]


def take_struck(page: Page) -> list[str]:
    """Take struck characters, and the lines that strike them, off a page; return the passages."""
    across = [rule for rule in page.rules if rule.is_across]
    if not across or not page.signs:
        return []
    rows = _rows(page.signs)
    bases = sorted(rows)
    gone: set[int] = set()
    strikes: set[Rule] = set()
    passages: list[str] = []
    looks = 0
    for rule in across:
        beside = _beside(rule, rows, bases)
        looks += len(beside) + 1
        if looks > MOST_LOOKS:
            return []
        struck = [sign for sign in beside if _goes_through(rule, sign)]
        if not struck or _width(struck) < COVERED * (rule.end - rule.start):
            continue
        strikes.add(rule)
        passages.append("".join(sign.text for sign in struck if id(sign) not in gone))
        gone.update(map(id, struck))
    if strikes:
        page.signs = [sign for sign in page.signs if id(sign) not in gone]
        page.rules = [rule for rule in page.rules if rule not in strikes]
    return passages


def _goes_through(rule: Rule, sign: Sign) -> bool:
    return LOWEST * sign.size <= sign.base - rule.at <= HIGHEST * sign.size


def _width(signs: list[Sign]) -> float:
    return sum(sign.right - sign.left for sign in signs)


def _rows(signs: list[Sign]) -> Rows:
    """Return the characters by the whole point of their base line, each row from the left."""
    rows: Rows = defaultdict(list)
    for sign in signs:
        rows[int(sign.base)].append(sign)
    for row in rows.values():
        row.sort(key=_middle)
    return rows


def _beside(rule: Rule, rows: Rows, bases: list[int]) -> list[Sign]:
    """Return the characters that stand above or below a line or on it, between its ends."""
    found: list[Sign] = []
    first = bisect_left(bases, int(rule.at))
    last = bisect_right(bases, int(rule.at + HIGHEST * LARGEST_SIZE))
    for base in bases[first:last]:
        row = rows[base]
        start = bisect_left(row, rule.start, key=_middle)
        found += row[start : bisect_right(row, rule.end, key=_middle)]
    return found


def _middle(sign: Sign) -> float:
    return (sign.left + sign.right) / 2
