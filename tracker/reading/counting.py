"""Writes the count of a list item in the format that the list asks for."""

DIGITS = "〇一二三四五六七八九"
CIRCLED = 0x2460
LAST_CIRCLED = 20
LAST_CHINESE = 99
ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
CHINESE_FORMATS = frozenset(
    {"chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting"}
    | {"taiwaneseCounting", "taiwaneseCountingThousand", "japaneseDigitalTenThousand"}
)


def written(count: int, form: str) -> str:
    """Return `count` in one of the number formats of ECMA-376; digits for those we do not know."""
    if form in CHINESE_FORMATS and 0 < count <= LAST_CHINESE:
        return _chinese(count)
    if form.startswith("decimalEnclosedCircle") and 0 < count <= LAST_CIRCLED:
        return chr(CIRCLED + count - 1)
    if form in {"upperLetter", "lowerLetter"} and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 % 10 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in {"upperRoman", "lowerRoman"} and 0 < count < 40:
        return _roman(count).upper() if form == "upperRoman" else _roman(count)
    return f"{count:02d}" if form == "decimalZero" else str(count)


def _chinese(count: int) -> str:
    tens, ones = divmod(count, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else DIGITS[tens] + "十")
    return head + (DIGITS[ones] if ones else "")


def _roman(count: int) -> str:
    text = ""
    for size, sign in ROMAN:
        text += sign * (count // size)
        count %= size
    return text
