"""Says where one row names several duties, and whose each is: 由编办牵头，由财政落实. Pure."""

import re
from collections.abc import Sequence

from tracker.extraction.parties.names import split_names

# A clause that says who does its work; the row 多渠道补充教师 of 常天政发〔2017〕68号 has two.
DUTY = re.compile(
    r"由(?P<who>[^，,；;。由]{1,40}?)(?:牵头|负责|会同|落实|承担|主办|组织实施|具体实施)"
)
CLAUSE = re.compile(r"[^，,；;。\n]*[，,；;。\n]?")
BLANK_LINE = re.compile(r"\n[ \t\u3000]*\n")
# What a body is called by in running text: 财政 for 财政局.
ENDINGS = re.compile(r"(?:委员会|办公室|分局|局|委|办|处|部门|中心)$")
SHORTEST_STEM = 2


def duties_of(content: str) -> list[str]:
    """Return the words that name a duty (由编办牵头), where different bodies bear them."""
    found = [match for clause in CLAUSE.findall(content) if (match := DUTY.search(clause))]
    if len({match["who"] for match in found}) < len(found) or len(found) <= 1:
        return []
    return [match[0] for match in found]


def split_by_duties(content: str) -> list[str]:
    """Return the content in one part for each duty; what stands between goes with the duty before.

    Words before the first duty stay with it. Less than two duties give the content as it is.
    """
    if not duties_of(content):
        return [content]
    parts = [""]
    has_duty = False
    for clause in CLAUSE.findall(content):
        names_duty = DUTY.search(clause) is not None
        if names_duty and has_duty:
            parts.append("")
        has_duty = has_duty or names_duty
        parts[-1] += clause
    return [part.strip() for part in parts]


def split_content(content: str, at: int | None = None) -> list[str]:
    """Return the parts of a content: at the place `at`, else at its blank lines, else by duties."""
    if at is not None and content[:at].strip() and content[at:].strip():
        return [content[:at].strip(), content[at:].strip()]
    parts = [part.strip() for part in BLANK_LINE.split(content) if part.strip()]
    return parts if len(parts) > 1 else split_by_duties(content)


def share_names(names: Sequence[str], parts: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the names each part speaks of, in their order.

    All names stay with all parts unless every name is spoken of somewhere and every part speaks of
    one: nobody is taken from a duty by a guess.
    """
    shared = [tuple(name for name in names if is_named(name, part)) for part in parts]
    spoken = {name for each in shared for name in each}
    if all(shared) and spoken == set(names):
        return shared
    return [tuple(names) for _part in parts]


def is_named(name: str, text: str) -> bool:
    """Return whether running text speaks of a body by its name or the stem of it."""
    stem = ENDINGS.sub("", name)
    stems = [stem[:SHORTEST_STEM]] if len(stem) > SHORTEST_STEM else [stem]
    return name in text or any(len(each) >= SHORTEST_STEM and each in text for each in stems)


def part_number(no: str | None, number: int) -> str | None:
    """Return what a part of row 6 is called: 6-1, 6-2; a row without number gives none."""
    return f"{no}-{number}" if no else None


def parts_of_name(name: str) -> tuple[str, ...]:
    """Return the names in one name that was read as a whole: 财政局 发改局, 财政局、发改局."""
    return split_names([name])
