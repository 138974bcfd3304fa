"""Says where a flattened table ends, and leaves out what is typed again in it. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.extraction.flat.atoms import Atom, look
from tracker.extraction.flat.headers import Heading
from tracker.extraction.flat.kinds import Kind
from tracker.numerals import NOUGHTS

NUMBER = "序号"
# A broken name has at least and at most so many pieces, none of more signs.
PARTS, MOST_PARTS, SHORT = 3, 10, 4
DATE = re.compile(rf"(?:\d{{4}}|[{NOUGHTS}一二三四五六七八九]{{4}})年\S{{1,3}}月\S{{1,3}}日")
SUM = re.compile(r"[合总小共累]计[:：]?")
SIGNS = re.compile(r"^[^各]+(?:政府|办公[室厅]|委员会|党委|领导小组|[局委部厅])$")


def is_framed(atoms: Sequence[Atom], heading: Heading) -> bool:
    """Return whether each row has bars at both ends, each bar on a line of its own.

    The bar that ends the header and the one that begins the row below then stand together.
    """
    before, below = atoms[heading.start - 1 : heading.start], atoms[heading.end : heading.end + 1]
    return bool(before and below) and before[0].closed and below[0].closed and not below[0].text


def ended(atoms: Sequence[Atom], heading: Heading, limit: int) -> int:
    """Return where a table with this header ends at the latest.

    Below it stand the header of a table that holds no tasks, or who signs and the day.
    """
    days = sum(DATE.fullmatch(atom.text) is not None for atom in atoms[heading.end : limit])
    signed = Kind.DEADLINE not in heading.kinds or days == 1
    words = "".join(heading.headings)
    for at in range(heading.end, limit):
        if atoms[at].text == NUMBER and not _repeated(atoms, at, limit, words):
            return at
        below = atoms[at + 1] if at + 1 < limit else None
        if signed and below and DATE.fullmatch(below.text) and SIGNS.search(atoms[at].text):
            return at
    return limit


def with_whole_names(
    atoms: Sequence[Atom], indexes: Sequence[int], kinds: Sequence[Kind]
) -> tuple[list[Atom], list[int]]:
    """Return the pieces with names put together that a narrow column broke over its lines.

    A column of units at the left is that narrow: 市, 监, 察, 局.
    """
    if Kind.PARTY not in kinds[:2]:
        return list(atoms), list(indexes)
    whole: list[Atom] = []
    places: list[int] = []
    at = 0
    while at < len(atoms):
        count = _broken(atoms, at)
        text = "".join(atom.text for atom in atoms[at : at + count])
        last = atoms[at + count - 1]
        whole.append(replace(atoms[at], text=text, closed=last.closed, ends=last.ends))
        places.append(indexes[at + count - 1])
        at += count
    return whole, places


def _broken(atoms: Sequence[Atom], at: int) -> int:
    """Return how many pieces from `at` are one name of a body, 1 where the piece is whole."""
    seen = look(atoms[at].text)
    if seen.is_bodies or seen.is_ordinal or seen.is_time or seen.is_dash:
        return 1
    count = best = 1
    text = atoms[at].text
    while at + count < len(atoms) and count < MOST_PARTS and not atoms[at + count - 1].closed:
        short = [len(atom.text) <= SHORT for atom in atoms[at + count - 1 : at + count + 1]]
        piece = look(atoms[at + count].text)
        if not all(short) or piece.is_ordinal or piece.is_time or piece.is_dash:
            break
        text += atoms[at + count].text
        count += 1
        best = count if count >= PARTS and look(text).is_bodies else best
    return best


def without_repeats(
    atoms: Sequence[Atom], heading: Heading, limit: int
) -> tuple[list[Atom], list[int]]:
    """Return the pieces below the header without the header typed again, and their places."""
    words = "".join(heading.headings).removeprefix(NUMBER) if heading.headings else ""
    kept: list[Atom] = []
    indexes: list[int] = []
    at = heading.end + is_framed(atoms, heading)
    while at < limit:
        end = _repeated(atoms, at, min(limit, at + 3 * len(heading.headings)), words)
        end = end or _summed(atoms, at, limit)
        if end:
            at = end
            continue
        kept.append(atoms[at])
        indexes.append(at)
        at += 1
    return kept, indexes


def _summed(atoms: Sequence[Atom], at: int, limit: int) -> int:
    """Return where a row of sums that begins at `at` ends, 0 for none: 合计, 12项, 300万元."""
    if not SUM.fullmatch("".join(atoms[at].text.split())):
        return 0
    end = at + 1
    while (
        end < limit and look(atoms[end].text).is_measure and look(atoms[end].text).ordinal is None
    ):
        end += 1
    return end


def _repeated(atoms: Sequence[Atom], at: int, limit: int, words: str) -> int:
    """Return where a repetition of the header that begins at `at` ends, 0 for none."""
    text = ""
    while at < limit and text not in {words, NUMBER + words}:
        text += "".join(atoms[at].text.split())
        at += 1
        if not (words.startswith(text) or (NUMBER + words).startswith(text)):
            return 0
    return at if text and text in {words, NUMBER + words} else 0
