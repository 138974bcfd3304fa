"""Finds numbers with a unit in a sentence: 2.1万座, 18—20户, 29微克/立方米, 一小时, 百名. Pure.

The unit is as written with its scale before it: 2.1万座 is 2.1 of the unit 万座.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Longer units first: 人次 before 人.
SHARES = "%|％|‰|个百分点|百分点|倍"
SPANS = "学时|课时|小时|分钟|个工作日|工作日|天|周"
MONEY = "美元|港元|元"
EXTENTS = (
    "平方公里|平方千米|平方米|立方米|公里|千米|毫米|厘米|米|公顷|亩|蒸吨|吨标准煤|吨标煤|吨|公斤|千克"
    "|毫克|微克|斤|千瓦时|千伏安|兆瓦时|兆瓦|千瓦|升"
)
COUNTS = (
    "人次|场次|班次|车次|户次|台套|件次|例次|人|名|位|户|家|所|个|项|座|处|条|套|台|辆|张|件|次|场|期|门|篇|支|只|批"
    "|村|轨|册|部|艘|架|盏|棵|株|幢|栋|间|款|起|宗|例|头|羽|口|眼|块|片|孔|节|班|趟|对|床|枚|幅|本|份|类|种|颗|发|方"
)
# 29微克/立方米 is one unit; 45人/班 is 45人 of each class.
UNIT = rf"(?:{EXTENTS})/(?:{EXTENTS})|{SHARES}|{SPANS}|{MONEY}|{EXTENTS}|{COUNTS}|年|岁|/10万"
SCALE = "万亿|[十百千]亿|[十百千]万|[万亿千百]"
NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
WRITTEN = re.compile(
    rf"(?<![\d.\-〔（(第])(?P<low>{NUMBER})(?:[%％]?\s*[-—–~～至到]+\s*(?P<high>{NUMBER}))?\s*"
    rf"(?P<scale>{SCALE}|)(?P<odd>[多余]?)(?P<unit>{UNIT})"
)
IN_WORDS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "八": 8, "十": 10}
COUNTED_IN_WORDS = re.compile(
    rf"(?P<low>[{''.join(IN_WORDS)}])(?P<unit>(?:{COUNTS}|小时|倍)(?=以上)|小时)"
)
ROUND = {"百": 100, "千": 1000, "万": 10000}
ROUND_COUNT = re.compile(r"(?P<low>[百千万])(?P<unit>名|所|家|个|项)")
COUNTING = frozenset("0123456789一二三四五六七八九十几数")
PROVERB = re.compile(r"千家万户|百家争鸣|万家灯火")
# 百名校长培养工程 is a name.
NAMED = re.compile(r"[^，,；;。、]{0,16}(?:工程|计划|行动)(?:[，,；;。、]|$)")
# What stands between title marks or in a document number counts nothing.
APART = re.compile(r"《[^《》]*》|〔[^〔〕]*〕")
# Units that go on as longer words are none: 3个月, 2级, 30人口.
LONGER = re.compile(
    r"个?(?:人口|月|阶段|方面|环节|层次|性|别|体|部分|级|厅|局|部门|区域|年级|轮|步)"
)
LONGER_AFTER = {
    "年": re.compile(r"级|度|代|期间"),
    "天": re.compile(r"津|宁|水市|门|然|空"),
    "米": re.compile(r"面"),
    "升": re.compile(r"[级学温]"),
    "部": re.compile(r"门|队|委|级"),
    "口": re.compile(r"[岸径]"),
    "节": re.compile(r"[约日能水点]"),
    "对": re.compile(r"[照于]"),
    "起": re.compile(r"[，,施实执开]"),
    "期": re.compile(r"间"),
    "本": re.compile(r"[级市县区省科地]"),
    "周": re.compile(r"[年岁期]"),
    "类": re.compile(r"别"),
    "方": re.compile(r"[面案式向便法针]"),
    "发": re.compile(r"[展布放改现生行电挥]"),
    "种": re.compile(r"[植养子业]"),
    "元": re.compile(r"旦"),
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a sentence: its words' place there, one value or two of a range, its unit.

    A `rough` number is round (百名), an `odd` one has more behind it (200多万元).
    """

    start: int
    end: int
    values: tuple[float, ...]
    unit: str
    rough: bool = False
    odd: bool = False


def find_quantities(sentence: str) -> tuple[Quantity, ...]:
    """Return the numbers with a unit in simplified `sentence`, outside titles, in order."""
    masked = APART.sub(lambda found: "　" * len(found[0]), sentence)
    found = [*_written(masked), *_in_words(masked), *_round(masked)]
    return tuple(sorted(found, key=lambda one: one.start))


def _written(sentence: str) -> Iterator[Quantity]:
    for match in WRITTEN.finditer(sentence):
        if _is_longer_word(sentence, match):
            continue
        low = _value(match["low"])
        high = (_value(match["high"]),) if match["high"] else ()
        unit = match["scale"] + match["unit"].replace("％", "%")
        yield Quantity(match.start(), match.end(), (low, *high), unit, odd=bool(match["odd"]))


def _is_longer_word(sentence: str, match: re.Match[str]) -> bool:
    """Return whether the unit is only the beginning of another word."""
    longer = LONGER_AFTER.get(match["unit"])
    if longer and longer.match(sentence, match.end()):
        return True
    return LONGER.match(sentence, match.start("unit")) is not None


def _in_words(sentence: str) -> Iterator[Quantity]:
    for match in COUNTED_IN_WORDS.finditer(sentence):
        value = float(IN_WORDS[match["low"]])
        yield Quantity(match.start(), match.end(), (value,), match["unit"])


def _round(sentence: str) -> Iterator[Quantity]:
    for match in ROUND_COUNT.finditer(sentence):
        before = sentence[match.start() - 1 : match.start()]
        said = NAMED.match(sentence, match.end()) or PROVERB.match(sentence, match.start())
        if before not in COUNTING and not said:
            value = float(ROUND[match["low"]])
            yield Quantity(match.start(), match.end(), (value,), match["unit"], rough=True)


def _value(digits: str) -> float:
    return float(digits.replace(",", ""))
