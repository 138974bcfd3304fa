"""Makes true task tables at random, with the rows they hold, and writes them as an office would."""

import html
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from random import Random

# fmt: off
LEVELS = [
    "市", "县", "区", "州",
]
OFFICES = [
    "教育局", "财政局", "公安局", "民政局", "司法局", "水利局", "商务局", "卫生健康委",
    "医保局", "审计局", "统计局", "林业局", "交通运输局", "农业农村局", "供销社", "残联",
    "妇联", "总工会", "档案馆", "城管局", "市场监管局", "应急管理局", "住房城乡建设局",
    "生态环境局", "发展改革委", "行政审批局", "大数据中心", "城投公司", "消防救援支队",
    "税务局",
]
GROUPS = [
    "各县（市、区）人民政府", "各街道", "各乡镇", "高新区管委会", "市直有关部门", "团市委",
    "市委宣传部", "市委编办",
]
TIMES = [
    "2022年6月底前", "2022年12月", "6月底", "12月底前", "年底前", "全年", "长期坚持",
    "每季度末月20日前", "2022年9月30日前", "上半年", "9月1日前", "2022年上半年",
    "2022年第三季度", "持续推进", "10月底", "2022年3月底前", "每月5日前", "2022.10",
    "2022-11-30",
]
VERBS = [
    "建设", "推进", "完成", "开展", "实施", "新建", "改造", "培育", "落实", "编制", "优化",
    "整治",
]
THINGS = [
    "政务云二期", "中小河流治理12公里", "高标准农田20万亩", "老旧小区改造30个",
    "农村公路80公里", "公办学位3000个", "雨污分流管网", "城市书房5座", "合作社示范社",
    "河湖清四乱", "电子证照库", "社区养老中心12家", "国土空间规划", "校舍维修", "技改项目50户",
    "充电桩800个", "冷链设施15个", "产业园区", "信用分级分类", "“一窗受理”",
]
MORE = [
    "确保按期完成年度任务。", "健全工作机制，加强督促检查，形成长效管理办法。",
    "按照“谁主管、谁负责”的原则压实责任，定期通报进展。",
    "力争覆盖率达到95%以上，群众满意度明显提升。",
]
THEMES = [
    "现代产业", "民生事业", "生态环保", "城乡建设", "营商环境", "平安建设", "乡村振兴",
    "科技创新",
]
PEOPLE = [
    "王明", "李建国", "张伟", "刘芳", "陈志强", "周敏",
]
# fmt: on
SEPARATORS = ("、", "，", "；", "\n", "、\n", " ")
HEADINGS = {
    "number": ("序号", "编号", "序 号"),
    "section": ("类别", "领域", "任务类别"),
    "title": ("重点任务", "工作任务", "任务名称", "项目名称"),
    "content": ("主要内容", "工作内容", "具体措施", "工作举措", "任务内容"),
    "deadline": ("完成时限", "完成时间", "时间节点", "时限要求", "办结时限"),
    "lead": ("牵头单位", "责任单位", "牵头部门", "主办单位", "责任部门"),
    "helper": ("配合单位", "协办单位", "参与单位", "配合部门"),
    "person": ("责任领导", "牵头领导", "责任人"),
    "remark": ("备注", "完成情况"),
}
Names = tuple[str, ...]


@dataclass(frozen=True)
class Expected:
    """What one row says."""

    no: str | None
    title: str | None
    content: str
    deadline: str | None
    leads: Names
    cooperating: Names


@dataclass(frozen=True)
class Span:
    """A cell: its words, and how many rows and columns it takes."""

    text: str
    rows: int = 1
    columns: int = 1


@dataclass
class TaskTable:
    """A table: kinds and headings of its columns, lines of cells (None: covered), what they say.

    `sorts` says of each line whether it is a "row", a "section", a "sum" or the "header" again.
    """

    kinds: list[str]
    headings: list[str]
    group: tuple[int, int, str] | None = None
    lines: list[list[Span | None]] = field(default_factory=list)
    sorts: list[str] = field(default_factory=list)
    expected: list[Expected] = field(default_factory=list)
    cut: int | None = None

    def add(self, sort: str, line: list[Span | None]) -> None:
        """Add a line."""
        self.lines.append(line)
        self.sorts.append(sort)


def make_table(random: Random) -> TaskTable:
    """Return a table of 4 to 12 tasks, some with merged cells or a header of two rows."""
    kinds = _kinds(random)
    headings = [random.choice(HEADINGS[kind]) for kind in kinds]
    if "title" not in kinds:
        headings[kinds.index("content")] = random.choice(
            ("工作任务", "重点任务", "任务内容", "主要任务")
        )
    table = TaskTable(kinds, headings)
    both = {kinds.index(kind) for kind in ("lead", "helper") if kind in kinds}
    if len(both) == 2 and max(both) - min(both) == 1 and random.random() < 0.5:
        table.group = (min(both), max(both), "责任分工")
    _fill(table, random)
    if random.random() < 0.2:
        table.cut = random.randrange(1, len(table.lines))
    return table


def _kinds(random: Random) -> list[str]:
    odds = {"section": 0.25, "title": 0.35, "deadline": 0.9, "helper": 0.5, "person": 0.2}
    others = ["content", "lead", *(kind for kind, share in odds.items() if random.random() < share)]
    random.shuffle(others)
    if random.random() < 0.6:
        others.sort(
            key=["section", "title", "content", "deadline", "lead", "helper", "person"].index
        )
    number = ["number"] if random.random() < 0.85 else []
    at = 1 if others[0] == "section" and random.random() < 0.5 else 0
    others[at:at] = number
    return [*others, "remark"] if random.random() < 0.3 else others


def _fill(table: TaskTable, random: Random) -> None:
    count, width = random.randint(4, 12), len(table.kinds)
    has_sections = "section" not in table.kinds and random.random() < 0.3
    merging = _Merging(random.sample(["lead", "deadline", "person"], random.randint(0, 1)))
    merging.kinds += ["section"] * ("section" in table.kinds)
    seen: set[str] = set()
    for index in range(count):
        is_free = not any(until > index for until in merging.until.values())
        if is_free and has_sections and (index == 0 or random.random() < 0.2):
            words = f"{'一二三四五六七八九十'[len(seen) % 10]}、{random.choice(THEMES)}"
            table.add("section", [Span(words, 1, width), *[None] * (width - 1)])
        if is_free and index and random.random() < 0.05:
            table.add("header", list(map(Span, table.headings)))
        values = _values(table.kinds, random, index, seen)
        end = min(count, index + random.randint(1, 3))
        table.add("row", [merging.cell(table, at, values, index, end) for at in range(width)])
        table.expected.append(_expected(values))
    if random.random() < 0.2 and width > 2:
        table.add("sum", [Span("合计"), Span(f"{count}项"), *[Span("")] * (width - 2)])


@dataclass
class _Merging:
    """Which kinds of columns have merged cells, and how far the last one of each reaches."""

    kinds: list[str]
    until: dict[str, int] = field(default_factory=dict)
    held: dict[str, tuple[str, Names]] = field(default_factory=dict)
    begun: dict[str, int] = field(default_factory=dict)

    def cell(
        self, table: TaskTable, at: int, values: dict[str, tuple[str, Names]], index: int, end: int
    ) -> Span | None:
        """Return the cell of a column, None where one above covers it; then `values` has its."""
        kind = table.kinds[at]
        if kind not in self.kinds:
            return Span(values[kind][0])
        if self.until.get(kind, 0) > index:
            values[kind] = self.held[kind]
            begun = table.lines[self.begun[kind]]
            above = begun[at] or Span("")
            begun[at] = replace(above, rows=above.rows + 1)
            return None
        self.until[kind], self.held[kind], self.begun[kind] = end, values[kind], len(table.lines)
        return Span(values[kind][0])


def _values(
    kinds: Sequence[str], random: Random, index: int, seen: set[str]
) -> dict[str, tuple[str, Names]]:
    """Return the words of a row's cells and the names they hold."""
    title = _new(random, seen)
    has_title = "title" in kinds
    long = title + "，" + random.choice(MORE)
    content = _new(random, seen) + "，" + random.choice(MORE) if has_title else title
    if not has_title and random.random() < 0.6:
        content = long
    lead = _names(random, 1 if random.random() < 0.7 else 2)
    others = _names(random, random.randint(1, 4), lead)
    blank = random.random() < 0.25
    values: dict[str, tuple[str, Names]] = {
        "number": (str(index + 1), ()),
        "section": (random.choice(THEMES), ()),
        "title": (title, ()),
        "content": (content, ()),
        "deadline": (random.choice(TIMES), ()),
        "lead": (random.choice(SEPARATORS).join(lead), lead),
        "helper": (random.choice(("", "——")), ())
        if blank
        else (random.choice(SEPARATORS).join(others), others),
        "person": (random.choice(PEOPLE), ()),
        "remark": ("", ()),
    }
    return {kind: values[kind] for kind in kinds}


def _new(random: Random, seen: set[str]) -> str:
    while True:
        words = random.choice(VERBS) + random.choice(THINGS)
        if words not in seen:
            seen.add(words)
            return words


def _names(random: Random, count: int, without: Names = ()) -> Names:
    found: list[str] = []
    level = random.choice(LEVELS)
    while len(found) < count:
        name = random.choice(GROUPS) if random.random() < 0.15 else level + random.choice(OFFICES)
        if name not in found and name not in without:
            found.append(name)
    return tuple(found)


def _expected(values: dict[str, tuple[str, Names]]) -> Expected:
    return Expected(
        values["number"][0] if "number" in values else None,
        values["title"][0] if "title" in values else None,
        values["content"][0],
        values["deadline"][0] if "deadline" in values else None,
        values["lead"][1],
        values["helper"][1] if "helper" in values else (),
    )


def as_html(table: TaskTable) -> str:
    """Return the table as a web page with merged cells; a cut table goes on without its header."""
    rows = [_html_row([Span(words) for words in table.headings], "td")]
    if table.group:
        first, last, words = table.group
        upper: list[Span | None] = [Span(each, 2) for each in table.headings]
        upper[first], upper[last] = Span(words, 1, 2), None
        lower = [Span(each) for each in table.headings[first : last + 1]]
        rows = [_html_row(upper, "td"), _html_row(lower, "td")]
    body = [_html_row(line, "td") for line in table.lines]
    cut = table.cut
    if cut and all(cell is not None for cell in table.lines[cut]):
        parts = [[*rows, *body[:cut]], body[cut:]]
    else:
        parts = [[*rows, *body]]
    tables = "<p></p>".join(f"<table border=1>{''.join(part)}</table>" for part in parts)
    return f'<html><head><meta charset="utf-8"></head><body><p>附件</p>{tables}</body></html>'


def _html_row(line: Sequence[Span | None], tag: str) -> str:
    cells = []
    for cell in line:
        if cell is None:
            continue
        spans = f' rowspan="{cell.rows}"' * (cell.rows > 1) + f' colspan="{cell.columns}"' * (
            cell.columns > 1
        )
        cells.append(f"<{tag}{spans}>{html.escape(cell.text).replace(chr(10), '<br>')}</{tag}>")
    return f"<tr>{''.join(cells)}</tr>"


def as_bars(table: TaskTable) -> str:
    """Return a plain table with bars between the cells."""
    lines = ["| " + " | ".join(table.headings) + " |"]
    lines += ["| " + " | ".join(_flat(cell) for cell in line) + " |" for line in _whole(table)]
    return "附件\n" + "\n".join(lines) + "\n"


def as_tabs(table: TaskTable) -> str:
    """Return a plain table as a sheet pastes it: tabs between cells, quotes around line breaks."""
    lines = ["\t".join(table.headings)]
    for line in _whole(table):
        texts = [cell.text if cell else "" for cell in line]
        lines.append("\t".join(f'"{text}"' if "\n" in text else text for text in texts))
    return "\n".join(lines) + "\n"


def as_short_rows(table: TaskTable) -> str:
    """Return the table as web page whose merged cells were lost: the rows below have one fewer."""
    rows = [_html_row([Span(words) for words in table.headings], "td")]
    for line in table.lines:
        cells = [replace(cell, rows=1) for cell in line if cell is not None]
        rows.append(_html_row(cells, "td"))
    tables = f"<table border=1>{''.join(rows)}</table>"
    return f'<html><head><meta charset="utf-8"></head><body><p>附件</p>{tables}</body></html>'


def as_lines(table: TaskTable) -> str:
    """Return the table as an editor leaves it that lost its borders: one cell a line."""
    cells = [*table.headings]
    for line in table.lines:
        cells += [cell.text for cell in line if cell is not None and cell.text]
    return "附件\n重点工作任务分解表\n" + "\n".join(cells) + "\n"


def _whole(table: TaskTable) -> list[list[Span | None]]:
    """Return the lines with the words of merged cells written in each row."""
    lines: list[list[Span | None]] = []
    for line, sort in zip(table.lines, table.sorts, strict=True):
        above = next((done for done in reversed(lines) if len(set(map(id, done))) > 1), None)
        if sort == "section":
            lines.append([line[0], *[Span("")] * (len(line) - 1)])
        else:
            lines.append([cell or (above[at] if above else None) for at, cell in enumerate(line)])
    return lines


def _flat(cell: Span | None) -> str:
    return cell.text.replace("\n", "<br>") if cell else ""
