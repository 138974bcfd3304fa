"""Reads the sentences of running text that make bodies responsible: 由A牵头，B、C配合; A负责….

Only how such a sentence is built is said here; whether it speaks for a whole measure is decided by
who asks (`body.assigning`). What only looks alike names nobody: 由A负责解释, 经A批准, 报A备案.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.extraction.parties.bodies import is_body, is_name, is_surely_body
from tracker.extraction.parties.clauses import Parties, parties
from tracker.extraction.wording import simplified

# Pieces of a text: up to a full stop or semicolon that stands in no bracket.
PIECE = re.compile(r"(?:[（(][^（）()]*[）)]|[^。；;！\n])+[。；;！\n]?")
VERB = r"负责|牵头|主办|承办|落实|实施|办理|总负责|负总责"
NO_NOUN = (
    r"(?!人|制[，,。；;]?$|单位|部门|机构|主体|同志|解释|审批|审核|方(?!案)"
    r"|意见|情况|措施|方案|责任|政策|规定|要求|精神|制度)"
)
HOW = (
    r"(?:要|应|须|将)?(?:负责)?"
    r"(?:具体|统一|全面|分别|共同|联合|主要|总体|统筹|组织|分工|按职责分工){0,2}"
)
# What stands before the body that is asked: 会议决定由, 要求, 交由.
ASKS = r"(?:交由|改由|转由|均由|统一由|具体由|原则上由|由|请|责成|要求|授权|指定|委托)"
NUMBER = r"[ \u3000]*(?:\d{1,2}[.．、]|[（(]\d{1,2}[）)]|[①-⑳]|[一二三四五六七八九十]{1,2}[是、])?"
MARKS = rf"(?:^|[，,：:]){NUMBER}"
SAYS = (
    r"(?:会议|市长|县长|区长|领导)?(?:明确|决定|议定|同意|要求|强调|指出|研究|建议|原则同意|批示)?"
)
# "请国土会同发改、财政等部门，在半个月之内…", "由省教育厅会同省财政厅制定…".
ACTS = (
    r"于|在|按照?|根据|结合|依据|抓紧|尽快|立即|认真|切实|进一步|做好|加强|加快|负责|牵头|落实|研究|提出|制定|制订|拟定|组织"
    r"|开展|协调|会同|对|督促|督导|就|将|把|要|应|继续|共同|联合|具体|全力|积极|主动|及时|统筹|完成|推进|督办|核实|调查"
    r"|指导|办理|起草|编制|确定|审核|汇总|梳理|跟踪|争取|安排|落实|修改|完善|明确|派|\d|[一二三四五六七八九十]月|本周|年底"
)
GIVEN = re.compile(
    rf"{MARKS}{SAYS}{ASKS}(?P<who>[^。；;：:由，,]{{2,200}}?)(?P<verb>{HOW}(?:{VERB}){NO_NOUN})[^，,。；;]*"
)
TOPIC = re.compile(
    rf"(?<![自理经缘因事])由(?!于|此|来|衷)(?P<who>[^。；;：:由，,]{{2,120}}?)(?P<verb>{HOW}(?:{VERB}){NO_NOUN})[^，,。；;]*"
)
JOINTLY = re.compile(
    rf"{MARKS}{SAYS}(?:{ASKS})?(?P<who>[^，,。；;：:由]{{2,40}}?)[，,]?会同"
    rf"(?P<with>[^，,。；;：:由]{{2,200}}?等(?:有关|相关)?(?:部门|单位)"
    rf"|[^，,。；;：:由]{{0,200}}?(?:有关|相关)(?:部门|单位|方面)|[^，,。；;：:由]{{2,80}}?)"
    rf"(?=[，,。；;]|$|{ACTS})"
)
SUBJECT = re.compile(
    rf"^{NUMBER}(?:[^，,。；;：:]{{2,14}}下[，,])?"
    rf"(?P<who>[^，,。；;：:由对]{{2,80}}?)(?:等(?:有关|相关)?(?:部门|单位)?)?"
    rf"(?:对[^，,。；;]{{2,30}})?(?P<verb>{HOW}(?:负责|牵头|总负责|负总责|主办|承办){NO_NOUN})[^，,。；;]*"
)
# "…工作，市城管局牵头；市公安局负责…": what is done stands before.
BEHIND_TOPIC = re.compile(
    rf"^[ \u3000]*[^，,。；;：:]{{2,24}}[，,](?P<who>[^，,。；;：:由对]{{2,60}}?)"
    rf"(?P<verb>{HOW}(?:牵头|负责){NO_NOUN})(?:落实|实施|办理)?(?=[，,。；;]|$)"
)
HELPS = re.compile(
    r"^[ \u3000]*(?P<who>[^，,。；;：:由对]{2,120}?)(?:等(?:有关|相关)?(?:部门|单位))?"
    r"(?:要|应)?(?:(?:按照?|根据|依据|结合)[^，,。；;]{2,16}[，,]?)?(?P<verb>(?:积极|密切|主动|共同|做好)?(?:协同|配合|协助|参与))[^，,。；;]*"
)
# "责成县交通局于月底前修复": whom a meeting asks, whatever the verb.
ASKED = re.compile(
    rf"{MARKS}{SAYS}(?:责成|请|要求|交由|指定)(?P<who>[^，,。；;：:由]{{2,60}}?)(?=[，,]|{ACTS})"
)
HELPING = re.compile(
    r"[，,、；;]?[ \u3000]*(?P<words>[^，,。；;：:]{2,200}?(?:负责|牵头|配合|协助|参与|参加|协同)"
    r"(?:落实|实施|推进|办理|做好)?)(?=[，,。；;]|$)"
)
WITH = re.compile(r"[，,]?(?P<words>会同[^，,。；;：:]{2,80})(?=[，,。；;]|$)")
PERSON = re.compile(
    r"(?:[省市州县区镇乡局厅处科队组校院所部]长|主任|书记|主席|秘书长|指挥长|总指挥|同志|领导"
    r"|常委|委员)$"
)
SHARED_KIND = re.compile(r"等?(?:有关|相关)?(?:部门|单位)")
# "and" between two bodies of which the first ends like a place, or the second is a short one.
BOTH = re.compile(
    r"(?<=[区镇乡站所队街])[和及与](?=[^、，]{1,12}[局委办部厅])|(?<=部)[和及与](?=(?:科协|妇联|团委|残联|总?工会))"
)
# The kind that several short names share: 公安、交通部门.
SHARED_LIST = re.compile(
    r"(?P<list>[^、，等]{2,8}(?:[、和][^、，等]{2,8})+?)部门(?=负责|牵头|配合|会同)"
)
# What is over or may be is nobody's task.
OVER = re.compile(
    r"(?:负责|牵头|落实|办理|会同[^，,。；;]{2,40})[^，,。；;]{0,20}了|已由|曾由|可由|[也可]以由|一般由"
)
CONSULTS = re.compile(r"批准|同意后|审批|备案|解释|任(?:组长|主任|总指挥|副)")
VAGUE = re.compile(r"^(?:各|其他|有关|相关|本)|人$|[是为有]")
NO_BODY = re.compile(
    r"^(?:[与你我本该其（(]|经(?!济|开|信|发|贸|管|委|协|科))|高度重视|(?:有关|相关)(?:人员|同志|领导)"
)
# Behind "A会同B": what is done to the work of others.
OVERSEES = re.compile(r"[^，,。；;]{0,30}?(?:指导|监督|督导|评估|考核|验收|抽查|检查|评审)")
# Without one of these a text charges nobody.
HINT = re.compile(r"负责|牵头|主办|承办|落实|实施|办理|会同|请|责成|要求|交由|指定")
SHORT, LONGEST = 8, 2000


@dataclass(frozen=True, slots=True)
class Charge:
    """What one piece of a text says: its bounds, those of the words that name, and its phrases.

    `words` are those that name; `phrases` are names with their verbs, as `parties` reads them.
    """

    start: int
    end: int
    named_from: int
    named_to: int
    words: str
    phrases: tuple[str, ...]

    @property
    def said(self) -> Parties:
        """Whom the phrases name."""
        return parties("，".join(self.phrases)) or Parties()


FORMS = (GIVEN, TOPIC, JOINTLY, SUBJECT, BEHIND_TOPIC)


def charges(text: str, *, asked: bool = False) -> list[Charge]:
    """Return the pieces of a text that make bodies responsible, in order.

    With `asked` also those that only ask: 责成A于…前完成, as minutes and notices do.
    """
    plain = simplified(text)
    if not HINT.search(plain):
        return []
    forms = (*FORMS, ASKED) if asked else FORMS
    found: list[Charge] = []
    for piece in PIECE.finditer(plain):
        behind = bool(found)
        charge = _charge(text, plain, piece, forms, follows=behind) or (
            _charge(text, plain, piece, (HELPS,), follows=True) if behind else None
        )
        if charge:
            found.append(charge)
    return found


def whom(found: Sequence[Charge]) -> Parties:
    """Return whom these pieces name together; a leader among them makes the others helpers."""
    phrases = [phrase for charge in found for phrase in charge.phrases]
    return parties("，".join(phrases)) or Parties()


def pieces(text: str) -> int:
    """Return of how many pieces a text consists."""
    return sum(len(piece[0].strip(" 。；;")) > 1 for piece in PIECE.finditer(text))


def _charge(
    text: str,
    plain: str,
    piece: re.Match[str],
    forms: Sequence[re.Pattern[str]],
    *,
    follows: bool,
) -> Charge | None:
    words = piece[0].rstrip("。；;！\n")
    if len(words) > LONGEST or OVER.search(words):
        return None
    phrases: list[str] = []
    first = last = 0
    for form in forms:
        for found in form.finditer(words):
            said, end = _said(text, plain, piece.start(), found, follows=follows)
            if said:
                first = first if phrases else found.start()
                last = max(last, end)
                phrases += [each for each in said if each not in phrases]
        if phrases:
            break
    if not phrases:
        return None
    start = piece.start()
    phrases = [_plain_names(phrase) for phrase in phrases]
    first, last = start + first, start + last
    return Charge(start, piece.end(), first, last, text[first:last], tuple(phrases))


def _plain_names(phrase: str) -> str:
    """Return a phrase whose names are cut as in a list: 区和国土局, 公安、交通部门."""
    phrase = BOTH.sub("、", phrase)
    shared = SHARED_LIST.match(phrase)
    if shared and not any(map(is_body, re.split("[、和]", shared["list"])[:-1])):
        return phrase[: shared.end("list")] + phrase[shared.end() :]
    return phrase


def _said(
    text: str, plain: str, start: int, found: re.Match[str], *, follows: bool
) -> tuple[list[str], int]:
    """Return the phrases of one match that name bodies, and where they end in the piece."""
    groups = found.groupdict()
    at = start + found.start("who")
    who = text[at : start + found.end("who")].strip()
    behind = plain[start + found.end("who") : start + found.end("who") + SHORT]
    if CONSULTS.search(found[0]) or not _are_bodies(who, behind, found, follows=follows):
        return [], found.end()
    if groups.get("with"):
        partners = text[start + found.start("with") : start + found.end("with")]
        return [f"{who}会同{partners}负责"], found.end()
    if found.re is HELPS:
        return [f"{who}配合"], found.end()
    verb = groups.get("verb") or "负责"
    phrases = [who + ("牵头" if "牵头" in verb or "总" in verb or "全面" in verb else "负责")]
    end = found.end()
    for helping in _helping(found.string, end):
        phrases.append(text[start + helping.start("words") : start + helping.end("words")])
        end = helping.end()
    return [phrase for phrase in phrases if not is_person(phrase)], end


def _helping(words: str, at: int) -> Iterator[re.Match[str]]:
    """Return the phrases right behind that give a role to others: "，市发改委配合"."""
    while helping := WITH.match(words, at) or HELPING.match(words, at):
        said = parties(helping["words"])
        names = (*said.leads, *said.cooperating) if said else ()
        if not names or not (all(map(is_body, names)) or is_person(helping["words"])):
            return
        yield helping
        at = helping.end()


def _are_bodies(who: str, behind: str, found: re.Match[str], *, follows: bool) -> bool:
    """Return whether the words name bodies: all surely, or of shared kind (财政、审计等部门)."""
    said = parties(f"{who}负责")
    names = said.leads if said else ()
    if is_person(f"{who}负责"):
        return any(True for _each in _helping(found.string, found.end()))
    if not names or not all(map(_may_be_body, names)) or _oversees(found):
        return False
    if SHARED_KIND.match(behind) or SHARED_KIND.search(who):
        return True
    if follows and found.re is SUBJECT and found.start("who") == 0 and len(names) == 1:
        return len(who) <= SHORT and not VAGUE.search(who)
    return _fit(names, found.re)


def _fit(names: Sequence[str], form: re.Pattern[str]) -> bool:
    """Return whether names are as sure as the form of the sentence needs them to be."""
    if form in {GIVEN, ASKED}:
        return all(map(is_body, names)) or (len(names) > 1 and is_surely_body(names[0]))
    short = all(len(name) <= SHORT or is_body(name) for name in names)
    return short and (form is JOINTLY or is_surely_body(names[0]))


def _may_be_body(name: str) -> bool:
    return is_name(name) and NO_BODY.search(name) is None


def _oversees(found: re.Match[str]) -> bool:
    """Return whether "A会同B" is followed by what is done to the work of others."""
    return found.re is JOINTLY and OVERSEES.match(found.string, found.end()) is not None


def is_person(phrase: str) -> bool:
    """Return whether the phrase names persons and no body: 由某副市长负责."""
    said = parties(phrase)
    names = (*said.leads, *said.cooperating) if said else ()
    return bool(names) and all(map(PERSON.search, map(simplified, names)))
