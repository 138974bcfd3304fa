"""How often as a count of times (一年两次, 半年一次), turned into a recurring form."""

import re

from tracker.numerals import to_int

_COUNTED = re.compile(
    r"(?:(?:每个?|一个?)(?P<unit>年|季度?|月|周|星期|学期)|(?P<half>每?半[年月]|每?半个月))"
    r"(?:至少|不少于|开展|组织|召开)?(?P<times>[一二两三四1-4])次"
)
_HALF_MONTHLY = "multi:recurring:monthly-15;recurring:monthly"
_FORMS = {
    ("年", 1): "recurring:yearly",
    ("年", 2): "recurring:half-yearly",
    ("年", 4): "recurring:quarterly",
    ("半年", 1): "recurring:half-yearly",
    ("季", 1): "recurring:quarterly",
    ("学期", 1): "recurring:termly",
    ("月", 1): "recurring:monthly",
    ("月", 2): _HALF_MONTHLY,
    ("半月", 1): _HALF_MONTHLY,
    ("周", 1): "recurring:weekly",
}


def read_frequency(words: str) -> str | None:
    """The form of words that are a count of times in a period and nothing else, else None."""
    match = _COUNTED.fullmatch(words)
    if match is None:
        return None
    unit = (match["unit"] or match["half"]).removeprefix("每").replace("个", "")
    unit = unit.replace("季度", "季").replace("星期", "周")
    return _FORMS.get((unit, to_int(match["times"])))
