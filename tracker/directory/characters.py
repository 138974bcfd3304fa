"""Writes the older characters of names as the newer ones: 市財政局 is 市财政局."""

from tracker.extraction.wording import OLDER

MORE_OLDER = (
    "殘協婦紅會灣臺數產糧災濟漁鋪僑訊檔誌遊聞視種類園藝試頭聲歷圖"
    "館態穩電視債劑藥質礦鹽煙蔵療榮軍轉務衞統購銷價儲備灘鄰鋼經異邊"
)
MORE_NEWER = (
    "残协妇红会湾台数产粮灾济渔铺侨讯档志游闻视种类园艺试头声历图"
    "馆态稳电视债剂药质矿盐烟藏疗荣军转务卫统购销价储备滩邻钢经异边"
)
NEWER = OLDER | str.maketrans(MORE_OLDER, MORE_NEWER)


def newer(text: str) -> str:
    """Return a text with each older character as the newer one; the length stays."""
    return text.translate(NEWER)
