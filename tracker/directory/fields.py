"""The fields of work that the name of a body says: 教文体局 is of 教育, 文化 and 体育. Pure."""

import re
from functools import cache

from tracker.directory.bodies import common_bodies, fold_body

ENDING = re.compile(r"(?:分局|局|委|厅|办公室|办|中心)$")
# Words between the fields that say nothing of their own.
FILLER = re.compile(
    r"监督管理|行政管理|管理服务|事业发展|监督|管理|行政|事务|事业|服务|保障|保护|利用|城乡|合作|局"
)
MOST_LETTERS = 6


@cache
def fields_of(core: str) -> frozenset[str]:
    """Return the fields a name without place and level says; none unless all its words are known.

    Full words go before letters (教体 is 教 and 体), the longest word first.
    """
    text = fold_body(re.sub(r"[()、]", "", core))
    stem = ENDING.sub("", text)
    if stem == text:
        return frozenset()
    found = parse(stem)
    return frozenset() if found is None else found


def parse(stem: str) -> frozenset[str] | None:
    """Return the fields of a stem, None where a piece of it is no known word."""
    if not stem:
        return frozenset()
    known = common_bodies().fields
    for length in range(min(MOST_LETTERS, len(stem)), 0, -1):
        field = known.get(stem[:length])
        rest = parse(stem[length:]) if field else None
        if field and rest is not None:
            return rest | {field}
    filler = FILLER.match(stem)
    return parse(stem[filler.end() :]) if filler else None
