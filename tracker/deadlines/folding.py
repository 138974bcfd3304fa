"""One spelling for the characters that vary: widths, dashes, brackets, quotes, 內 and 内."""

import re

from tracker.numerals import NOUGHTS

# Characters of the words of time, as Hong Kong, Macao and Taiwan pages write them.
_TRADITIONAL = (
    "個後內當間現爲為開學會長結續進時點號週經節達並於從兩貫歲發實際滿終隨動畢階試運驗堅鎮標準遲過項業連舉辦來關報審導調"
    "貳參陸請這紀選較"
)
_SIMPLIFIED = (
    "个后内当间现为为开学会长结续进时点号周经节达并于从两贯岁发实际满终随动毕阶试运验坚镇标准迟过项业连举办来关报审导调"
    "贰叁陆请这纪选较"
)
_DASHES = "—–−－─―﹣‐‑~～〜"
_FOLDED = (
    {ord(dash): "-" for dash in _DASHES}
    | {0xFF10 + digit: str(digit) for digit in range(10)}
    | {ord(mark): '"' for mark in "“”„‟＂「」『』‘’＇'"}
    | str.maketrans(_TRADITIONAL, _SIMPLIFIED)
    | str.maketrans("（），；：．／！？〇○Ｏ＋　", "(),;:./!?零零零+ ")
)
# 一九九0年, 二OO八年: noughts typed as a figure or a letter among Chinese digits.
_NOUGHTS = re.compile(
    rf"(?<=[一二三四五六七八九零])[{NOUGHTS}]{{1,3}}(?=[一二三四五六七八九零年月日])"
)
_ONE = re.compile(r"(?<=月)[lI](?=[日号])")  # 10月l日: the letter for the figure
# 元月 is January, but 500元月补贴 is money.
_JANUARY = re.compile(r"(?<![\d百千万亿零几余两美欧日港单公纪])元(?=月(?![均租薪息刊]))")
_STAMP = re.compile(r"(\d{4}[-/.]\d{1,2}[-/.]\d{1,2})[ T]{1,3}(?=\d{1,2}:\d\d)")
_REPEATED_DASH = re.compile("--+")
_SPACE = re.compile(r"\s+")


def fold(text: str) -> str:
    """The text with one spelling for each mark, of the same length."""
    folded = _ONE.sub("1", _NOUGHTS.sub(_as_noughts, text.translate(_FOLDED)))
    return _JANUARY.sub("一", folded) if "元月" in folded else folded


def _as_noughts(found: re.Match[str]) -> str:
    return "零" * len(found[0])


def squeeze(text: str) -> str:
    """The folded text without white space; the time of a spreadsheet date stays apart (日)."""
    return _REPEATED_DASH.sub("-", _SPACE.sub("", _STAMP.sub(r"\1日", fold(text))))
