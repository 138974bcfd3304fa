"""Writes the count of a list item in the format that the list asks for."""

import re

from tracker.numerals import to_chinese

LARGEST = 9_999
# The first number of a format that is written out.
ZEROS = re.compile(r"0{1,5}\d(?=,)")
ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    )
)
LAST_ROMAN = 3_999
CHINESE_FORMATS = frozenset(
    {"chineseCounting", "chineseCountingThousand", "japaneseCounting"}
    | {"taiwaneseCounting", "taiwaneseCountingThousand", "japaneseDigitalTenThousand"}
)
# Digit by digit: 10 is 一〇.
DIGITS = "0123456789"
SPELLED = {
    "ideographDigital": "〇一二三四五六七八九",
    "taiwaneseDigital": "〇一二三四五六七八九",
    "decimalFullWidth": "０１２３４５６７８９",
    "decimalFullWidth2": "０１２３４５６７８９",
}
LEGAL = {
    "chineseLegalSimplified": "零壹贰叁肆伍陆柒捌玖拾佰仟",
    "ideographLegalTraditional": "零壹貳參肆伍陸柒捌玖拾佰仟",
    "japaneseLegal": "零壹貳參肆伍陸柒捌玖拾佰仟",
}
PLAIN = "零一二三四五六七八九十百千"
# Signs one after the other: a count beyond them is written in digits, as Word does.
CIRCLED = [chr(0x2460 + at) for at in range(20)]
CIRCLED += [chr(0x3251 + at) for at in range(15)] + [chr(0x32B1 + at) for at in range(15)]
SERIES = {
    "decimalEnclosedCircle": CIRCLED,
    "decimalEnclosedCircleChinese": CIRCLED,
    "decimalEnclosedParen": [chr(0x2474 + at) for at in range(20)],
    "decimalEnclosedFullstop": [chr(0x2488 + at) for at in range(20)],
    "ideographEnclosedCircle": [chr(0x3280 + at) for at in range(10)],
    "ideographTraditional": list("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": list("子丑寅卯辰巳午未申酉戌亥"),
}


def written(count: int, form: str) -> str:
    """Return `count` in one of the number formats of ECMA-376; digits for those we do not know.

    A format that is written out begins with its first number: 001, 002, 003, ...
    """
    series = SERIES.get(form, ())
    if 0 < count <= len(series):
        return series[count - 1]
    if form in SPELLED:
        return str(count).translate(str.maketrans(DIGITS, SPELLED[form]))
    if 0 < count <= LARGEST and (form in CHINESE_FORMATS or form in LEGAL):
        return to_chinese(count).translate(str.maketrans(PLAIN, LEGAL.get(form, PLAIN)))
    if form in {"upperLetter", "lowerLetter"} and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 % 10 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in {"upperRoman", "lowerRoman"} and 0 < count <= LAST_ROMAN:
        return _roman(count).upper() if form == "upperRoman" else _roman(count)
    zeros = ZEROS.match(form)
    return str(count).zfill(len(zeros[0]) if zeros else 2 if form == "decimalZero" else 1)


def _roman(count: int) -> str:
    text = ""
    for size, sign in ROMAN:
        text += sign * (count // size)
        count %= size
    return text
