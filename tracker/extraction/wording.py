"""Small rules of Chinese typing: joining broken lines, brackets, white space, older characters."""

import re
from collections.abc import Sequence

OPENING = "（(〔[【［〖"
CLOSING = "）)〕]】］〗"
BRACKET = re.compile(rf"[{re.escape(OPENING + CLOSING)}]")
# Characters of the words that rules look for, as Hong Kong, Macao and Taiwan pages write them.
TRADITIONAL = (
    "責單門牽頭協辦參與負職業實體組織導領時間節點號區縣鄉鎮團聯廳會務關屬處機構黨總國後個無為爲級於並農稅財規劃發項質監銀"
    "證衛勞動創開據權檢標準轉達應養醫險進際電氣鐵運輸郵紀過長學師員軍隊閱讀產審計貿設環護資決綱細則條從減説說書報議舉類題"
    "見內隨當約滿續階態確調驗結寶臺廣場庫園訓術補遞專"
)
SIMPLIFIED = (
    "责单门牵头协办参与负职业实体组织导领时间节点号区县乡镇团联厅会务关属处机构党总国后个无为为级于并农税财规划发项质监银"
    "证卫劳动创开据权检标准转达应养医险进际电气铁运输邮纪过长学师员军队阅读产审计贸设环护资决纲细则条从减说说书报议举类题"
    "见内随当约满续阶态确调验结宝台广场库园训术补递专"
)
# Digits as wide as a character, as older papers are typed.
WIDE, NARROW = "０１２３４５６７８９", "0123456789"
OLDER = str.maketrans(TRADITIONAL + WIDE, SIMPLIFIED + NARROW)
ALPHANUMERIC = re.compile(r"[A-Za-z0-9]")
LETTER = re.compile(r"[A-Za-z]")
ANY_OLDER = re.compile(f"[{TRADITIONAL}{WIDE}]")
# 责 任 单 位：, as a line is spread to fill its width.
SPREAD = re.compile(
    r"(?<![\u4e00-\u9fff])(?:[\u4e00-\u9fff][ \u3000]{1,4}){2,7}[\u4e00-\u9fff](?=\s*[:：])"
)
# 责任 单位：, a label that a blank parts in any place.
BLANK = r"[ \u3000]{0,4}"
PARTED = re.compile(
    rf"(?:责{BLANK}任|牵{BLANK}头|配{BLANK}合|主{BLANK}办|承{BLANK}办|协{BLANK}办|参{BLANK}与"
    rf"|参{BLANK}加|完{BLANK}成|整{BLANK}改|办{BLANK}结){BLANK}"
    rf"(?:单{BLANK}位|部{BLANK}门|科{BLANK}室|处{BLANK}室|时{BLANK}[限间]|期{BLANK}限)(?=\s*[:：])"
)


def join_lines(lines: Sequence[str]) -> str:
    """Join lines broken for want of room; a space stays only between two Latin words."""
    if len(lines) == 1:
        return lines[0].strip()
    text = ""
    for line in lines:
        latin = ALPHANUMERIC.match(text[-1:]) and LETTER.match(line)
        text += (" " if latin else "") + line
    return text.strip()


def close_up(text: str) -> str:
    """Take out the white space that stands beside a Chinese character."""
    return re.sub(r"(?<=[^\x00-\x7f])\s+|(?<!\s)\s+(?=[^\x00-\x7f])", "", text).strip()


def close_labels(text: str) -> str:
    """Take the white space out of a label that is spread over its line: 责 任 单 位：."""
    if " " not in text and "\u3000" not in text:
        return text
    return PARTED.sub(_without_blanks, SPREAD.sub(_without_blanks, text))


def _without_blanks(found: re.Match[str]) -> str:
    return re.sub(r"\s", "", found[0])


def simplified(text: str) -> str:
    """Return the text with older characters in today's form, as long as it was.

    Only those characters that our rules ask for, one for one, so that places stay the same and
    what was found can be cut out of the text as written.
    """
    return text.translate(OLDER) if ANY_OLDER.search(text) else text


def brackets(text: str) -> list[tuple[int, int]]:
    """Return start and end of each outermost pair of brackets; see `paired`."""
    return paired(text)[0]


def paired(text: str) -> tuple[list[tuple[int, int]], int | None]:
    """Return the outermost pairs of brackets, and where the last one opens that nothing closes.

    A bracket without its partner counts as none and hides no pair behind it.
    """
    pairs: list[tuple[int, int]] = []
    opened: list[int] = []
    for sign in BRACKET.finditer(text):
        if sign[0] in OPENING:
            opened.append(sign.start())
        elif opened:
            start = opened.pop()
            while pairs and pairs[-1][0] > start:
                pairs.pop()
            pairs.append((start, sign.end()))
    return pairs, opened[-1] if opened else None
