"""Notices what a document says once for all its measures, and that it names nobody."""

import re
from collections.abc import Iterator, Sequence

from tracker.extraction.parties.notes import FIRST_PLACE
from tracker.extraction.parties.ranking import COMMA, FIRST, MARKED
from tracker.extraction.parties.said_once import SaidOnce
from tracker.extraction.rows import Remark, TaskRow
from tracker.extraction.telling import Law, laws
from tracker.extraction.wording import simplified
from tracker.reading.content import Content, Paragraph, Place
from tracker.texts import gettext as _
from tracker.texts import ngettext

# "排名第一的牵头", whether `parties.ranking` applies it or not.
ORDER = re.compile(
    rf"{FIRST.pattern}|{COMMA.pattern}|{MARKED.pattern}|"
    r"(?:[标带加打有注](?:注|有)?[“\"]?[★☆▲△*＊●◆][”\"]?号?的?"
    rf"|均?{FIRST_PLACE}|(?:第一|首)(?:位|个|家))"
    r"[^，,。；;）)〕]{0,16}牵头(?:单位|部门|负责)[^，,。；;）)〕]{0,8}"
)
# Who leads is set in type that a text does not keep.
TYPE = re.compile(
    r"(?:加粗|黑体|标红|斜体|下划线)[^，,。；;）)〕]{0,8}(?:为|是|表示)[^，,。；;）)〕]{0,4}牵头[^，,。；;）)〕]{0,4}"
)
# Whom a sentence charges: "由市教育局牵头", "各县区政府负责".
CHARGED = re.compile(
    r"由[^，,。；;：:]{2,60}(?:牵头|负责|会同)|[局委办部厅院府站司](?:具体|统一)?(?:牵头|负责)(?!人|制)"
)
# How a page begins that goes on with the task of the page before: 此项工作由市卫生局负责。
GOES_ON = re.compile(
    r"[\s|]*(?:[\[【（(](?:接|续|上接)上?页[\]】）)])?\s*"
    r"(?P<words>(?:此|该|本)项(?:工作|任务)(?:均|都)?由[^。]{2,80}。?)"
)


def notice(
    content: Content,
    rows: Sequence[TaskRow],
    measures: Sequence[TaskRow],
    ranked: int,
    once: Sequence[SaidOnce],
) -> tuple[Remark, ...]:
    """Return a remark for each rule said once for the whole document, and one when none is named.

    `ranked` says in how many rows `parties.ranking` applied who leads, `once` are the rules that
    name somebody for all; a person applies the others.
    """
    found = list(_order(content, ranked))
    found += [Remark(_applied(one.words, one.count), one.place) for one in once]
    named = any(row.leads or row.cooperating for row in (*rows, *measures))
    if measures and not rows and not named and not _charges(content):
        found.append(Remark(_("The document names nobody who is responsible for its measures.")))
    found += map(_law, laws(content) if rows or measures else ())
    found += _of_another_page(content)
    return tuple(found)


def _of_another_page(content: Content) -> Iterator[Remark]:
    """Return that the first words of a page say who does a task which the file does not hold."""
    texts = (one for one in content.blocks if isinstance(one, Paragraph) and len(one.text) > 1)
    first = next(texts, None)
    said = GOES_ON.match(simplified(first.text)) if first else None
    if first and said:
        words = first.text[said.start("words") : said.end("words")]
        told = _(
            "“%(words)s” at the head of the file is about a task that is not in it.", words=words
        )
        yield Remark(told, first.place)


def _law(law: Law) -> Remark:
    words = _(
        "“%(title)s” in this file is a law or a rule: its articles are no tasks.", title=law.title
    )
    return Remark(words, Place(law.first))


def nothing_found(content: Content, remarks: Sequence[Remark]) -> tuple[Remark, ...]:
    """Return what is said of a document without any task, for which others may give the reason."""
    if laws(content):
        law = _("The document is a law or a rule: its articles charge for good and are no tasks.")
        return (Remark(law),)
    return () if remarks else (Remark(_("No task was found in this document.")),)


def _charges(content: Content) -> bool:
    """Return whether any sentence makes a body responsible, though no measure was read from it."""
    return any(
        CHARGED.search(simplified(block.text)) is not None
        for block in content.blocks
        if isinstance(block, Paragraph)
    )


def _order(content: Content, ranked: int) -> Iterator[Remark]:
    """Return the first sentence on who leads of each kind; those that repeat it say nothing new."""
    open_rules = [ORDER, TYPE]
    for block in content.blocks:
        if not open_rules:
            return
        if not isinstance(block, Paragraph):
            continue
        plain = simplified(block.text)
        for rule in list(open_rules):
            said = rule.search(plain)
            if said:
                open_rules.remove(rule)
                words = block.text[said.start() : said.end()]
                yield Remark(_applied(words, ranked if rule is ORDER else 0), block.place)


def _applied(words: str, count: int) -> str:
    """Return what to say of a rule that was applied to so many rows."""
    if not count:
        return _(
            "The document says once for all: “%(words)s”. This was applied to no row; "
            "enter it where it holds.",
            words=words,
        )
    return ngettext(
        "The document says once for all: “%(words)s”. It was applied to %(num)s row; "
        "who leads and who cooperates can be changed there.",
        "The document says once for all: “%(words)s”. It was applied to %(num)s rows; "
        "who leads and who cooperates can be changed in each.",
        count,
        words=words,
    )
