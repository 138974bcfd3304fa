"""Takes off the foot of a web page: 主办单位：某市人民政府办公室 承办单位：某市信息中心."""

import re
from collections.abc import Sequence

from tracker.extraction.wording import simplified
from tracker.reading.content import Block, Paragraph

LONGEST, FEW = 160, 8
OF_SITE = r"(?:主办|承办|协办|主管|维护|运维|建设)(?:单位)?"
# Who keeps the pages of an office: the government, its office, who runs the computers.
KEEPER = r"(?:政府|办公?[厅室]|信息(?:中心|办)|数据\w{0,8}[局中心]|网信办|政务\w{0,8}[局中心])"
SITE = re.compile(rf"\s*{OF_SITE}\s*[:：]\s*[^\s:：，。；]{{0,24}}{KEEPER}(?=\s|$|{OF_SITE})")
BESIDE = re.compile(
    r"\s*(?:版权所有|技术支持|地\s*址|邮\s*编|邮政编码|(?:联系|值班)?电\s*话|传\s*真|网站(?:地图|标识码)|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]?(?:ICP备|公网安备)"
    r"|上一[篇条]|下一[篇条]|分享到?|打印|关闭|返回顶部|扫一扫|友情链接|联系我们|关于我们|"
    rf"{OF_SITE}\s*[:：])"
)
LABELS = re.compile(r"(?:主办|承办)(?:单位)?\s*[:：]")


def without_foot(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return the blocks without those at the end that say who keeps the page.

    A document that gives duties to a 主办单位 keeps them: it has the label further up as well.
    """
    blocks = blocks[_head(blocks) :]
    first = len(blocks)
    while first and _may_be_foot(blocks[first - 1]):
        first -= 1
    site = next((at for at in range(first, len(blocks)) if SITE.match(_plain(blocks[at]))), None)
    if not first or site is None or any(LABELS.search(_plain(block)) for block in blocks[:first]):
        return blocks
    return blocks[:site]


def _head(blocks: Sequence[Block]) -> int:
    """Return how many blocks above any other text say who keeps the page."""
    lines = enumerate(map(_plain, blocks[:FEW]))
    return next((at for at, text in lines if text.strip() and not LABELS.match(text)), 0)


def _may_be_foot(block: Block) -> bool:
    return len(text := _plain(block)) <= LONGEST and (not text.strip() or bool(BESIDE.match(text)))


def _plain(block: Block) -> str:
    return simplified(block.text) if isinstance(block, Paragraph) else "表"
