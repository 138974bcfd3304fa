"""Reads the shipped list of common bodies: what they are called, what they do, what became of them.

The list knows kinds of bodies (教育局), never one body of one place; data/departments.json names
its source.
"""

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from tracker.config import shipped

BODIES_WORD = re.compile(r"(?:行政|主管)*(?:部门|机构|机关)$")
FUNCTION_WORD = re.compile(r"(?:行政|主管|监管)*(?:部门|机构|机关)$")
TWO_SEATS = re.compile(r"委[省市州盟县区旗]?政府")  # 市委市政府督查室 is of both
BODY_ENDINGS = ("局", "委", "办", "厅")


@dataclass(frozen=True, slots=True)
class Successor:
    """What a body became: `how` is renamed, merged, moved or abolished; `year` of the reform."""

    name: str
    how: str
    year: int


@dataclass(frozen=True, slots=True)
class Body:
    """A kind of body: its full name, its other names, the words for what it does.

    `near` names bodies that are the same one in some places; `seats` those in which the office of
    a body that only meets (安委办) usually sits.
    """

    name: str
    also: tuple[str, ...]
    functions: tuple[str, ...]
    became: Successor | None
    near: tuple[str, ...]
    seats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bodies:
    """The whole list, by folded name; a name that several bodies bear is ambiguous."""

    by_name: dict[str, tuple[Body, ...]]
    by_function: dict[str, tuple[Body, ...]]
    words: str
    fields: dict[str, str]

    def called(self, core: str) -> tuple[Body, ...]:
        """Return the bodies that bear a name without its place and level."""
        key = fold_body(core)
        if key.endswith("厅") and key not in self.by_name:
            key = key.removesuffix("厅") + "局"  # a province's 厅 is a 局 below it
        return self.by_name.get(key, ())

    def lists(self, text: str) -> bool:
        """Return whether a text as a whole is a name or a function on the list."""
        key = fold_body(text)
        return key in self.by_name or key in self.by_function

    def doing(self, core: str) -> tuple[Body, ...]:
        """Return the bodies whose function a name says: 教育部门, 卫计."""
        key = fold_body(core)
        return self.by_function.get(key) or self.doing_stem(FUNCTION_WORD.sub("", key))

    def doing_stem(self, stem: str) -> tuple[Body, ...]:
        """Return the bodies whose name begins with the bare function: 教育文体 of 教育文体局."""
        if stem == "政府":
            return ()  # 县政府 is a body, not the work of its office
        named = (self.by_name.get(stem + ending, ()) for ending in BODY_ENDINGS)
        return self.by_function.get(stem) or next(filter(None, named), ())

    def is_word(self, text: str) -> bool:
        """Return whether a text is part of a name on the list, so that it is no place."""
        return text in self.words


@cache
def path(body: Body, to: Body) -> tuple[Successor, ...]:
    """Return the steps by which one body became another, none where it did not."""
    steps: list[Successor] = []
    here: Body | None = body
    while here is not None and here.became is not None and here.became not in steps:
        steps.append(here.became)
        following = common_bodies().called(here.became.name)
        if to in following:
            return tuple(steps)
        here = following[0] if len(following) == 1 else None
    return ()


def fold_body(core: str) -> str:
    """Return a name as the list is searched: 发展和改革委员会 and 发展改革委 are written alike."""
    text = core.replace("人民政府", "政府").replace("党委", "委").replace("委员会", "委")
    text = TWO_SEATS.sub("委政府", text)
    text = re.sub(r"(?<=[乡镇])政府$|(?<=街道)办事处$", "", text)
    return re.sub(r"(?<=.)[和与及](?=.)", "", text)


@cache
def common_bodies() -> Bodies:
    """Return the shipped list."""
    shipped_list = json.loads(shipped("data/departments.json").read_text(encoding="utf-8"))
    by_name: defaultdict[str, list[Body]] = defaultdict(list)
    by_function: defaultdict[str, list[Body]] = defaultdict(list)
    words = []
    for row in shipped_list["bodies"]:
        became = Successor(**row["became"]) if "became" in row else None
        body = Body(
            row["name"],
            tuple(row["also"]),
            tuple(row["functions"]),
            became,
            tuple(row.get("near", ())),
            tuple(row.get("seats", ())),
        )
        for name in dict.fromkeys(map(fold_body, (body.name, *body.also))):
            by_name[name].append(body)
        functions = (*body.functions, *(BODIES_WORD.sub("", each) for each in body.functions))
        for name in dict.fromkeys(map(fold_body, functions)):
            by_function[name].append(body)
        words += [body.name, *body.also, *body.functions]
    return Bodies(
        {name: tuple(found) for name, found in by_name.items()},
        {name: tuple(found) for name, found in by_function.items()},
        "|".join(words),
        {word: field[0] for field in shipped_list["fields"] for word in field},
    )
