"""Finds who is made responsible in the sentences of measures that have no clause of their own.

Only documents that divide work are read so: those whose title says it, and those in which most
measures have such a sentence. Elsewhere it tells of a part of a measure (corpus label rules).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tracker.extraction.parties.bodies import is_body
from tracker.extraction.parties.clauses import Parties, parties
from tracker.extraction.rows import TaskRow
from tracker.extraction.wording import simplified
from tracker.reading.content import Content, Paragraph

HEAD = 40
MAX_HEADING = 60
DIVISION = re.compile(r"分工(?:方案|的?通知|的?意见)$|关于.{2,50}分工的")
# The sentence at the end, with any verb, as in 国办函〔2014〕31号:
# "…的问题，由国土资源部会同农业部等部门负责落实。"
CLOSING = re.compile(
    r"(?:^|[，,；;。])由(?P<who>[^。；;由]{2,200}?)(?:等部门)?"
    r"(?:负责|牵头|研究提出|提出|制定|组织|落实|实施|办理)"
    r"[^。；;由]{0,24}[。；;]?$"
)
# A sentence anywhere, behind which stands what is to be done: "由市环保局牵头,相关部门配合,尽快"
# and "整改要求:由包片单位县气象局负责清除".
GIVEN = re.compile(
    r"(?:^|[，,；;。：:])[ \u3000]*(?:由|请|责成)(?P<who>[^。；;：:由]{2,200}?)"
    r"(?P<verb>负责|牵头|主办|承办|落实|实施|办理)"
    r"[^，,。；;]*"
)
# The sentence that begins with whom it charges: "市水利局牵头，各县区配合，开展检查",
# "由区财政局会同区审计局，10个工作日内提出意见".
BEGINNING = re.compile(
    r"^(?:由|请|责成)?(?:(?P<who>[^，,。；;：:由]{2,60}?)(?P<verb>负责|牵头|主办|承办)"
    r"|(?P<both>[^，,。；;：:由]{2,30}会同[^，,。；;：:由]{2,60}))(?=[，,；;])"
)
HELPING = re.compile(
    r"[，,、；;]?[ \u3000]*(?P<words>[^，,。；;：:]{2,200}?(?:负责|牵头|配合|协助|参与|参加|协同)"
    r"(?:落实|实施|推进|办理|做好)?)(?=[，,。；;]|$)"
)
PERSON = re.compile(
    r"(?:[省市州县区镇乡局厅处科队组校院所部]长|主任|书记|主席|秘书长|指挥长|总指挥|同志|领导"
    r"|常委|委员)$"
)
# At least so many measures, and this part of those that have no clause.
FEW, MOST = 2, 0.6


def assign(rows: Sequence[TaskRow], content: Content) -> tuple[TaskRow, ...]:
    """Return the measures, in documents that divide work with the bodies their sentences name."""
    closed = tuple(_with(row, CLOSING) for row in rows) if _says_so(content) else tuple(rows)
    given = tuple(_with(_with(row, GIVEN), BEGINNING) for row in closed)
    open_rows = sum(not row.clause or row.clause == row.content for row in closed)
    found = sum(
        one is not other or (bool(one.clause) and one.clause == one.content)
        for one, other in zip(closed, given, strict=True)
    )
    return given if found >= FEW and found >= MOST * open_rows else closed


def _says_so(content: Content) -> bool:
    """Return whether the title says that the document divides work: 有关政策措施分工的通知."""
    head = [block.text for block in content.blocks[:HEAD] if isinstance(block, Paragraph)]
    titles = [simplified(text) for text in head if len(text) <= MAX_HEADING and "。" not in text]
    return any(DIVISION.search(title) for title in titles)


def _with(row: TaskRow, form: re.Pattern[str]) -> TaskRow:
    """Return the measure with the bodies that its sentences of this form assign it to."""
    if row.clause:
        return row
    for text in dict.fromkeys([row.content, row.title or ""]):
        said, clause = _assigned(text, form)
        if said is not None:
            return replace(
                row,
                leads=said.leads,
                cooperating=said.cooperating,
                clause=clause,
                has_lead_column=True,
            )
    return row


def _assigned(text: str, form: re.Pattern[str]) -> tuple[Parties | None, str]:
    """Return whom the sentences of this form in a text name, and the words from first to last."""
    plain = simplified(text)
    phrases: list[str] = []
    start = end = 0
    while found := form.search(plain, end):
        named, stop = _phrases(text, plain, found)
        if named and _names("，".join(named)):
            start = start if phrases else found.start()
            phrases += named
        end = max(stop, end + 1)
    said = parties("，".join(phrases)) if phrases else None
    if said is None or not said.leads or not _are_bodies(said):
        return None, ""
    return said, text[start:end].strip("，,；;。：: ")


def _phrases(text: str, plain: str, found: re.Match[str]) -> tuple[list[str], int]:
    """Return the phrases that name bodies, without those of persons, and where they end."""
    groups = found.groupdict()
    verb = groups.get("verb") or groups.get("both")
    who = "both" if groups.get("both") else "who"
    phrases = [text[found.start(who) : found.end(who)] + (groups.get("verb") or "负责")]
    end = found.end()
    for helping in _helping(plain, found) if verb else ():
        phrases.append(text[helping.start("words") : helping.end("words")])
        end = helping.end()
    return [phrase for phrase in phrases if not _is_person(phrase)], end


def _helping(plain: str, found: re.Match[str]) -> Iterator[re.Match[str]]:
    """Return the phrases right behind that give a role to others: "，市发改委配合"."""
    at = found.end()
    while (helping := HELPING.match(plain, at)) and _names(helping["words"]):
        yield helping
        at = helping.end()


def _names(phrase: str) -> bool:
    said = parties(phrase)
    return said is not None and (_are_bodies(said) or _is_person(phrase))


def _is_person(phrase: str) -> bool:
    """Return whether the phrase names persons and no body: 由某副市长负责."""
    said = parties(phrase)
    names = (*said.leads, *said.cooperating) if said else ()
    return bool(names) and all(map(PERSON.search, map(simplified, names)))


def _are_bodies(said: Parties) -> bool:
    names = (*said.leads, *said.cooperating)
    return bool(names) and all(map(is_body, names))
