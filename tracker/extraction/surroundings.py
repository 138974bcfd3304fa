"""Takes off the first lines of a text what a page, a file or a collection put around the document.

An office stores what it finds: pages turned into Markdown with their breadcrumbs, columns and
lists of labels, and collections whose entries are numbered and dated. Below them stands the
document with its own title, number and addressee.
"""

import re
from collections.abc import Iterator, Sequence

from tracker.numerals import NOUGHTS
from tracker.reading.content import Table

FIRST_LINES = 40
MAX_SIGNERS = 120
CRUMB = 12
LONGEST_PATH = 200
ENTRY_LINES = 8
DAY = (
    rf"(?:\d{{4}}|[一二三四五六七八九{NOUGHTS}]{{4}})年"
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})日"
)
MARKDOWN = re.compile(r"^(?:#{1,6}\s*|[-*•·]\s+|>\s(?=\S))|\*\*|^[•·]")
# Rules, marks of pages, stamps of time, links, pictures: no words of the document.
NO_WORDS = re.compile(
    r"[-_*=—]{3,}|[|\s]+|#?\s*Page\s*\d+\s*[:：]?|第?\s*\d+\s*页(?:\s*共\s*\d+\s*页)?"
    r"|(?:19|20)\d{2}-\d{1,2}-\d{1,2}(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?"
    r"|!?\[[^\]]*\]\([^)]*\)\s*(?:[(（]\w+[)）])?"
)
LABELS = re.compile(
    r"(?:原文链接|原文地址|链接|网址|检索时间|检索关键词|文档类型|文档|文件编号|发表时间|阅读量|浏览量|责任编辑|编辑|热门搜索|今天是)"
    r"\s*[:：]"
)
COLUMNS = re.compile(
    r"(?:首页|返回首页|返回|政务信息|政务公开|政务动态|(?:政府)?信息公开(?:目录|专栏)?|政府信息公开"
    r"|通知公告|公示公告|公告公示|政策文件|规范性文件|政府文件|部门文件|政策全文|正文|基本信息|相关内容|相关附件|相关链接"
    r"|专题专栏|分享按钮|文章播报|听全文|全文播报|分享到?|打印|收藏|登录|注册|繁[体體]|简体|无障碍|[大中小]|[\u4e00-\u9fff]{2,4}要闻)"
)
POSITION = re.compile(
    r"(?:您(?:的|现在的|当前)位置|(?:您)?当前(?:的)?位置|所在位置)\s*(?:是)?\s*[:：]?"
)
CAPTION = re.compile(r"(?:记者|通讯员).{0,12}摄\s*$")
FILE = re.compile(r"(?:\.(?:docx?|wps|pdf|ofd|xlsx?|et|txt|md))+$", re.IGNORECASE)
ENTRY = re.compile(rf"(?:\d{{1,3}}\s*[.．、]\s*)?(?P<title>.+?)[（(](?P<dated>{DAY})[）)]")
ENTRY_NUMBER = re.compile(r"\d{1,3}\s*[.．、](?!\d)")
SIGNED_AND_DATED = re.compile(
    rf"(?P<signed>[\u4e00-\u9fff（）]{{2,36}}?(?:政府|办公[厅室]|委员会|[局厅委部会]))(?P<dated>{DAY})"
)
TOLD_BY_CELLS = re.compile(
    r"文号|发文字号|发文机关|发布机构|公开责任部门|发文单位|成文日期|发文日期|文件名称|标题"
)
CELL_LABEL = re.compile(
    r"(?:文件名称|标题|名称|文号|发文字号|发文机关|发布机构|公开责任部门|发文单位|成文日期|发文日期|索引号|主题分类|主题词|关键词|公开日期"
    r"|公开形式|公开目录|有效性|内容概述|体裁分类|服务对象|发布日期)[:：]?"
)


# The beginning of a name that need not share the place of the one beside it.
OTHER_LEVEL = ("中共", "中国", "国家", "国网", "共青团", "人民银行")
OFFICE = re.compile(
    r"[\u4e00-\u9fff（）()]{4,36}?(?:政府|办公[厅室]|委员会|[局厅部委院会署行联]|公司|中心|[总支]队)"
)
GAP = re.compile(r"[\s\u3000]+")


def apart(line: str) -> list[str]:
    """Return the offices that sign side by side on one line, else the line as it is.

    "某市财政局　某市教育局" are two, "某市人民政府　办公室" is one: each names its place.
    """
    parts = GAP.split(line.strip()) if len(line) <= MAX_SIGNERS else []
    if len(parts) < 2 or not all(map(OFFICE.fullmatch, parts)):
        return [line]
    place = parts[0][2:4] if parts[0].startswith("中共") else parts[0][:2]
    named = all(part.startswith((place, *OTHER_LEVEL)) for part in parts[1:])
    return parts if named else [line]


def told_by_table(table: Table) -> Iterator[str]:
    """Return what a page's table of labels and values says of the document: "文号：…"."""
    for row in table.rows[:FIRST_LINES]:
        cells = list({id(cell): re.sub(r"\s", "", cell.text) for cell in row}.values())
        if not cells or not CELL_LABEL.fullmatch(cells[0]):
            return
        yield from _cells("|".join(cells))


def own_lines(lines: Sequence[str]) -> list[str]:
    """Return the lines of a text without those of the page, the file or the collection."""
    first = _entry(list(_without_page(lines[:FIRST_LINES])))
    return [part for line in (*first, *lines[FIRST_LINES:]) for part in _signed_and_dated(line)]


def without_file_name(title: str) -> str:
    """Return a title without the ending of the file which it named."""
    return FILE.sub("", title)


def _without_page(lines: Sequence[str]) -> Iterator[str]:
    """Return the lines which are no rule, mark, label, column or breadcrumb of a page."""
    crumbs = False
    for at, marked in enumerate(lines):
        line = MARKDOWN.sub("", marked).strip()
        if POSITION.match(line):
            crumbs = True
            continue
        if crumbs and (">" in line[:2] or COLUMNS.fullmatch(line) or _is_crumb(line, lines, at)):
            continue
        crumbs = False
        if not _is_of_page(line) and not _heads_links(line, lines, at):
            yield from _cells(line)


def _is_crumb(line: str, lines: Sequence[str], at: int) -> bool:
    """Return whether a short line stands right below the sign of a path."""
    return len(line) <= CRUMB and at > 0 and lines[at - 1].strip() in {">", ">>", "＞", "»"}


def _is_of_page(line: str) -> bool:
    plain = line.strip()
    return (
        not plain
        or NO_WORDS.fullmatch(plain) is not None
        or LABELS.match(plain) is not None
        or CAPTION.search(plain) is not None
        or (len(plain) <= LONGEST_PATH and len(re.findall(r"[>＞»]", plain)) > 1)
        or all(COLUMNS.fullmatch(part.strip()) for part in plain.split("|"))
    )


def _heads_links(line: str, lines: Sequence[str], at: int) -> bool:
    """Return whether a line is the label 附件： above links to files."""
    below = lines[at + 1].strip() if at + 1 < len(lines) else ""
    return bool(re.fullmatch(r"附件\s*[:：]", line) and re.match(r"[-*]?\s*\[", below))


def _cells(line: str) -> Iterator[str]:
    """Return a row of labels and values, each label with its value on a line of its own."""
    cells = [cell.strip() for cell in line.split("|") if cell.strip()]
    if len(cells) < 2 or not CELL_LABEL.fullmatch(re.sub(r"\s", "", cells[0])):
        yield line
        return
    label = ""
    for cell in cells:
        if CELL_LABEL.fullmatch(re.sub(r"\s", "", cell)):
            label = re.sub(r"[\s:：]", "", cell)
        elif label:
            if TOLD_BY_CELLS.fullmatch(label):
                yield f"{label}：{cell}"
            label = ""


def _entry(lines: list[str]) -> list[str]:
    """Return the lines, the number and the date around the title of an entry taken off.

    7.某市人民政府关于…的通知（2023年5月31日）, on several lines: the date is that of the entry.
    """
    for end in range(1, min(ENTRY_LINES, len(lines)) + 1):
        joined = "".join(lines[:end])
        if "。" in joined:
            break
        found = ENTRY.fullmatch(joined)
        if found and (end == 1 or ENTRY_NUMBER.match(lines[0])):
            return [found["title"], f"（{found['dated']}）", *lines[end:]]
    return lines


def _signed_and_dated(line: str) -> Iterator[str]:
    found = SIGNED_AND_DATED.fullmatch(line)
    yield from (found["signed"], found["dated"]) if found else (line,)
