"""Turns the code of a printed character into the character that is meant."""

import unicodedata
from functools import cache

# Radicals that fonts share with the character of the same shape, and that writers then name
# instead of it (Unicode, CJK Radicals Supplement); the Kangxi radicals have their own mapping.
RADICALS = dict(
    zip(
        "⺁⺇⺌⺍⺎⺒⺓⺔⺗⺝⺟⺠⺨⺩⺪⺮⺯⺳⺶⺷⺼⺽⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
        "厂几小小兀巳幺彑心月母民犬王疋竹糸网羊羊肉臼艹艹虎衤覀西见角讠讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食食饣马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
)
KANGXI = range(0x2F00, 0x2FE0)
COMPATIBLE = range(0xF900, 0xFB07)
CONTROLS = range(0x20)
INVISIBLE = frozenset({0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x7F, 0xFFFE, 0xFFFF})
BLANKS = frozenset({0x09, 0xA0, 0x3000})
SURROGATES = range(0xD800, 0xE000)
PRIVATE = range(0xE000, 0xF900)
PRIVATE_PLANES = 0xF0000
REPLACEMENT = 0xFFFD
LAST = 0x10FFFF
# Stands for a character that nobody can tell, as printers do it.
UNKNOWN = "□"


@cache
def spelled(code: int) -> str:
    """Return the character that a code means, empty for one that prints nothing."""
    if code in BLANKS:
        return " "
    if code in CONTROLS or code in INVISIBLE or code in SURROGATES or code > LAST:
        return ""
    sign = chr(code)
    if code in KANGXI or code in COMPATIBLE:
        return unicodedata.normalize("NFKC", sign)
    return RADICALS.get(sign, sign)


@cache
def is_unknown(code: int) -> bool:
    """Return whether a code says nothing about the character printed for it."""
    if code in BLANKS or code in INVISIBLE:
        return False
    return (
        code in CONTROLS
        or code in PRIVATE
        or code in SURROGATES
        or code == REPLACEMENT
        or code >= PRIVATE_PLANES
    )
