"""Reads the sentences of running text that make bodies responsible: 由A牵头，B、C配合; A负责….

Only how such a sentence is built is said here; whether it speaks for a whole measure is decided by
who asks (`body.assigning`). What only looks alike names nobody: 由A负责解释, 经A批准, 报A备案.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.extraction.body.forms import (
    ASKED,
    BEHIND_TOPIC,
    BOTH,
    CONSULTS,
    EITHER,
    GIVEN,
    GOES_ON,
    GUIDED,
    HEADED,
    HELPING,
    HELPS,
    HINT,
    JOINTLY,
    LABEL_ONLY,
    LAST_OF,
    LISTED,
    LONGEST,
    NO_BODY,
    OVER,
    OVERSEES,
    PARTNER,
    PERSON,
    PIECE,
    REPORTS,
    SHARED_KIND,
    SHARED_LIST,
    SHORT,
    SHORT_NAME,
    SUBJECT,
    TOPIC,
    VAGUE,
    WITH,
)
from tracker.extraction.parties.bodies import is_body, is_name, is_surely_body
from tracker.extraction.parties.clauses import Parties, parties
from tracker.extraction.parties.names import split_names
from tracker.extraction.wording import simplified


@dataclass(frozen=True, slots=True)
class Charge:
    """What one piece of a text says: its bounds, those of the words that name, and its phrases.

    `words` are those that name; `phrases` are names with their verbs, as `parties` reads them;
    `heads` says that a body stands before a colon, and what it does behind (市卫生局：负责…).
    """

    start: int
    end: int
    named_from: int
    named_to: int
    words: str
    phrases: tuple[str, ...]
    heads: bool

    @property
    def said(self) -> Parties:
        """Whom the phrases name."""
        return parties("，".join(self.phrases)) or Parties()


# The office of the one who writes, which its own papers call no more than that.
OFFICE = "办公室"
FORMS = (HEADED, GIVEN, TOPIC, JOINTLY, SUBJECT, BEHIND_TOPIC, GUIDED)


def charges(text: str, *, asked: bool = False, listed: bool = False) -> list[Charge]:
    """Return the pieces of a text that make bodies responsible, in order.

    With `asked` also those that only ask: 责成A于…前完成, as minutes and notices do; with `listed`
    also those that name a body before a colon, as lists of bodies and their duties do.
    """
    plain = simplified(text)
    if not listed and not HINT.search(plain):
        return []
    forms = (*FORMS, *([ASKED] if asked else []), *([LISTED] if listed else []))
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


def charged_part(text: str, *, named: bool = False) -> str:
    """Return the words that charge somebody with a part of a text only, "" where there are none.

    A part has other pieces before it, those that only report (会议听取了…) not counted; a text in
    which nobody is `named` may also go on with something else.
    """
    found = charges(text)
    if not found:
        return ""
    before = text[: found[0].start]
    open_before = sum(
        len(piece[0].strip(" 。；;\n")) > 1 and REPORTS.match(piece[0]) is None
        for piece in PIECE.finditer(before)
    )
    return found[0].words.strip("，,：: ") if open_before or not named else ""


def open_pieces(text: str, found: Sequence[Charge]) -> int:
    """Return how many pieces of a text neither charge anybody nor go on from one that does."""
    by_start = {charge.start for charge in found}
    left, behind = 0, False
    for piece in PIECE.finditer(simplified(text)):
        charged = piece.start() in by_start
        goes_on = behind and GOES_ON.match(piece[0]) is not None
        left += not (charged or goes_on) and len(piece[0].strip(" 。；;\n")) > 1
        behind = charged or goes_on
    return left


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
    form = forms[0]
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
    helping = HELPS.match(words[:first]) if form is SUBJECT else None
    if helping:
        phrases += _said(text, plain, piece.start(), helping, follows=True)[0]
    start = piece.start()
    phrases = [_plain_names(phrase) for phrase in phrases]
    first, last = start + first, start + last
    heads = form in {HEADED, LISTED}
    return Charge(start, piece.end(), first, last, text[first:last], tuple(phrases), heads)


def _plain_names(phrase: str) -> str:
    """Return a phrase whose names are cut as in a list: 区和国土局, 公安、交通部门."""
    phrase = EITHER.sub("、", BOTH.sub("、", SHORT_NAME.sub("", phrase)))
    phrase = LAST_OF.sub(r"\g<before>、\g<last>", phrase)
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
        if not _named_partners(groups["with"]):
            return [], found.end()
        partners = text[start + found.start("with") : start + found.end("with")]
        return [f"{who}会同{partners}负责"], found.end()
    if found.re is HELPS:
        return [f"{who}配合"], found.end()
    verb = groups.get("verb") or "负责"
    leads = "牵头" in verb or "总" in verb or "全面" in verb
    role = verb if found.re is GUIDED else "牵头" if leads else "负责"
    phrases = [] if _are_persons(who) else [who + role]
    end = found.end()
    for helping in _helping(found.string, end):
        phrases.append(text[start + helping.start("words") : start + helping.end("words")])
        end = helping.end()
    if found.re is GUIDED and len(phrases) == 1:
        return [], end
    partner = PARTNER.search(plain[start : start + len(found.string)], found.end("who"))
    if partner and _named_partners(partner["with"]):
        at = start + partner.start("with")
        phrases.append("会同" + text[at : at + len(partner["with"])])
    return [phrase for phrase in phrases if not is_person(phrase)], end


def _named_partners(words: str) -> bool:
    said = parties(f"{_plain_names(words)}配合")
    names = said.cooperating if said else ()
    return bool(names) and (all(map(is_body, names)) or _share_kind(names, words))


def _share_kind(names: Sequence[str], words: str) -> bool:
    """Return whether names are short ones of a kind said behind the last: 发改、财政等部门."""
    return SHARED_KIND.search(words) is not None and all(map(_may_be_body, names))


def _helping(words: str, at: int) -> Iterator[re.Match[str]]:
    """Return the phrases right behind that give a role to others: "，市发改委配合"."""
    while helping := WITH.match(words, at) or HELPING.match(words, at):
        said = parties(helping["words"])
        names = (*said.leads, *said.cooperating) if said else ()
        are_bodies = all(map(is_body, names)) or _share_kind(names, helping["words"])
        if not (names and are_bodies) and not is_person(helping["words"]):
            return
        yield helping
        at = helping.end()


def _are_bodies(who: str, behind: str, found: re.Match[str], *, follows: bool) -> bool:
    """Return whether the words name bodies: all surely, or of shared kind (财政、审计等部门)."""
    said = parties(f"{who}负责")
    names = said.leads if said else ()
    if LABEL_ONLY.search(who):
        return False
    if _are_persons(who):
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
    if form is SUBJECT and names[0] == OFFICE:
        return short
    return short and (form is JOINTLY or is_surely_body(names[0]))


def _may_be_body(name: str) -> bool:
    return is_name(name) and NO_BODY.search(name) is None


def _oversees(found: re.Match[str]) -> bool:
    """Return whether "A会同B" is followed by what is done to the work of others."""
    return found.re is JOINTLY and OVERSEES.match(found.string, found.end()) is not None


def _are_persons(who: str) -> bool:
    """Return whether the words are persons: 某副市长, 秘书长或办公室副主任."""
    names = split_names([_plain_names(simplified(who))])
    return is_person(f"{who}负责") or (bool(names) and all(map(PERSON.search, names)))


def is_person(phrase: str) -> bool:
    """Return whether the phrase names persons and no body: 由某副市长负责."""
    said = parties(phrase)
    names = (*said.leads, *said.cooperating) if said else ()
    persons = bool(said and said.persons)
    return all(map(PERSON.search, map(simplified, names))) if names else persons
