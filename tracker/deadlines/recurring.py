"""Recurring deadlines as written (每年9月, 每月28日前), turned into normal forms."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from tracker.deadlines import forms
from tracker.deadlines.bounded import each_year_until
from tracker.deadlines.events import NUMBER, UNIT
from tracker.deadlines.feasts import FEAST, month_and_day
from tracker.deadlines.firsts import first_day, first_of_term, first_weekday, first_workday
from tracker.deadlines.frequencies import read_frequency
from tracker.deadlines.points import (
    DAY,
    LUNAR,
    MONTH,
    PLAN,
    RELATIVE_YEAR,
    YEAR,
    Reference,
    Undated,
    Unreadable,
    plan_years,
    unnamed,
)
from tracker.errors import InvalidInput
from tracker.numerals import to_int

_EACH_YEAR = (
    r"(?:(?:今后|以后)?每(?:一|个)?年度?|各年度|历年)"
    r"(?:的|[自从](?=[\d一二三四五六七八九十]))?"
)
_LIST = r"(?:[之以]?前|止)?[、和及与,](?:每[年月])?"
_TO = r"起?[-至到]"
_DAY = rf"{DAY}[日号]"
_IN_MONTH = rf"(?:的?{_DAY}|[上中下]{{1,2}}旬|[底末初])"
_MOMENT = rf"(?:(?:[次翌当]年的?)?{MONTH}(?:月份?{_IN_MONTH}?|(?=[、和及与,至到-])))"
_MOMENTS = rf"{_MOMENT}(?:{_TO}(?:{_DAY}|{_MOMENT})|{_LIST}{_MOMENT}){{0,11}}"
_QUARTER = r"第?[1-4一二三四]季?度?"
_BEFORE = r"(?:[之以]?前|止|内|期间)?"
_TERM = r"(?:开学|结束后?|期末|放假|初|末|底)"
_SEASON = (
    r"(?:主?汛期|防汛|雨季|采暖期|供暖期?|供热期?|入冬|冬季|防火期|春耕|秋收|两会"
    rf"|节假日|春节|清明节?|端午节?|中秋节?|{FEAST})"
)
_SCHOOL = r"(?:学校)?(?:秋季|春季)?(?:学期)?开学|放假|暑假|寒假|学年结束"
_OCCASION = rf"(?:{_SCHOOL}|{_SEASON}(?:开始|结束|到来|来临)?)"
_OVER = r"(?:结束|终了|届满|期满|末)"
_POSITION = r"首月|末月|第[一二三四五六1-6]个?月|最后一个月"
_YEAR_OF = r"(?:会计|财政|预算|纳税)"
_SOME_DAYS = rf"(?:最后|第|前)(?:{NUMBER})?个?(?:工作日|天|(?:周|星期)[一二三四五六日天]?)"
BODIES = (
    rf"{_EACH_YEAR}(?P<lunar>{LUNAR}){_BEFORE}",
    rf"每(?:半年度?|个?季度?|年度?)[底末]?\((?P<details>{_MOMENTS}){_BEFORE}\){_BEFORE}",
    rf"{_EACH_YEAR}年?(?P<yearstart>初)(?![步级中衷心等高])",
    rf"每(?P<everyother>[双单])月份?的?[底末]?{_BEFORE}",
    rf"(?P<halfyearly>每半年[底末]?|{_EACH_YEAR}上(?:半年)?[、和及]下半年){_BEFORE}",
    rf"{_EACH_YEAR}(?:{_SEASON}(?:开始|结束)?后{_TO})?(?P<moments>{_MOMENTS})(?:{_OCCASION})?{_BEFORE}",
    rf"{_EACH_YEAR}(?P<quarters>{_QUARTER}(?:[、和及与,]{_QUARTER}){{0,3}})(?:(?<=季度)|(?<=第.季))[底末]?{_BEFORE}",
    rf"{_EACH_YEAR}(?P<holiday>[暑寒])[假期](?:期间|内|中)?",
    rf"{_EACH_YEAR}(?P<half>[上下])半年[底末]?{_BEFORE}",
    rf"{_EACH_YEAR}(?P<feast>{FEAST})[之以]?前(?!后)",
    rf"{_EACH_YEAR}(?P<yearly>年?[底末]|年内|{_OCCASION}(?:的?{NUMBER}{UNIT})?(?:前后)?)?{_BEFORE}",
    rf"(?P<schoolyearly>每个?学年(?:{_TERM})?|逐年|按年(?:度(?!计划|目标|任务)|(?!度))){_BEFORE}",
    rf"每个?学期(?P<termstart>开学|初){_BEFORE}",
    rf"(?P<termly>每个?学期(?:{_TERM})?){_BEFORE}",
    (
        rf"每(?:一|个)?(?P<after>{_YEAR_OF}?年度?|季度?|半年|月份?|学期|学年|周)"
        rf"(?:{_OVER}|(?P<thing>[^,;。、每\d]{{1,12}}?))(?:之日起|[以之]?后的?)"
        rf"(?:(?P<within>{NUMBER})(?P<unit>{UNIT})[以之]?内|[次下]个?月的?(?P<nextday>{_DAY}){_BEFORE})"
    ),
    (
        rf"每(?:一|个)?(?P<after>季度?|半年|月份?)(?P<thing>)(?P<within>)(?P<unit>)\(?"
        rf"[次下]个?月的?(?P<nextday>{_DAY}){_BEFORE}\)?"
    ),
    rf"每(?:一|个)?(?P<afterall>{_YEAR_OF}?年度?|季度?|半年|月份?|学期|学年|周){_OVER}[以之]?后",
    rf"每半年(?P<halfposition>{_POSITION})的?(?P<halfday>{DAY})[日号]{_BEFORE}",
    rf"每个?季度?的?(?P<position>{_POSITION}|末)?的?(?P<quarterday>{DAY})[日号]{_BEFORE}",
    rf"每个?季度?(?P<quarterstart>初)(?![步级中衷心等高]){_BEFORE}",
    rf"(?P<quarterly>每个?季度?(?:的?{_SOME_DAYS}|的?(?:{_POSITION})?[底末]?)|[按逐]季度?){_BEFORE}",
    rf"每个?月(?:份|的)?(?:{DAY}[日号]?{_TO})?(?P<monthend>月[底末]){_BEFORE}",
    (
        rf"每个?月(?:份|的|\()?(?P<monthdays>{DAY}[日号]?(?:(?:{_LIST}|{_TO}){DAY}[日号]?){{0,5}})"
        rf"(?:(?<=[日号]){_BEFORE}|[之以]?前)\)?"
    ),
    rf"每个?月(?:份|的)?(?P<monthtenday>[上中下]{{1,2}})旬{_BEFORE}",
    rf"(?P<halfmonthly>每半个?月){_BEFORE}",
    rf"每个?月(?:份|的)?(?P<monthearly>初)(?![步级中衷心等高]){_BEFORE}",
    rf"每个?月(?:份|的)?前(?P<monthstart>{DAY})[日天]{_BEFORE}",
    rf"(?P<monthly>每个?月(?:份|的)?(?:[底末]|{_SOME_DAYS})?|逐月|按月){_BEFORE}",
    (
        r"(?P<weekly>每个?(?:周|星期)(?:[一二三四五六日天末](?:[、和至-](?:周|星期)?[一二三四五六日天]){0,5})?"
        rf"|逐周|按周)(?:[上下]班)?{_BEFORE}"
    ),
    rf"(?P<daily>每[日天]|逐日|按日){_BEFORE}",
)
_PATTERNS = tuple(map(re.compile, BODIES))
_AT_OCCASION = re.compile(rf"{_EACH_YEAR}{_OCCASION}")
_YEARS = (
    rf"(?:(?:自|从)?{YEAR}年?[-至到]{YEAR}年|{YEAR}年度?|{RELATIVE_YEAR}"
    rf"|\"?{PLAN}\"?(?:期间|时期))"
)
ANY_RECURRENCE = (
    rf"(?:(?:{_YEARS}内?(?=[每逐按]))?(?:" + "|".join(unnamed(body) for body in BODIES) + "))"
)
_SPAN_OF_YEARS = re.compile(
    rf"(?P<first>\d{{4}})年?[-至到](?P<last>\d{{4}})年|(?P<plan>{PLAN})\"?(?:期间|时期)"
)
# 2017年每月10日前: the year only bounds what recurs, it is no milestone of its own.
_BOUND = re.compile(rf"^(?:在|于)?{_YEARS}(?:期间|内|间)?,?在?(?=每|逐[年月季]|按[年月季])")
_LAST_DAYS = {"上": "10", "中": "20", "初": "10"}
_AFTER = {
    "年": "yearly",
    "季": "quarterly",
    "半": "half-yearly",
    "月": "monthly",
    "学年": "yearly",
    "学期": "termly",
    "周": "weekly",
}
_QUARTER_MONTHS, _HALF_MONTHS, _MONTHS_A_YEAR, _LONGEST_MONTH = 3, 6, 12, 31


@dataclass(frozen=True, slots=True)
class Recurring:
    """A recurring form, with the first day it falls on where the form alone does not say."""

    normal: str
    day: date | None = None


def read_recurring(text: str, reference: Reference) -> Recurring | None:
    """The recurrence named by the whole of `text` (folded, squeezed), or None.

    Raises:
        Unreadable: the words name no day of the year.
    """
    bound = _BOUND.match(text)
    words = text[bound.end() :] if bound else text
    if often := read_frequency(words):
        return Recurring(often)
    for pattern in _PATTERNS:
        if match := pattern.fullmatch(words):
            try:
                found = _read(match.groupdict(), reference)
            except (InvalidInput, ValueError, KeyError) as error:
                raise Unreadable(text) from error
            return _within(found, bound.group(), reference) if bound else found
    return None


def waits_for_day(words: str, normal: str) -> bool:
    """Whether what recurs each year is due by an occasion whose day its form does not say."""
    is_bare = any(
        "recurring:yearly" in forms.split_parts(one) for one in forms.split_readings(normal)
    )
    return is_bare and _AT_OCCASION.search(words) is not None


def _within(found: Recurring, words: str, reference: Reference) -> Recurring:
    """The recurrence, or one milestone for each of the years that bound it."""
    years = _SPAN_OF_YEARS.search(words)
    if years is None:
        return found
    first, last = (
        plan_years(years["plan"]) if years["plan"] else (int(years["first"]), int(years["last"]))
    )
    start = max(first, reference.year or first)
    return Recurring(each_year_until(found.normal, start, last) or found.normal, found.day)


def _read(groups: dict[str, str | None], reference: Reference) -> Recurring:
    if groups.get("after"):
        return _after_end(groups, reference)
    if day := groups.get("quarterday"):
        first = first_day(groups["position"], to_int(day), _QUARTER_MONTHS, reference)
        return Recurring("recurring:quarterly", first)
    if day := groups.get("halfday"):
        first = first_day(groups["halfposition"], to_int(day), _HALF_MONTHS, reference)
        return Recurring("recurring:half-yearly", first)
    if groups.get("lunar"):
        raise Undated(groups["lunar"])
    if start := _at_start(groups, reference):
        return start
    normal = _together(f"recurring:{rule}" for rule in _often(groups))
    return Recurring(normal, first_weekday(groups.get("weekly") or "", reference))


def _at_start(groups: dict[str, str | None], reference: Reference) -> Recurring | None:
    """The recurrence that is due at the start of its period, not at its end (每学期初)."""
    if groups.get("yearstart"):
        return Recurring("recurring:yearly-Q1 or recurring:yearly-01")
    if groups.get("termstart"):
        return Recurring("recurring:termly", first_of_term(reference))
    if groups.get("quarterstart"):
        first = first_day("首", int(_LAST_DAYS["初"]), _QUARTER_MONTHS, reference)
        return Recurring("recurring:quarterly", first)
    return None


def _together(rules: Iterable[str]) -> str:
    found = list(dict.fromkeys(rules))
    return found[0] if len(found) == 1 else "multi:" + ";".join(found)


def _often(groups: dict[str, str | None]) -> list[str]:
    """The rules of a recurrence: the one group that took part says which."""
    name, words = next(((name, words) for name, words in groups.items() if words), ("yearly", ""))
    rules = _RULES.get(name)
    return rules(words) if rules else [name]


def _in_quarters(words: str) -> list[str]:
    return [f"yearly-Q{to_int(number)}" for number in re.findall(r"[1-4一二三四]", words)]


def _on_days(words: str) -> list[str]:
    return [f"monthly-{to_int(day):02d}" for day in _days(words)]


def _in_tenday(words: str) -> list[str]:
    last = _LAST_DAYS.get(words[-1])
    return [f"monthly-{last}" if last else "monthly"]


def _days(words: str) -> list[str]:
    """The days of a month in a list; of a range its last."""
    ends = (re.split(_TO, part)[-1] for part in re.split(_LIST, words))
    return [re.sub(r"[日号]$", "", end) for end in ends]


_ENDINGS = (
    re.compile(rf"(?P<month>)(?P<day>{DAY})[日号](?P<tenday>)(?P<edge>)"),
    re.compile(
        rf"(?:[次翌当]年的?)?(?P<month>{MONTH})月?份?"
        rf"(?:的?(?P<day>{DAY})[日号]|(?P<tenday>[上中下]{{1,2}})旬|(?P<edge>[底末初]))?"
    ),
)


def _ending(words: str) -> re.Match[str]:
    for pattern in _ENDINGS:
        if match := pattern.fullmatch(words):
            return match
    raise Unreadable(words)


def _in_months(words: str) -> list[str]:
    """The rules of moments in the year: of a range its last, and a day said once for all."""
    found: list[tuple[str, str]] = []
    for part in re.split(_LIST, words):
        pieces = re.split(_TO, part)
        first, last = _ending(pieces[0]), _ending(pieces[-1])
        found.append((last["month"] or first["month"], _tail(last)))
    tails = {tail for _month, tail in found if tail}
    said_once = found[-1][1] if len(tails) == 1 and found[-1][1] else ""
    return [f"yearly-{to_int(month):02d}{tail or said_once}" for month, tail in found]


def _tail(match: re.Match[str]) -> str:
    if match["day"]:
        return f"-{to_int(match['day']):02d}"
    last = _LAST_DAYS.get((match["tenday"] or match["edge"] or "-")[-1])
    return f"-{last}" if last else ""


def _in_detail(words: str) -> list[str]:
    """The months in the bracket behind 每半年 or 每季度: the period, where they are its ends."""
    rules = _in_months(words)
    return _WHOLE.get(tuple(rules)) or rules


def _in_other_months(words: str) -> list[str]:
    return [f"yearly-{month:02d}" for month in range(1 + (words == "双"), 13, 2)]


_WHOLE: dict[tuple[str, ...], list[str]] = {
    ("yearly-06", "yearly-12"): ["half-yearly"],
    ("yearly-03", "yearly-06", "yearly-09", "yearly-12"): ["quarterly"],
}
_RULES: dict[str, Callable[[str], list[str]]] = {
    "details": _in_detail,
    "everyother": _in_other_months,
    "monthend": lambda _words: ["monthly"],
    "moments": _in_months,
    "quarters": _in_quarters,
    "holiday": lambda words: ["yearly-08" if words == "暑" else "yearly-02"],
    "half": lambda words: ["yearly-06" if words == "上" else "yearly-12"],
    "monthdays": _on_days,
    "monthstart": _on_days,
    "monthtenday": _in_tenday,
    "monthearly": _in_tenday,
    "halfmonthly": lambda _words: ["monthly-15", "monthly"],
    "afterall": lambda words: [_period(words)],
    "feast": lambda words: [f"yearly-{'-'.join(f'{one:02d}' for one in month_and_day(words))}"],
    "schoolyearly": lambda _words: ["yearly"],
    "halfyearly": lambda _words: ["half-yearly"],
}


def _after_end(groups: dict[str, str | None], reference: Reference) -> Recurring:
    """So long after each period: 每季度结束后10日内 is the 10th of a quarter's first month.

    Only the days of the next month are kept; longer stretches leave the period alone.
    """
    often = _period(groups["after"] or "")
    if groups["thing"]:  # 每年汛期结束后60日内: the end of something else
        return Recurring(f"recurring:{often}")
    day = _day_after(groups)
    if day and often == "monthly":
        return Recurring(f"recurring:monthly-{day:02d}")
    if often == "yearly":
        return Recurring(f"recurring:yearly{_months_after(groups, day)}")
    months = {"quarterly": _QUARTER_MONTHS, "half-yearly": _HALF_MONTHS}.get(often)
    first = first_day("首", day, months, reference) if day and months else None
    if months and (groups["unit"] or "").endswith("工作日"):
        first = first_workday(groups["within"] or "", months, reference)
    return Recurring(f"recurring:{often}", first)


def _day_after(groups: dict[str, str | None]) -> int | None:
    if groups["nextday"]:
        return to_int(groups["nextday"][:-1])
    is_days = re.fullmatch(r"个?自然日|[日天]", groups["unit"] or "")
    day = to_int(groups["within"] or "") if is_days else 0
    return day if 0 < day <= _LONGEST_MONTH else None


def _period(words: str) -> str:
    """The recurrence of a period's name: 会计年度 is yearly."""
    name = re.sub(_YEAR_OF, "", words)
    return _AFTER.get(name) or _AFTER[name[0]]


def _months_after(groups: dict[str, str | None], day: int | None) -> str:
    """The month, or the day of January, in which the time after a year's end runs out."""
    if day:
        return f"-01-{day:02d}"
    number = to_int(groups["within"] or "")
    is_months = (groups["unit"] or "").endswith("月") and number <= _MONTHS_A_YEAR
    return f"-{number:02d}" if is_months else ""
