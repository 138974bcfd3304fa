"""Reads title, number, issuer, date of issue and annexes from the head and foot of a document."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from tracker.errors import InvalidInput
from tracker.extraction.annexes import ANNEX_HEAD, KIND_END, KINDS, annexes, headed_annexes
from tracker.extraction.dating import named_year
from tracker.extraction.one_line import cut_head
from tracker.extraction.parties.labels import LABEL
from tracker.extraction.reporting import given_on, reporting_government
from tracker.extraction.rows import Masthead
from tracker.extraction.surroundings import apart, own_lines, told_by_table, without_file_name
from tracker.extraction.titles import embedded_title, title_in_force, title_in_full
from tracker.extraction.wording import close_up, simplified
from tracker.numerals import NOUGHTS, to_int
from tracker.reading.content import Content, Paragraph, Table

HEAD = 40
NEAR_START = 12
MAX_TITLE_LINE = 60
MOST_SIGNATURES = 6
MOST_BARS = 3
SERIAL = re.compile(r"[〔\[［]\s*(?:19|20)\d{2}\s*[〕\]］]\s*第?\s*\d+\s*号")
NUMBER = re.compile(
    r"[\u4e00-\u9fffA-Z]{1,16}[〔\[［（(【]\s*(?:19|20)\d{2}\s*[〕\]］）)】]\s*第?\s*\d+\s*号"
    r"|[\u4e00-\u9fff]{2,20}令\s*第\s*[\d一二三四五六七八九十百零〇]+\s*号"
)
# A title that the text of a document on one line was run into.
RUN_IN = re.compile(
    rf"(?P<title>[^。：:；;]{{6,60}}?(?:{KINDS}))(?:。|(?=为(?:了|深入|贯彻|认真|全面|进一步|落实))|\s*(?=一、))"
)
LABEL_ALONE = re.compile(r"[\u4e00-\u9fff\s]{2,10}[:：]")
# The first number of the text, below which no title stands.
COUNTED = re.compile(r"[一二三四五六七八九十]、|[（(][一1][）)]|第一[条章]|1[.．、](?!\d)")
ADDRESSEE = re.compile(r"[:：]$")
DATE = re.compile(
    rf"(?P<y>\d{{4}}|[一二三四五六七八九{NOUGHTS}]{{4}})年"
    r"(?P<m>\d{1,2}|[一二三四五六七八九十]{1,3})月"
    r"(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})日"
)
META = re.compile(
    r"(?:索\s*引\s*号|发布机构|发文机关|发文机构|发布单位|生成日期|发布日期|发文日期|成文日期|废止日期|有效期|文\s*号|发文字号|公文种类"
    r"|主题分类|主题词|关键词|内容概述|信息来源|来源|作者|浏览次数|阅读|字号|字体|分类|标题|名称|效力状态|公开方式|签发人"
    r"|(?:发布|发文|发稿|印发|成文|生成|公开|更新|录入|登载|刊登|上传|添加|修改|编辑|创建|访问)时间)"
    r"\s*[:：]|您的位置|您当前的位置|当前位置|首页\s*[>＞]|【?打印|【?字体|【关闭|分享到|扫一扫|^\d{6}$"
    r"|^[【\[]?(?:生效|失效|实施|施行|发布|颁布|成文)日期[】\]]?[\s:：]*\d{4}|^(?:特急|加急|机密|秘密|内部)"
)
# 填报单位：, 单位：万元 and the like.
LABELLED = re.compile(r"\s*[^\s:：]{2,8}[:：]")
RED_HEAD = re.compile(r"(?P<issuer>[\u4e00-\u9fff（）()\s]{2,80}?)文件$")
NAMED = re.compile(r"(?:文件名称|标题)[:：]\s*(?P<title>\S.*)$")
TOLD = re.compile(
    r"(?:发布机构|发文机关|发文机构|发文单位|发布单位|公开责任部门)\s*[:：]\s*"
    r"(?P<issuer>[^\s:：]+?)(?=(?:发布|发文|成文|生成)?(?:时间|日期)|字体|文号|来源|\s|$)"
)
SIGNATURE = re.compile(
    r"[^。，,；;：:、？?！!\d]{2,40}?(?:政府|办公?[厅室]?|委员会|[局厅部委院会室所站队处组社行协联校]|公司|中心|大学|学院|总队|党组)"
    r"(?:[（(](?:代?章|盖章|公章|代)[）)])?"
)


def is_portal_line(line: str) -> bool:
    """Return whether a line is of the page around the document; 完成时间： is no line of it."""
    plain = simplified(line)
    found = META.search(plain)
    return found is not None and found.start() <= NEAR_START and LABEL.search(plain) is None


def read_masthead(content: Content) -> Masthead:
    """Return what the document says about itself; None for what it does not say."""
    lines = list(_with_values(own_lines(list(_lines(content)))))
    plain = [simplified(line) for line in lines]
    said = _read(plain, content)
    return said if plain == lines else _as_written(said, lines, plain)


def _read(lines: list[str], content: Content) -> Masthead:
    head = _head(lines)
    body = lines[len(head) :]
    title = _title(head, lines) or title_in_force(body)
    number, issued_on = _number(lines[: len(head) + 3]), _issued_on(body, head)
    return Masthead(
        title=title,
        doc_number=number,
        issuer=_issuer(title, head, body),
        issued_on=issued_on,
        annexes=annexes(lines) or headed_annexes(content),
        embedded_title=embedded_title(title, body),
        year=None if number or issued_on else named_year(lines),
    )


def _as_written(said: Masthead, lines: Sequence[str], plain: Sequence[str]) -> Masthead:
    """Return what was said in the characters of the text, which rules read in today's form."""
    written, folded = "".join(lines), "".join(plain)

    def original(words: str | None) -> str | None:
        at = folded.find(words) if words else -1
        return written[at : at + len(words)] if words and at >= 0 else words

    return replace(
        said,
        title=original(said.title),
        doc_number=original(said.doc_number),
        issuer=original(said.issuer),
        annexes=tuple(original(title) or title for title in said.annexes),
        embedded_title=original(said.embedded_title),
    )


def _with_values(lines: Sequence[str]) -> Iterator[str]:
    """Join a label of the portal with the value in the line below it: 发文机关：, 国务院.

    A label without value stands above the title, so a title joins only the label that asks for it.
    """
    held = ""
    for at, line in enumerate(lines):
        plain = simplified(line)
        if held:
            asks = re.search(r"标题|名称|机关|机构|单位", simplified(held))
            is_title = "关于" in plain or _is_body_name(plain)
            if LABEL_ALONE.fullmatch(plain) or (is_title and not asks):
                yield held
                held = ""
            else:
                yield held + line
                held = ""
                continue
        if at < HEAD and LABEL_ALONE.fullmatch(plain) and META.search(plain):
            held = line
        else:
            yield line
    if held:
        yield held


def _lines(content: Content) -> Iterator[str]:
    """Return the paragraphs, and the titles that stand inside a table which begins the file."""
    for at, block in enumerate(content.blocks):
        if isinstance(block, Paragraph):
            for line in cut_head(close_up(block.full_text)):
                signs = SIGNATURE.fullmatch(line) and _is_above_date(content, at)
                signers = apart(block.text) if signs else ()
                yield from signers if len(signers) > 1 else _titled(line)
        elif at < HEAD:
            yield from told_by_table(block)
            yield from _titles_of(block) if at == 0 else ()


def _is_above_date(content: Content, at: int) -> bool:
    below = content.blocks[at + 1] if at + 1 < len(content.blocks) else None
    return isinstance(below, Paragraph) and DATE.fullmatch(close_up(below.text)) is not None


def _titled(line: str) -> Iterator[str]:
    """Return a line, or the title that it begins with and the text run into it."""
    title = RUN_IN.match(line) if len(line) > MAX_TITLE_LINE else None
    if title:
        yield title["title"]
        yield line[title.end() :]
    else:
        yield line


def _titles_of(table: Table) -> Iterator[str]:
    """Return the texts of the rows above the header which hold one text and no label."""
    for row in table.rows[:HEAD]:
        filled = {id(cell): cell for cell in row if cell.lines}
        if len(filled) > 1:
            return
        for cell in filled.values():
            if not LABELLED.match(cell.text):
                yield close_up(cell.text)


def _head(lines: Sequence[str]) -> list[str]:
    """Return the lines above the addressee, or above the first line of running text."""
    for at, line in enumerate(lines[:HEAD]):
        if META.search(line):
            continue
        running = "。" in line or len(line) > MAX_TITLE_LINE * 2
        if ADDRESSEE.search(line) or running or COUNTED.match(line):
            return list(lines[:at])
    return list(lines[:HEAD])


def _title_lines(head: Sequence[str]) -> list[str]:
    return [
        line
        for line in head
        if not META.search(line)
        and not NUMBER.fullmatch(line)
        and not DATE.fullmatch(line)
        and not RED_HEAD.fullmatch(line)
        and not ANNEX_HEAD.match(line)
        and not SERIAL.fullmatch(line)
        and line.count("|") < MOST_BARS
        and not TOLD.match(line)
        and given_on(line) is None
        and not re.match(r"[（(].*(?:日|通过|公布|施行|修订).*[）)]$|^[（(]此件", line)
    ]


def _title(head: Sequence[str], all_lines: Sequence[str]) -> str | None:
    """Return the title with its broken lines joined: from the first line to a kind of document."""
    lines = _title_lines(head)
    about = next((at for at, line in enumerate(lines) if "关于" in line), None)
    if about is not None and about > 1:
        lines = lines[about - 1 :] if _is_body_name(lines[about - 1]) else lines[about:]
    text = ""
    for at, line in enumerate(lines):
        text += line
        following = lines[at + 1] if at + 1 < len(lines) else ""
        if KIND_END.search(text) and not re.match(r"[（(]|的", following):
            break
        if KIND_END.search(text + following) is None and KIND_END.search(text):
            break
    if "，" in text and not KIND_END.search(text):
        return None
    told = next((found["title"] for line in head if (found := NAMED.match(line))), None)
    return without_file_name(title_in_full(text, all_lines[:HEAD])) or told


def _is_body_name(line: str) -> bool:
    return re.search(r"(?:政府|办公[厅室]|委员会|[局厅部委院会室])$", line) is not None


def _number(lines: Sequence[str]) -> str | None:
    """Return the number that stands alone on a line, else the one a portal puts before the head."""
    for line in lines:
        alone = re.sub(r"签发人.*$", "", line)
        found = NUMBER.fullmatch(alone) or NUMBER.fullmatch(
            re.sub(r"^[（(](.*)[）)]$", r"\1", alone)
        )
        if found:
            return found[0]
    for line in lines:
        found = NUMBER.search(re.sub(r"^.*文\s*号\s*[:：]?\s*", "", line))
        if found and (META.search(line) or re.search(r"文\s*号", line)):
            return found[0]
    return next((line for line in lines if SERIAL.fullmatch(line)), None)


def _issuer(title: str | None, head: Sequence[str], body: Sequence[str]) -> str | None:
    """Return the body named before 关于 in the title, else in the red head, the signature or page.

    A signature that ends with the body of the title names it in full.
    """
    signed = _signed(body) or _signed(head)
    named = re.match(r"(?!关于)(?P<issuer>.{2,60}?)(?:关于|转发|批转|印发)", title or "")
    if named and _is_body_name(named["issuer"]):
        full = signed and signed.replace("、", "").endswith(named["issuer"])
        return signed if full else named["issuer"]
    for line in head:
        if title and line.endswith(title) and _is_body_name(line.removesuffix(title)):
            return line.removesuffix(title)
    red = next((found for line in head if (found := RED_HEAD.fullmatch(line))), None)
    if red:
        return red["issuer"]
    told = next((found for line in head if (found := TOLD.search(line))), None)
    return (
        signed
        or reporting_government(title, head, body)
        or (told["issuer"] if told else None)
        or (named["issuer"] if named else None)
    )


def _signed(body: Sequence[str]) -> str | None:
    """Return the bodies that stand above the first date on a line of its own, joined by 、."""
    for at, line in enumerate(body):
        if not DATE.fullmatch(line):
            continue
        names: list[str] = []
        for above in reversed(body[max(0, at - MOST_SIGNATURES) : at]):
            if not SIGNATURE.fullmatch(above):
                break
            names.insert(0, re.sub(r"[（(][^（）()]*章[）)]$", "", above))
        if names:
            return "、".join(names)
    return None


def _issued_on(body: Sequence[str], head: Sequence[str]) -> date | None:
    """Return the date that stands alone below the text, before any annex; else one in the head."""
    for line in body:
        if ANNEX_HEAD.match(line):
            break
        found = DATE.fullmatch(line)
        if found:
            return _date(found)
    for line in head:
        found = (
            DATE.fullmatch(line.strip("（）()"))
            or re.search(rf"(?:成文日期|发文日期)[:：]?\s*{DATE.pattern}", line)
            or DATE.match(given_on(line) or "")
        )
        if found:
            return _date(found)
    return None


def _date(found: re.Match[str]) -> date | None:
    """Return the day that digits of any width or Chinese numerals say, None where there is none."""
    try:
        return date(*(to_int(found[part]) for part in "ymd"))
    except (ValueError, InvalidInput):
        return None
