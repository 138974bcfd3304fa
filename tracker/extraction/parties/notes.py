"""Takes the notes and stars off the names of a clause, and says whom they make the lead."""

import re

# What a list notes behind its names: "（排在第一位的为牵头单位，下同）".
NOTE_BEHIND = re.compile(
    r"[（(](?:注[:：])?(?:以上|上述|下同|标[★☆▲△*]|(?:均|并)?[列排]在?(?:名|序)?(?:首|第一|最前|前面)|第一(?:位|个|家)|首位)"
    r"[^（）()]*[）)]?"
)
LEADS_OF_ALL = re.compile(r"[，,；;](?P<who>[^，,；;（）()]{2,30})牵头[）)]$")
STAR = r"[★☆▲△]"
STARRED = re.compile(rf"{STAR}[ \u3000]*(?P<ahead>[^、，,；;\s{STAR[1:-1]}（(]+)|{STAR}")


def without_notes(plain: str) -> tuple[str, str | None]:
    """Return words without the notes behind names, and who leads by them.

    A star that a note explains becomes （牵头）; any other is taken off.
    """
    notes = "".join(note[0] for note in NOTE_BEHIND.finditer(plain))
    words = NOTE_BEHIND.sub("", plain) if notes else plain
    leads = LEADS_OF_ALL.search(notes)
    if re.search(STAR, words):
        words = _without_stars(words, notes)
    return words, leads["who"] if leads else None


def _without_stars(words: str, notes: str) -> str:
    if "牵头" not in notes or not re.search(STAR, notes):
        return re.sub(STAR, "", words)
    behind = re.sub(rf"{STAR}(?=[、，,；;\s]|$)", "（牵头）", words)
    return STARRED.sub(r"\g<ahead>（牵头）", behind)
