"""Divides measures whose sentences charge several bodies, each with a task of its own.

A chain "A负责…；B负责…；C负责…" is one row a piece, a paragraph of minutes one row a sentence that
charges somebody, with the sentences before that lead up to it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from tracker.extraction.body.forms import PIECE
from tracker.extraction.body.sentences import Charge, charges, whom
from tracker.extraction.parties.clauses import Parties
from tracker.extraction.rows import TaskRow

CHAIN, MOST, FEW = 3, 0.6, 2
SENTENCE = re.compile(r"(?:[（(][^（）()]*[）)]|[^。！\n])+[。！\n]?")
NUMBERED = re.compile(r"[ \u3000]*(?:\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)]|[①-⑳])")
LEADS_ALL = re.compile(r"牵头|全面负责|总负责|负总责")
STOPS = "。；;！ \u3000\n"

# Words of a part, whom they charge, and the words that say so.
Part = tuple[str, Parties | None, str]


def named(row: TaskRow, said: Parties, clause: str) -> TaskRow:
    """Return a measure with the bodies that its own words name."""
    return replace(
        row,
        leads=said.leads,
        cooperating=said.cooperating,
        clause=clause.strip("，,：: " + STOPS),
        has_lead_column=True,
    )


def is_chain(text: str, found: Sequence[Charge]) -> bool:
    """Return whether a text mainly consists of pieces that charge one body after another."""
    own = [charge for charge in found if charge.said.leads]
    bodies = {charge.said.leads for charge in own}
    whole = sum(len(piece[0].strip(STOPS)) > 1 for piece in PIECE.finditer(text))
    leads_all = any(LEADS_ALL.search(phrase) for charge in found for phrase in charge.phrases)
    return len(bodies) >= CHAIN and len(found) >= MOST * whole and not leads_all


def by_pieces(row: TaskRow, found: Sequence[Charge]) -> list[TaskRow]:
    """Return one row for each piece of a chain, and one for what is left, which names nobody."""
    by_start = {charge.start: charge for charge in found}
    parts: list[Part] = []
    rest = ""
    for piece in PIECE.finditer(row.content):
        charge = by_start.get(piece.start())
        if charge is None:
            rest += piece[0]
        else:
            parts.append((piece[0], charge.said, charge.words))
    if rest.strip(STOPS):
        parts.append((rest, None, ""))
    return _parts(row, parts)


def by_sentences(row: TaskRow, *, asked: bool) -> list[TaskRow]:
    """Return one row for each sentence that charges other bodies than the one before.

    What leads up to a sentence stays with it, what follows it goes with it. Where numbers run
    through the text (1.…；2.…) each of them is a row. A text that is one task stays as it is.
    """
    parts: list[Part] = []
    held = ""
    units = _units(row.content)
    for unit, is_numbered in units:
        found = charges(unit, asked=asked)
        said = whom(found) if found else None
        if parts and not is_numbered and (said is None or said == parts[-1][1]):
            words, before, clause = parts.pop()
            parts.append((words + unit, before, clause))
        elif said or is_numbered:
            clause = unit[found[0].named_from : found[-1].named_to] if found else ""
            parts.append((held + unit, said, clause))
            held = ""
        else:
            held += unit
    return _parts(row, parts) if len(parts) > 1 else [row]


def _units(text: str) -> list[tuple[str, bool]]:
    """Return the sentences of a text, or its parts where numbers run through it: 1.…；2.…."""
    pieces = [piece[0] for piece in PIECE.finditer(text)]
    starts = [at for at, piece in enumerate(pieces) if NUMBERED.match(piece)]
    if len(starts) < FEW:
        return [(sentence[0], False) for sentence in SENTENCE.finditer(text)]
    bounds = [*starts, len(pieces)]
    parts = ["".join(pieces[a:b]) for a, b in pairwise(bounds)]
    head = "".join(pieces[: starts[0]])
    return [*([(head, False)] if head else []), *((part, True) for part in parts)]


def _parts(row: TaskRow, parts: Sequence[Part]) -> list[TaskRow]:
    """Return the parts of a measure as rows, counted within it."""
    rows = []
    for count, (words, said, clause) in enumerate(parts, 1):
        number = f"{row.no or ''}#{count}"
        title = row.title if count == 1 else None
        part = replace(row, no=number, title=title, content=words.strip(" \u3000\n"))
        rows.append(named(part, said, clause) if said else part)
    return rows
