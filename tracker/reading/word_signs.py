"""What Word keeps as the place of a sign in a font, or as an instruction to draw it."""

import re

from tracker.reading.counting import CIRCLED

# Symbol fonts have their signs at F000 to F0FF, and some writers leave the F0 out.
PRIVATE = 0xF000
LAST_OF_FONT = 0xFF
FIRST, LARGEST = 0x20, 0xFFFD
# The signs that office texts use, by font and place in it.
SIGNS = {
    "symbol": {0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "·", 0xB9: "≠"}
    | {0xD6: "√", 0x25: "%", 0x2B: "+", 0x2D: "-", 0x3C: "<", 0x3D: "=", 0x3E: ">", 0x6D: "μ"},
    "wingdings": {0x6C: "●", 0x6E: "■", 0x6F: "□", 0x75: "◆", 0xA1: "○", 0xA8: "□", 0xAB: "★"}
    | {0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"}
    | {0x81 + at: sign for at, sign in enumerate(CIRCLED[:10])},
    "wingdings 2": {0x4F: "✗", 0x50: "✓", 0x52: "☑", 0x53: "☒", 0x97: "●", 0xA3: "□"}
    | {0x6A + at: sign for at, sign in enumerate(CIRCLED[:10])},
}
# eq \o\ac(○,3), a number in a circle: what Chinese Word makes of 带圈字符.
CIRCLE = re.compile(r"\\ac\s*\(\s*[○〇◯Oo]\s*,\s*([^()]{1,4}?)\s*\)")

# eq \o\ad(\s\up 10(shì),市), a character with its reading above.
READING = re.compile(r"\\o\s*\\a[clrd]\s*\(\s*\\s\s*\\up\s*\d{1,3}\s*\([^()]*\)\s*,([^()]+)\)")


def symbol(font: str, place: str) -> str:
    """Return the sign at a place (hexadecimal) in a font, nothing where it is not known."""
    try:
        code = int(place, 16)
    except ValueError:
        return ""
    known = SIGNS.get(font.lower(), {})
    if code - PRIVATE in known or code in known:
        return known[code - PRIVATE if code >= PRIVATE else code]
    is_private = PRIVATE <= code <= PRIVATE + LAST_OF_FONT or not FIRST <= code <= LARGEST
    return "" if is_private or font.lower() in SIGNS else chr(code)


def symbols(font: str, words: str) -> str:
    """Return words in a font with those characters as signs that are its places of signs."""
    if font.lower() not in SIGNS:
        return words
    return "".join(
        symbol(font, f"{ord(sign):X}") if PRIVATE <= ord(sign) <= PRIVATE + LAST_OF_FONT else sign
        for sign in words
    )


def drawn(instruction: str) -> str:
    """Return what a field draws: a number in a circle, a character with its reading, or nothing."""
    found = READING.search(instruction)
    if found:
        return found[1]
    found = CIRCLE.search(instruction)
    if not found:
        return ""
    count = int(found[1]) if found[1].isascii() and found[1].isdigit() else 0
    return CIRCLED[count - 1] if 0 < count <= len(CIRCLED) else found[1]
