"""Finds the clause that is the last sentence of a text, or closes it: 由甲局牵头，乙局配合."""

import re
from dataclasses import dataclass, replace

from tracker.extraction.parties.bodies import CLOSED, ENDS, LONGER_ENDS, is_surely_body
from tracker.extraction.parties.listed import are_trades, without_shared_kind
from tracker.extraction.parties.roles import Parties, parties, read_roles
from tracker.extraction.parties.times import ONLY_TIME, WHEN
from tracker.extraction.parties.verbs import HINT, TOPIC, does_work

# A sentence of its own that says nothing but who: "由市教育局牵头，市财政局配合。"
# Groups and names may hold brackets: 各县（市、区）政府.
LAST_SENTENCE = re.compile(
    r"(?P<words>(?:[^。！：:（）()]++|[（(][^。！：:（）()]{1,30}[）)])+)[。]?$"
)
FIRST_WORDS = re.compile(r"[^、，,；;。]+")
NAME_ENDS = (*ENDS, *CLOSED, *LONGER_ENDS, "等")
DASH = "——"
MIN_SENTENCE, MAX_SENTENCE = 4, 202
BRACKETS = re.compile("[（(]")
# The same behind the comma of a sentence that tells the work: "…，由市教育局牵头，市财政局配合。"
LAST_WORDS = re.compile(
    r"[，,；;：:](?P<words>由(?:[^。！：:由（）()]|[（(][^。！：:由（）()]{1,30}[）)]){4,160}?)[。；;]?$"
)
# What ends a sentence: where none stands before such words they speak for all of it.
ENDED = re.compile(r"[。！；;\n]")
# How the line of a sentence ends that goes on below: 市科技局负责以.
GOES_ON = re.compile(r"(?:(?<!参)与|[以将把对和及为按向在等初]|组织开展|负责(?:组织|协调)开展.?)$")
# What is said of all tasks at once, not of the one it stands behind; of those above it see
# `body.referring`.
OF_ALL = re.compile(
    r"\s*(?:以下|所有|全部|各项|每项)(?:各项|重点|具体|主要)?(?:工作|任务|措施|事项|项目)+[，,]?(?:均|都|一律)"
)
# Who helps, in a sentence of its own behind: "由甲局负责，6月底前完成。乙局配合。"
HELPER = re.compile(
    r"(?<=。)\s*+(?P<words>[^。！；;：:（）()]{2,80}(?:配合|协助|参与|参加|协办))[。]?$"
)
# Until when, in a sentence of its own behind: "由甲局负责。2010年底前完成。"
UNTIL_THEN = re.compile(rf"(?<=。)\s*+{ONLY_TIME.pattern}完成。?$")
# The time in such a sentence, without what is to be done by then: "7月15日前完成全市排查".
UNTIL = re.compile(
    r"[^，,；;。]{2,16}?(?:之?前|[月年]底|以?内)(?=[^前，,；;。]{4})"
    r"|每(?:半年|季度|学期|学年|[年月季周日])(?:\d{1,2}月(?:\d{1,2}日|底|[上中下]旬)?)?(?=[^，,；;。]{5})"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause inside a paragraph: where it begins and ends, its words and its parties.

    `tells` says that its words tell what is to be done as well, and belong to the content.
    """

    start: int
    end: int
    text: str
    parties: Parties
    tells: bool = False


def last_words(text: str, plain: str) -> Clause | None:
    """Return the clause that is the last sentence of its own, or closes it behind a comma.

    A sentence behind it that only says who helps, or until when, belongs to it.
    """
    timed = UNTIL_THEN.search(plain) if plain.rstrip("。").endswith("完成") else None
    if timed and (found := _last_words(text[: timed.start()], plain[: timed.start()])):
        when = found.parties.deadline_text or text[slice(*timed.span("when"))]
        said = replace(found.parties, deadline_text=when)
        return replace(found, end=len(text), text=text[found.start :].strip(), parties=said)
    helper = HELPER.search(plain) if "。" in plain else None
    helping = parties(text[slice(*helper.span("words"))]) if helper else None
    if not helper or not helping or helping.leads or not _are_sure(helping, helper["words"]):
        return _last_words(text, plain)
    found = _last_words(text[: helper.start()], plain[: helper.start()])
    if found is None:
        return None
    others = (*found.parties.cooperating, *helping.cooperating)
    others = tuple(name for name in dict.fromkeys(others) if name not in found.parties.leads)
    said = replace(found.parties, cooperating=others)
    return replace(found, end=len(text), text=text[found.start :].strip(), parties=said)


def _are_sure(said: Parties, words: str) -> bool:
    names = (*said.leads, *said.cooperating)
    return all(map(is_surely_body, names)) or are_trades(names, words)


def _last_words(text: str, plain: str) -> Clause | None:
    found = _last_sentence(text, plain)
    last = LAST_WORDS.search(plain) if found is None and "由" in plain else None
    if last is not None and not GOES_ON.search(last["words"]):
        works = does_work(last["words"])
        said = None if works else _only_roles(text, *last.span("words"), tells=False)
        is_whole = ENDED.search(plain, 0, last.start()) is None
        is_sure = said and (is_whole or said.parties.cooperating or "牵头" in last["words"])
        found = said if is_sure else None
    return found


def _last_sentence(text: str, plain: str) -> Clause | None:
    """Return the clause that is the last sentence, words before 由 being its topic."""
    at = max(plain.rfind(stop, 0, len(plain) - 1) for stop in "。！") + 1
    at = max(at, plain.rfind(DASH) + len(DASH) if DASH in plain else 0)
    at = len(plain) - len(plain[at:].lstrip())
    if not MIN_SENTENCE <= len(plain) - at <= MAX_SENTENCE:
        return None
    sentence = LAST_SENTENCE.match(plain, at) if _may_name(plain, at) else None
    if sentence is None or GOES_ON.search(sentence["words"]) or OF_ALL.match(plain, at):
        return None
    start, end = sentence.span("words")
    tells = does_work(sentence["words"])
    if tells and BRACKETS.search(sentence["words"]):
        return None
    topic = TOPIC.match(sentence["words"]) if tells and not start else None
    said = _only_roles(text, start + (topic.end() if topic else 0), end, tells=tells)
    return replace(said, start=start, text=text[start:].strip()) if said else None


def _may_name(plain: str, at: int) -> bool:
    """Return whether a sentence begins as one that only names: with a name, a verb or a time."""
    first = FIRST_WORDS.match(plain, at)
    if first is None or not HINT.search(plain, at):
        return False
    words = first[0]
    is_name = words.endswith(NAME_ENDS) or "部门" in plain[at:]
    return is_name or HINT.search(words) is not None or WHEN.match(words) is not None


def _only_roles(text: str, start: int, end: int, *, tells: bool) -> Clause | None:
    """Return the clause of a sentence that consists of bodies, verbs and a time.

    What is to be done by that time tells of the work.
    """
    said, is_whole = read_roles(without_shared_kind(text[start:end]))
    if said is None or not said.leads or not is_whole:
        return None
    if not _are_sure(said, text[start:end]):
        return None
    when = UNTIL.match(said.deadline_text or "")
    if when and said.persons:
        return None
    is_plain = not tells or ONLY_TIME.fullmatch(said.deadline_text or "")
    timed = when[0] if when else said.deadline_text if is_plain else None
    tells = tells or when is not None
    said = replace(said, deadline_text=timed)
    return Clause(start, len(text), text[start:].strip(), said, tells=tells)
