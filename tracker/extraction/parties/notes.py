"""Takes the notes and stars off the names of a clause, and says whom they make the lead."""

import re

# Where those who lead stand in a list: 列第一位, 排在首位, 列首.
FIRST_PLACE = (
    r"[列排](?:名|序|位|列)?(?:在|于)?(?:第[一1](?:位|个|家|名)?|首(?:位|个|家)?|最前|靠前|前面)"
)
# What a list notes behind its names: "（排在第一位的为牵头单位，下同）".
NOTE_BEHIND = re.compile(
    rf"[（(](?:注[:：])?(?:以上|上述|下同|排名不分先后|[标带加打有]?[★☆▲△*＊●◆]|(?:均|并)?{FIRST_PLACE}|第一(?:位|个|家|责任)|首位|逗号|(?:责任)?单位中?[列排]|除[^（）()]{{0,16}}[，,]?[列排])"
    r"[^（）()]*[）)]?"
)
LEADS_OF_ALL = re.compile(r"[，,；;](?P<who>[^，,；;（）()]{2,30})牵头[）)]$")
SIGNS = "★☆▲△*＊●◆"
STAR = rf"[{SIGNS}]"
STARRED = re.compile(rf"{STAR}[ \u3000]*(?P<ahead>[^、，,；;\s{SIGNS}（(]+)|{STAR}")
# The rule said as a phrase of its own: "，加▲的为牵头单位".
STAR_RULE = re.compile(
    r"[，,；;。]?[ \u3000]{0,4}(?:注[:：])?(?:其中)?[，,]?(?:名称前|名称后|前面|后面)?"
    r"[标带加打有注]?(?:注|有)?"
    rf"[“\"]?(?P<sign>{STAR})[”\"]?(?:号|标记)?的?(?:单位|部门)?"
    r"(?:均)?(?:为|是)(?:牵头|主办|主责)[^，,；;。（）()]*"
)


def without_notes(plain: str) -> tuple[str, str | None]:
    """Return words without the notes behind names, and who leads by them.

    A star that a note explains becomes （牵头）; any other is taken off.
    """
    notes = "".join(note[0] for note in NOTE_BEHIND.finditer(plain))
    words = NOTE_BEHIND.sub("", plain) if notes else plain
    leads = LEADS_OF_ALL.search(notes)
    if re.search(STAR, plain):
        rules = "".join(rule[0] for rule in STAR_RULE.finditer(words))
        words = _without_stars(STAR_RULE.sub("", words), notes + rules)
    return words, leads["who"] if leads else None


def star_rule(plain: str) -> str | None:
    """Return the sign that a sentence says stands at those who lead: 标★的为牵头单位."""
    rule = STAR_RULE.search(plain)
    return rule["sign"] if rule else None


def _without_stars(words: str, notes: str) -> str:
    """Return words without stars; those that the notes explain say （牵头）."""
    signs = {sign for sign in SIGNS if sign in notes} if "牵头" in notes or "主" in notes else set()
    if not signs:
        return re.sub(r"(?<![\u4e00-\u9fff])[*＊]|[★☆▲△●◆]|[*＊](?=[\u4e00-\u9fff]{2})", "", words)
    behind = re.sub(rf"[{''.join(map(re.escape, signs))}](?=[、，,；;\s]|$)", "（牵头）", words)
    return STARRED.sub(r"\g<ahead>（牵头）", behind)
