"""Cuts paragraphs into the pieces of a flattened table, and says what each piece may be. Pure.

A web page or an editor that loses a table leaves its cells one a line, with bars or blanks between
them or with nothing; what a piece is by itself then tells in which column it stood.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from tracker.extraction.parties.persons import SURNAMES
from tracker.extraction.wording import simplified
from tracker.reading.content import Paragraph, Place

REMEMBERED = 50_000
LONGEST = 40
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
HAN = "一二三四五六七八九十百"
# Between cells on one line: tabs, bars, two blanks or a full-width one.
GAPS = re.compile(r"\t+|[ \u00a0]{2,}|\u3000+")
BARS = "|｜"
# Bars alone on a line: those at the end of the row above it.
MORE_BARS = re.compile(r"\s*[|｜](?:\s*[|｜])+\s*")
# Signs of one word with a blank between each two: 工 作 任 务, 张 伟; 序号 before it is apart.
SPACED = re.compile(
    r"(?<!\S)(?P<number>序[ \u3000]+号[ \u3000]+)?"
    r"(?P<word>[\u4e00-\u9fff](?P<gap>[ \u3000]+)[\u4e00-\u9fff]"
    r"(?:(?P=gap)[\u4e00-\u9fff]){0,40})(?!\S)"
)
# Headings that stand in a row, all of them written wide, without a wider blank between them.
HEADINGS = re.compile(
    r"(?:工作|重点|主要|目标|具体)?(?:任务|事项|内容|目标|措施|名称|要求)|项目名称|工作标准"
    r"|(?:责任|牵头|配合|承办|落实|主办|协办|参与)?(?:单位|部门)|(?:责任|分管|牵头)(?:领导|人)"
    r"|(?:完成|办理|整改)?(?:时限|时间|期限)|类别|备注"
)
BREAK = re.compile(r"\n|<br\s*/?>", re.IGNORECASE)
ORDINAL = re.compile(
    rf"[（(]?(?P<n>\d{{1,5}})[）)]?[.．、]?|\d{{1,3}}(?:[.\-—]\d{{1,3}}){{1,2}}|[（(]?[{HAN}]{{1,4}}[）)]?[、.．]?"
)
SECTION = re.compile(
    rf"(?:[{HAN}]{{1,3}}\s*[、．.]|[（(][{HAN}]{{1,3}}[）)]|第[{HAN}]{{1,3}}(?:部分|章|篇|类)|[IVX]{{1,4}}\s*[、．.])\s*\S"
)
DASH = re.compile(r"[-—–－―─_/\\／～~＼.…]{1,6}|暂?无|同上")
MEASURE = re.compile(
    r"[≥≤＞＜><=＝±约达]*\s*[+\-]?\d[\d,，.]*\s*[-—~～至]?\s*[\d.]*\s*"
    r"(?:[%％‰]|个?百分点|[万亿]?(?:元|亩|吨|人|户|个|件|家|斤|只|头|公里|千米|平方米|所|处|台|辆|项|名|次|米|座|套|张|棵|株|人次|平方公里|立方米|小时|天))?"
    r"(?:以上|以下|以内|左右|及以上)?"
)
UNIT_WORD = re.compile(
    r"[%％‰]|[万亿千百]?(?:元|亩|吨|人|户|个|件|家|斤|公斤|只|头|公里|千米|平方米|所|处|台|辆|项|名|次|座|套|张|平方公里|立方米)(?:/[人年户亩日吨]{1,2})?"
)
CHROME = re.compile(
    r"附\s*件\s*\d*\s*[:：]?|附\s*表|注\s*[:：]|备注\s*[:：]|说明\s*[:：]|[（(]此件|抄送|主送|分享到|【字体|扫一扫|上一篇|下一篇"
    r"|【?(?:打印|关闭)(?:[本此]?(?:页面?|文|窗口|网页))?(?=】|[\s|｜]|【|打印|关闭|$)"
    r"|责任编辑|版权所有|网站地图|主办单位\s*[:：]|返回顶部|相关(?:链接|文档|附件)|填表|(?:来源|作者|编辑)\s*[:：]"
)
PAGE_NUMBER = re.compile(r"[-—–－]\s*\d{1,4}\s*[-—–－]|第\s*\d+\s*页.*|\d+\s*/\s*\d+")
ENDED = re.compile(r"[。！？；;]$")
# How the name of a body ends; the second line holds what other words end with as well.
BODY = re.compile(
    r"(?:[局委办厅院府署联社团]|[科作侨]协|部(?!分)|[处科股]室?|室|站|所|街道|中心|公司|集团|协会|单位|部门|机构|机关|学校|[中小]学|大学|银行|企业|电[视視]台|电台|气象台|支队|大队|专班|小组|指挥部"
    r"|[镇乡区县市州盟村组队会园行馆司]|社区|办事处|开发区|农场|林场|旗|分工负责)(?:[（(\[〔][^（）()]*[）)\]〕])?等?$"
)
DOES = re.compile(
    r"建设|推进|推动|培育|培养|引进|加强|完成|开展|提升|新建|实施|整治|加快|强化|做好|建立|建成|编制|制定|落实|优化|启动|创建|打造|完善|深化|开工|改造|新增|确保|争取|实现|提高|组织|扩大"
    r"|推行|压减|拆除|修订|修建|举办|召开|发放|清淤|排查|健全|关停|积极|进一步|增长|下降|达到|[%％‰]|[，。；《》“”\"]"
)
# No name begins so, though its last sign may be that of one: 对重大隐患实行挂牌督办.
NO_NAME = re.compile(r"[将把按]|对(?!外)|[^镇乡]$")
# Nor does it end with how many there are: 拆除违建12处.
COUNTED = re.compile(r"(?<!第)\d[余多]?个?[处所室站园馆场院队组社]$")
CLAUSE = re.compile(r"(?:牵头|配合|负责|协助|参与|参加|协办|主办|承办)[。；;]?$")
# Words of doing that are part of a name: 建设局, 推进办, 组织部.
NAMED_AFTER = re.compile(
    r"(?:建设|推进|推动|改造|整治|落实|组织|开展|优化|提升|创建)(?=(?:工作)?(?:[局办委厅处科组站]|部(?!分)|中心|指挥部|专班|管理|投资|集团|公司|开发|发展"
    r"|领导|服务|单位|部门|和|与))"
)
# A body named without the word that its name ends with: 省人口计生, 市新闻出版.
SHORT_NAME = re.compile(r"[省市区县州][\u4e00-\u9fff]{2,7}")
DOES_MORE = re.compile(r"[。；]\S|建设|推进|加强|完成|开展")
# How far a task is: 进展顺利, 已完成, 提前完成年度任务. No body is called so.
STATE = re.compile(
    r"(?:已经?|正在?|正常|基本|提前|按[期时]|全部|全面|尚?未|超额|持续|有序|稳步|稳定|达到?|顺利|进展|完成|推进|实施|办[结理]|开[工展]"
    r"|启动|进行|落实|竣工|验收|[序时]序|进度|目标|年度|任务|良好|缓慢|滞后|较[慢快]|中|\d+[%％])+[。；]?"
)
ROLE = re.compile(r"牵头|配合|负责|协助|主办|协办|会同|参与|各有关|按职责")
LEVEL = re.compile(r"[省市区县州镇乡国]")
TIME_TOKEN = re.compile(
    r"(?:20|19)\d{2}(?:\s*[.\-/年])?\s*(?:(?:1[0-2]|0?[1-9])(?:\s*[.\-/月]\s*(?:[0-3]?\d)?[日号]?)?)?(?!\d)|\d{1,2}\s*月\s*\d{0,2}\s*[日号]?(?=[^\d]|$)|\d{1,2}\.\d{1,2}(?=[前止日])|\d{1,2}[日号]"
    r"|[一二三四1-4]季度|第[一二三四]季度|[上下]半年|[上中下]旬|[一二三四五六七八九十]{1,3}月|今年|明年|本年度?|当年|年度"
    r"|年底|年末|年内|全年|年初|月底|月末|每[年月季周日半]|长期|持续|常年|常态|立即|即时|即日|适时|随时|按季|按月|季度|日常|全程|工作日|暑期|学期|\d+个?[年月天日周]内"
    r"|(?<!\d)[012]?\d[:：][0-5]\d(?![\d:：])"
)
TIME_REST = re.compile(
    r"[底末初前之以内起至到止并及和、，,；;:：（）()\-—~～\s年月日号份度个每逐]|长期|坚持|推进|完成|实施|进行|工作|化|投入|使用|动工|开工|竣工|全面|基本|取得|见效|贯穿|报送"
)
TIME_LEFT = 4
PERSON = re.compile(
    rf"(?:[{SURNAMES}]\s*[\u4e00-\u9fff]\s?[\u4e00-\u9fff]?)(?:[、，,；;\s]*[{SURNAMES}]\s*[\u4e00-\u9fff]\s?[\u4e00-\u9fff]?){{0,7}}"
)


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of a paragraph: a cell, or a line of one.

    `block` is the index of its paragraph in the content, `closed` says that a bar follows, so that
    the cell ends here, `gap` that a blank line stands before, `begins` that it begins a line,
    `ends` that it is the last one of several on a line, or has a bar before it, `over` how many
    more bars than one at the end of the line close its row: the cells merged with those above have
    been left blank there.
    """

    text: str
    block: int
    place: Place
    closed: bool = False
    gap: bool = False
    begins: bool = True
    ends: bool = False
    over: int = 0


@dataclass(frozen=True, slots=True)
class Look:
    """What the words of a piece are like; more than one may be true."""

    length: int
    ordinal: int | None = None
    is_ordinal: bool = False
    is_measure: bool = False
    is_bodies: bool = False
    has_role: bool = False
    is_clause: bool = False
    is_short_name: bool = False
    is_time: bool = False
    is_person: bool = False
    is_dash: bool = False
    is_section: bool = False
    is_chrome: bool = False
    is_sentence: bool = False
    is_ended: bool = False
    is_state: bool = False
    does: bool = False


def atoms_of(paragraphs: Sequence[Paragraph], *, single: bool = False) -> list[Atom]:
    """Return the pieces of these paragraphs in order; with `single` one blank parts them too."""
    found: list[Atom] = []
    last_line: int | None = None
    for paragraph in paragraphs:
        line = paragraph.place.line
        gap = line is not None and last_line is not None and line > last_line + 1
        last_line = line
        for text in BREAK.split(paragraph.full_text):
            if found and found[-1].closed and MORE_BARS.fullmatch(text):
                found[-1] = replace(found[-1], over=found[-1].over + sum(map(text.count, BARS)))
                continue
            pieces = list(_pieces(text, single=single))
            below = bool(pieces and found) and _parts_from_above(text)
            if below:
                found[-1] = replace(found[-1], closed=True)
            for at, (piece, closed) in enumerate(pieces):
                if not piece and found and not found[-1].closed:
                    found[-1] = replace(found[-1], closed=True)
                elif not PAGE_NUMBER.fullmatch(piece):
                    found.append(
                        Atom(
                            piece,
                            paragraph.place.block,
                            paragraph.place,
                            closed=closed,
                            gap=gap,
                            begins=at == 0,
                            ends=at == len(pieces) - 1 and (at > 0 or below),
                            over=_over(text) if at == len(pieces) - 1 else 0,
                        )
                    )
                    gap = False
    return found


def _parts_from_above(text: str) -> bool:
    """Return whether a line begins with a bar that parts it from the cell above.

    One with a bar at both ends stands in a frame.
    """
    bare = text.strip()
    return bare[:1] in BARS and len(bare) > 1 and bare[-1] not in BARS


def _over(text: str) -> int:
    """Return how many bars more than one stand at the end of a line."""
    end = len(text.rstrip("|｜ \t\u3000\u00a0"))
    return max(0, sum(map(text[end:].count, BARS)) - 1)


def _pieces(text: str, *, single: bool) -> Iterator[tuple[str, bool]]:
    """Return the pieces of a line, each with whether a bar follows."""
    parts = re.split(f"[{BARS}]", text.strip())
    if len(parts) > 1 and not parts[0].strip() and any(part.strip() for part in parts):
        parts = parts[1:]
    while len(parts) > 2 and not parts[-1].strip() and not parts[-2].strip():
        parts.pop()
    for at, part in enumerate(parts):
        closed = at < len(parts) - 1
        told = close_words(part.strip())
        words = [each for each in GAPS.split(told) if each.strip()]
        if single:
            words = [each for word in words for each in word.split()]
        if not words and closed:
            yield "", True
        for count, word in enumerate(words, 1):
            yield word.strip(), closed and count == len(words)


def close_words(line: str) -> str:
    """Return a line with words written wide closed up: 序 号 工 作 任 务 gives 序号, 工作任务."""
    return SPACED.sub(_closed, line)


def _closed(spaced: re.Match[str]) -> str:
    number = "序号  " if spaced["number"] else ""
    word = "".join(spaced["word"].split())
    headings = HEADINGS.findall(word) if HEADINGS.sub("", word) == "" else [word]
    return number + "  ".join(headings)


@lru_cache(REMEMBERED)
def look(text: str) -> Look:
    """Return what a piece may be by its words."""
    bare = simplified(re.sub(r"\s+", "", text))
    length = len(bare)
    ordinal = ORDINAL.fullmatch(bare)
    if length > LONGEST * 3:
        return Look(length, is_sentence=True, is_ended=bool(ENDED.search(bare)), does=True)
    return Look(
        length,
        ordinal=int(ordinal["n"]) if ordinal and ordinal["n"] else None,
        is_ordinal=ordinal is not None,
        is_measure=bool(MEASURE.fullmatch(bare) or UNIT_WORD.fullmatch(bare)),
        is_bodies=_are_bodies(simplified(text.strip())),
        has_role=bool(ROLE.search(bare)),
        is_clause=bool(CLAUSE.search(bare)) and length <= LONGEST and not DOES_MORE.search(bare),
        is_short_name=bool(SHORT_NAME.fullmatch(bare)) and not DOES.search(bare),
        is_time=_is_time(bare),
        is_person=bool(PERSON.fullmatch(text.strip())),
        is_dash=DASH.fullmatch(bare) is not None,
        is_section=bool(SECTION.match(bare)) and length <= LONGEST,
        is_chrome=bool(CHROME.match(bare)),
        is_sentence=length > LONGEST // 2
        or bool(re.search(r"[。，；,]", bare) and length > LONGEST // 4),
        is_ended=bool(ENDED.search(bare)),
        is_state=STATE.fullmatch(bare) is not None,
        does=bool(DOES.search(bare)),
    )


def _are_bodies(text: str) -> bool:
    text = text.rstrip("。；;")
    parts = [part for part in re.split(r"[、，,；;/\s]|(?<=[局委办])[和及与]", text) if part]
    if not parts or len(text) > LONGEST * 3:
        return False
    others = [part for part in parts if not _is_body(part)]
    good = len(parts) - len(others)
    mostly = good > 1 and good * 3 >= len(parts) * 2
    # 建成某镇、某乡两处 names what is built there.
    return not others or (mostly and not any(map(DOES.match, others)))


def _is_body(name: str) -> bool:
    if len(name) > LONGEST // 2 or not BODY.search(name) or NO_NAME.match(name):
        return False
    if COUNTED.search(name):
        return False
    return not DOES.search(NAMED_AFTER.sub("", name))


def _is_time(bare: str) -> bool:
    if not bare or len(bare) > LONGEST:
        return False
    rest, count = TIME_TOKEN.subn("", bare)
    left = TIME_REST.sub("", rest)
    return count > 0 and len(left) <= TIME_LEFT and not BODY.search(left)
