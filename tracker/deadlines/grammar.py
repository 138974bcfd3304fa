"""The words of a deadline cell, turned into a Deadline: nothing is guessed, nothing is lost."""

import re
from collections.abc import Iterator
from datetime import date, time

from tracker.clock import Workdays
from tracker.deadlines import forms
from tracker.deadlines.events import due_after
from tracker.deadlines.expressions import Reading, read_expression
from tracker.deadlines.feasts import FEAST
from tracker.deadlines.folding import squeeze
from tracker.deadlines.points import Reference, Undated, Unreadable
from tracker.deadlines.recurring import waits_for_day
from tracker.deadlines.scanning import scan
from tracker.deadlines.values import Deadline
from tracker.errors import InvalidInput
from tracker.numerals import to_int

_LONGEST_TEXT = 400
_MOST_PARTS = 12
_BLANK = re.compile(r"[-/\\|.,、。·*]*|无|空|无要求")
# What explain() adds for people: the last day, the check points, what is still open.
_GLOSS = re.compile(r"\((?P<last>至[^()]{1,20}止)\)|\((?:每季度末核对|[^()]{0,20}待定)\)|,请选定$")
_CLOCK = re.compile(
    r"(?:(?<=[日号天早])|(?<=周[一二三四五六日])|(?<=星期[一二三四五六日]))"
    r"(?P<noon>凌晨|上午|早上?|中午|正午|下午|晚上?)?"
    r"(?:(?P<hour>\d{1,2}|[零一二三四五六七八九]|二?十[一二三四]?)(?:时|点钟?|:)"
    r"(?P<minute>[0-5]?\d)?(?::\d\d)?[分整]*|(?:上班|下班)(?:时间)?(?=[之以]?前))"
)
# A part of the day without an hour (12月31日上午前) is as coarse as the day.
_PART_OF_DAY = re.compile(r"(?<=[日号])\(?(?:上午|中午|下午|晚上?)\)?(?=[之以]?前|$)")
# 6月30前, 2018年8月15 leave out a 日, 11、12月 a 月.
_DAY_LEFT_OUT = re.compile(r"(月\d{1,2})(?=[之以]?前|止|[,、;至-]|$)")
_MONTH_LEFT_OUT = re.compile(
    r"((?:年|、|^)\d{1,2}|年[一二三四五六七八九十]{1,2})"
    r"(?=[、和及](?:\d{1,2}|[一二三四五六七八九十]{1,2})[月、])"
)
# 10.31 and 05-31 as a whole cell; 06-12 may be a span of months. 2020.1 lost a nought, or did not.
_DAY_ALONE = re.compile(r"^(?:(\d{1,2})\.(\d{1,2})|(0[1-9]|1[0-2])-(1[3-9]|[23]\d))$")
_JANUARY_OR_OCTOBER = re.compile(r"(20[0-4]\d)\.1")
# 3月、6月、9月、12月底前 of no year at all are the ends of its quarters.
_QUARTER_ENDS = re.compile(
    r"[于在]?3月?[底末]?[,、和]6月?[底末]?[,、和]9月?[底末]?[,、和]12月[底末](?:[之以]?前)?"
)
# 考核期第2年10月底前: which year that is, a person has to say.
_YEAR_OF_TERM = re.compile(r"第[二三四五2-5]年的?\d{1,2}月")
# 2021年春节后, 2021年“七一”前后: so is how long after a feast.
_ABOUT_FEAST = re.compile(
    rf"(?:^|(?<!每)年)(?:{FEAST}|春节|清明节?|端午节?|中秋节?)(?:假期)?(?:[以之]?后|前后|期间)$"
)
# 6、12月10日前 name the day once, 4月29、30日 the month.
_DAY_SAID_ONCE = re.compile(r"(?<![\d月])((?:\d{1,2}[、和及])+)(\d{1,2}月)(\d{1,2}[日号])")
_MONTH_SAID_ONCE = re.compile(
    r"(?<!\d)(\d{1,2}月)(\d{1,2})[日号]?((?:[、和及]\d{1,2}[日号]?)*[、和及]\d{1,2}[日号])(?!\d)"
)
_LISTED = re.compile(r"(?<=\d[月日号])[、和及](?=\d{1,2}月)")
# 2016年6底前, 9月至11 leave it out too.
_MONTH_FORGOTTEN = re.compile(
    r"(年\d{1,2})(?=[底末])|((?<=\d)月[至到]\d{1,2})$|(年\d{1,2}-\d{1,2})$"
)
# 2020、2021、2022年 leave out a 年.
_YEAR_LEFT_OUT = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?=(?:[、和及](?:19|20)\d\d)*[、和及](?:19|20)\d\d年)"
)
# 4月启动,6月底完成: a start with a finish behind it is a milestone as 开工 is, no open range.
_START_BEFORE_FINISH = re.compile(
    r"启动[^,;。\d年月]{0,8}(?=[,;].{1,40}(?:完成|完工|竣工|建成|投用|投产|验收|使用|办结)[^,;\d]{0,4}$)"
)
_HALF_LEFT_OUT = re.compile(r"上(?=[、和及]下半年)")
_QUARTER_LEFT_OUT = re.compile(r"(第?[一二三四1-4])(?=[、和及]第?[一二三四1-4](?:[、和及]|季度))")
# 6.30前 is a day; 6.30 is one as a whole cell only (below).
_MONTH_AND_DAY = re.compile(r"^(\d{1,2})[./](\d{1,2})日?(?=[之以]?前|止)")
# 用3年时间(2021年至2023年): the bracket says which years.
_EFFORT_IN = re.compile(r"^用[^()]{1,4}年的?时间\((\d{4}年?[-至到]\d{4}年)\)")
# A day of the farmers' calendar is none of ours, wherever the words say so: 年底前(农历).
_FARMERS = re.compile(r"[农阴旧夏]历")
_WEEKDAY = re.compile(r"(?<=[日号])\((?:星期|周)[一二三四五六日天]\)")
# 2020年前(含2020年): the bracket settles what 前 leaves open; a detail of it adds nothing.
_INCLUSIVE = re.compile(r"\(含[^()]{0,12}\)[之以]?前|[之以]?前\(含[^()]{0,12}\)")
_EXCLUSIVE = re.compile(r"(?<=前)\(不含[^()]{0,12}\)")
_DETAIL = re.compile(
    r"\((?:分别|即|每次|具体|力争|争取)[^()]{0,40}\)|\((?:[仅限法定]{0,2}工作日|节假日[^()]{0,8})\)"
)
# 6.1-6.30 as a whole cell.
_DOTTED_DAYS = re.compile(r"^(\d{1,2})\.(\d{1,2})-(\d{1,2})\.(\d{1,2})$")
_NOT_READ = re.compile(
    r"季度|[春秋]季|旬|学[期年]|(?:^|[年月期])初(?![步级中衷心等])|^中(?:[前,;、]|期|$)|(?:\d|[一二三四五六七八九十两])个?月|\d[日号]"
    r"|每个?(?:年|月|季|半年|周|星期|旬|[日天]|学|两|[二三四五])|去(?:年|$)|上年(?!度?[^,;底末]{1,8}(?:信息|情况|报告|总结|数据))|\d{4}年|(?<!\d)(?:19|20)\d\d(?!\d)"
)
# How much, and no year: 新增2000个. What is aimed at in the period before it: 2024年目标:2000.
_FIGURE = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?=[余多]?(?:[个家亩户人套台座条项名所处吨辆件间张次株棵盏眼场]|公里|千米|平方|立方|[万千]?[元米]))"
)
_AIM = re.compile(r"^(?P<what>[^:\d]{0,6}:)(?:19|20)\d\d$")
_PIECES = re.compile(r"[;,]")
_OF_MONTHS = re.compile(r"range:(\d{4})-[^/]+/\1-.+")  # 2018年7-8月,11-12月
_OPEN = f"/{forms.OPEN_END}"
_START_AND_END = 2
_NOON = 12
_HOURS = 24
_WORKDAYS = Workdays()


def parse_deadline(text: str, reference: date | int | None) -> Deadline:
    """What the words of a deadline cell say, counted from the date or year of the document.

    Never raises: a blank or a dash gives `none`, words that cannot be read give `none` and are
    marked unreadable. The label rules are those of tests/documents/deadline_phrases.tsv.
    """
    squeezed = squeeze(text)
    if _BLANK.fullmatch(squeezed):
        return Deadline(text, forms.NONE, None)
    base = Reference.at(reference)
    try:
        return _deadline(text, squeezed, base)
    except Undated:
        return Deadline(text, forms.NONE, None, unreadable=True, is_undated=True)
    except (Unreadable, InvalidInput, ValueError, OverflowError):
        return Deadline(text, forms.NONE, None, unreadable=True)


def _deadline(text: str, squeezed: str, reference: Reference) -> Deadline:
    if len(squeezed) > _LONGEST_TEXT:
        raise Unreadable("longer than any deadline")
    words, clock = _take_clock(_WEEKDAY.sub("", squeezed))
    reading = _read_words(words, reference)
    if _FARMERS.search(words) and "event:" not in reading.normal:
        raise Undated(words)
    due_on = reading.day or _due_on(reading.normal, reference)
    day = reading.day or _named_day(reading.normal)
    waits = waits_for_day(words, reading.normal)
    return Deadline(text, reading.normal, due_on, day, clock, is_undated=waits)


def _due_on(normal: str, reference: Reference) -> date | None:
    if forms.precision(normal) is forms.Precision.event:
        return due_after(normal, reference, _WORKDAYS)
    return forms.due_on(normal)


def _named_day(normal: str) -> date | None:
    exact = (forms.Precision.day, forms.Precision.tenday)
    return forms.due_on(normal) if forms.precision(normal) in exact else None


def _take_clock(squeezed: str) -> tuple[str, time | None]:
    """The words without the hours they name, and the last; 24时 is the last minute of the day."""
    found = tuple(_CLOCK.finditer(squeezed))
    if not found:
        return squeezed, None
    match = found[-1]
    words = _CLOCK.sub("", squeezed)
    if not match["hour"]:
        return words, None
    hour, minute = to_int(match["hour"]), int(match["minute"] or 0)
    if match["noon"] and match["noon"][0] in "下晚" and hour < _NOON:
        hour += _NOON
    if (hour, minute) == (_HOURS, 0):
        hour, minute = 23, 59
    is_midnight = (hour, minute) == (0, 0)  # how a spreadsheet writes a date without a time
    return words, None if is_midnight else time(hour, minute)


def _read_words(words: str, reference: Reference) -> Reading:
    """The reading of the words: one expression, alternatives with 或, or several parts."""
    bare = _complete_units(_DETAIL.sub("", _GLOSS.sub("", words)))
    if reference.year is None and _QUARTER_ENDS.fullmatch(bare):
        return Reading("recurring:quarterly")
    if _YEAR_OF_TERM.search(bare) or _ABOUT_FEAST.search(bare):
        raise Undated(words)
    if two := _JANUARY_OR_OCTOBER.fullmatch(bare):
        return Reading(f"month:{two[1]}-01{forms.OR}month:{two[1]}-10")
    found = read_expression(_EXCLUSIVE.sub("", bare), reference)
    if found and _EXCLUSIVE.search(bare):
        found = Reading(forms.split_readings(found.normal)[-1], found.day)
    if found is None and "或" in bare:
        found = _read_alternatives(bare.split("或"), reference)
    if found is None:
        found = _read_parts(bare, reference)
    _check_gloss(words, found)
    return found


def _complete_units(words: str) -> str:
    """The words with the units that a list or a 前 lets people leave out."""
    whole = _INCLUSIVE.sub("止", _PART_OF_DAY.sub("", _EFFORT_IN.sub(r"\1", words)))
    whole = _DAY_ALONE.sub(_as_day, whole)
    whole = _DOTTED_DAYS.sub(r"\1月\2日-\3月\4日", _MONTH_FORGOTTEN.sub(r"\g<0>月", whole))
    whole = _YEAR_LEFT_OUT.sub(r"\1年", _START_BEFORE_FINISH.sub("", whole))
    whole = _HALF_LEFT_OUT.sub("上半年", whole)
    whole = _QUARTER_LEFT_OUT.sub(r"\1季度", _MONTH_AND_DAY.sub(r"\1月\2日", whole))
    whole = _MONTH_SAID_ONCE.sub(_with_month, _DAY_SAID_ONCE.sub(_with_day, whole))
    whole = _MONTH_LEFT_OUT.sub(r"\1月", _DAY_LEFT_OUT.sub(r"\1日", whole))
    return _LISTED.sub(",", whole)


def _as_day(found: re.Match[str]) -> str:
    """A month and a day parted by a mark, with their units."""
    return f"{int(found[1] or found[3])}月{found[2] or found[4]}日"


def _with_day(found: re.Match[str]) -> str:
    """The months of a list, each with the day that is said behind the last."""
    months = re.sub(r"(\d+)([、和及])", rf"\1月{found[3]}\2", found[1])
    return f"{months}{found[2]}{found[3]}"


def _with_month(found: re.Match[str]) -> str:
    """The days of a list, each with the month that is said before the first."""
    days = re.sub(r"(\d+)[日号]?", rf"{found[1]}\1日", f"{found[2]}{found[3]}")
    return days.replace("和", "、").replace("及", "、")


def _check_gloss(words: str, found: Reading) -> None:
    """Refuse words whose bracketed last day contradicts what stands before it."""
    due_on = forms.due_on(found.normal) if forms.OR not in found.normal else None
    for match in _GLOSS.finditer(words):
        if match["last"] and due_on and ";" not in found.normal:
            last = read_expression(match["last"], Reference(due_on.year))
            if last is None or forms.due_on(last.normal) != due_on:
                raise Unreadable(words)


def _read_choice(words: str, reference: Reference) -> Reading | None:
    return _read_parts(words, reference) if ";" in words else read_expression(words, reference)


def _read_alternatives(choices: list[str], reference: Reference) -> Reading | None:
    read: list[Reading] = []
    for choice in choices[: _MOST_PARTS + 1]:
        found = _read_choice(choice, reference)
        if found is None:
            return None
        read.append(found)
        if _is_dated(found.normal):  # 2018年8月或9月: the second leaves out the year
            reference = Reference(_year_of(found.normal))
    if len(read) > _MOST_PARTS:
        return None
    return Reading(forms.OR.join(dict.fromkeys(reading.normal for reading in read)))


def _read_parts(words: str, reference: Reference) -> Reading:
    """One form for each expression the words hold; Unreadable if there is none."""
    found = list(dict.fromkeys(_parts(words, reference)))
    if ";" not in words:  # what a semicolon parts are obligations of their own
        found = _merge(found)
    if not 0 < len(found) <= _MOST_PARTS:
        raise Unreadable(words)
    if len(found) == 1:
        return found[0]
    options = [forms.split_readings(reading.normal) for reading in found]
    width = max(map(len, options))
    rows = ([option[min(index, len(option) - 1)] for option in options] for index in range(width))
    return Reading(forms.OR.join(_join(row) for row in rows))


def _merge(found: list[Reading]) -> list[Reading]:
    """The readings, with a start taken into what it starts.

    2017年起每年9月 is the recurrence; 2017年8月起，2018年底完成 is one range.
    """
    starts = [reading for reading in found if reading.normal.endswith(_OPEN)]
    others = [reading for reading in found if reading not in starts]
    if starts and others and all(one.normal.startswith("recurring:") for one in others):
        return others
    if len(found) == _START_AND_END and found[0] in starts and _is_dated(found[1].normal):
        start = forms.split_range(found[0].normal)[0]
        return [Reading(f"range:{start}/{found[1].normal.partition(':')[2]}")]
    return found


def _is_dated(normal: str) -> bool:
    is_single = forms.OR not in normal and not normal.startswith((forms.MULTI, "range:"))
    return is_single and forms.due_on(normal) is not None


def _names_year(normal: str) -> bool:
    """Whether the form is dated, an open range or one of months: later parts share its year."""
    is_range = forms.OR not in normal and normal.startswith("range:")
    is_start = is_range and (normal.endswith(_OPEN) or _OF_MONTHS.fullmatch(normal))
    return bool(is_start) or _is_dated(normal)


def _year_of(normal: str) -> int:
    """The year of a dated form, or that in which a range begins."""
    return int(normal.partition(":")[2][:4])


def _join(parts: list[str]) -> str:
    flat = [simple for part in parts for simple in forms.split_parts(part)]
    return forms.MULTI + forms.AND.join(dict.fromkeys(flat))


def _parts(words: str, reference: Reference) -> Iterator[Reading]:
    """Each expression between commas and semicolons, in order."""
    for piece in _PIECES.split(words):
        for reading in _in_piece(piece, reference):
            yield reading
            if _names_year(reading.normal):  # a later part may leave out the year
                reference = Reference(_year_of(reading.normal))


def _in_piece(piece: str, reference: Reference) -> Iterator[Reading]:
    """The piece as one expression, else each it holds.

    Raises:
        Unreadable: something that looks like a time is left over.
    """
    if reading := read_expression(piece, reference):
        yield reading
        return
    end = 0
    for match in scan(piece):
        if reading := read_expression(match.group(), reference):
            _refuse_left_over(piece[end : match.start()])
            end = match.end()
            if _is_dated(reading.normal):
                reference = Reference(_year_of(reading.normal))
            yield reading
    _refuse_left_over(_AIM.sub(r"\g<what>", piece[end:]) if end else piece)


def _refuse_left_over(words: str) -> None:
    if _NOT_READ.search(_FIGURE.sub("", words)):
        raise Unreadable(words)
