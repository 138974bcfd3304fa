"""Finds events written as a numbered name with labelled lines below, and makes a table of them.

1.诵读比赛 / 时间：5月6日 / 主办：团委 / 参加对象：… (plans of festivals and of weeks of action):
what is to be done is the name or the line 活动内容, so that these are rows and no measures.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.extraction.flat.labelled import Labelled
from tracker.extraction.wording import simplified
from tracker.reading.content import Cell, Paragraph

LEAST_BLOCKS, LEAST_LABELS, MOST_LABELS = 2, 2, 12
LONGEST_NAME = 60
# So far from the beginning of a line the colon behind its label stands.
NEAR = 40
NUMBER = re.compile(r"\s*(?P<no>\d{1,3}|[（(]?[一二三四五六七八九十]{1,3}[）)]?)[)）、.．]?\s*")
NUMBERED = re.compile(
    r"\s*(?:\d{1,3}[.、．](?!\d)|[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]|[一二三四五六七八九十]{1,3}、)"
)
LABEL = re.compile(
    r"(?:\d{1,2}[.、．]\s*)?(?P<label>[\u4e00-\u9fff/／、 \u3000]{2,12}?)\s*[:：]\s*(?=\S)"
)
EVENT = r"(?:活动|举办|比赛|竞赛|展览|展出|演出|培训|演练|会议)?"
BODY = r"(?:单位|部门|处室|科室)"
# The label of a line, and the heading of the column that its words stand in.
HEADINGS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"{EVENT}时间"), "活动时间"),
    (re.compile(rf"{EVENT}地点"), "活动地点"),
    (re.compile(rf"{EVENT}(?:内容|形式及内容)"), "活动内容"),
    (re.compile(rf"(?:{EVENT}|参加|参与|参赛)(?:对象|人员|范围)"), "活动对象"),
    (re.compile(rf"(?:主办|牵头){BODY}?"), "主办单位"),
    (re.compile(rf"(?:承办|责任|负责|组织|实施){BODY}?(?:[/／、和及]?(?:团队|个人))?"), "责任单位"),
    (re.compile(rf"(?:协办|配合|参加|参与){BODY}?"), "配合单位"),
)
EVENTFUL = frozenset({"活动时间", "活动地点", "活动内容", "活动对象"})
ANSWERING = frozenset({"主办单位", "责任单位"})
NAME, CONTENT = "活动名称", "活动内容"
TAKING_PART = re.compile(
    r"(?:参加|参与|配合|协办)(?:单位|部门)[:：]\s*(?P<names>[^。；;）)]{2,200})"
)
ENDED = ("。", "；", ";", ":", "：")


@dataclass(frozen=True, slots=True)
class Event:
    """An event: the index of its name, before which one it ends, its words by heading."""

    start: int
    end: int
    values: dict[str, str]


def find_events(paragraphs: Sequence[Paragraph]) -> Iterator[Labelled]:
    """Return the tables that two or more such events below one another make."""
    at = 0
    while at < len(paragraphs):
        events: list[Event] = []
        while (found := _event(paragraphs, events[-1].end if events else at)) is not None:
            events.append(found)
        if len(events) >= LEAST_BLOCKS:
            yield _table(events, paragraphs)
        at = events[-1].end if events else at + 1


def _event(paragraphs: Sequence[Paragraph], at: int) -> Event | None:
    """Return the event whose name stands here, None where none does."""
    if at + LEAST_LABELS >= len(paragraphs) or _labelled(paragraphs[at + 1].full_text) is None:
        return None
    name = paragraphs[at].full_text.strip()
    is_name = NUMBERED.match(name) and len(name) <= LONGEST_NAME and not name.endswith(ENDED)
    if not is_name or _labelled(name):
        return None
    values: dict[str, str] = {}
    end = at + 1
    while end < len(paragraphs) and end - at <= MOST_LABELS:
        found = _labelled(paragraphs[end].full_text)
        if found is None or found[0] in values:
            break
        values.update(_apart(*found))
        end += 1
    is_event = values.keys() & EVENTFUL and values.keys() & ANSWERING
    return Event(at, end, values) if is_event and len(values) >= LEAST_LABELS else None


def _labelled(text: str) -> tuple[str, str] | None:
    """Return the heading and the words of a line with a label that we know, None for others."""
    head = text[:NEAR]
    found = LABEL.match(text.strip()) if ":" in head or "：" in head else None
    if found is None:
        return None
    label = simplified("".join(found["label"].split()))
    heading = next((name for pattern, name in HEADINGS if pattern.fullmatch(label)), None)
    if heading is None:
        return None
    words = text.strip()[found.end() :]
    again = LABEL.match(words)
    return heading, words[again.end() :] if again and again["label"] == found["label"] else words


def _apart(heading: str, words: str) -> dict[str, str]:
    """Return words by heading: who takes part may stand in a sentence behind who answers."""
    if heading not in ANSWERING:
        return {heading: words if heading == CONTENT else words.rstrip("。；; ")}
    names, stop, rest = words.partition("。")
    said = TAKING_PART.search(rest) if stop else None
    return {heading: names, **({"配合单位": said["names"]} if said else {})}


def _table(events: Sequence[Event], paragraphs: Sequence[Paragraph]) -> Labelled:
    labels = list(dict.fromkeys(label for event in events for label in event.values))
    rows = [tuple(Cell((each,), 0, at) for at, each in enumerate(("序号", NAME, *labels)))]
    for count, event in enumerate(events, 1):
        name = paragraphs[event.start].full_text.strip()
        mark = NUMBER.match(name)
        no, words = (mark["no"], name[mark.end() :]) if mark else ("", name)
        texts = (no, words, *(event.values.get(label, "") for label in labels))
        rows.append(
            tuple(Cell((each,) if each else (), count, at) for at, each in enumerate(texts))
        )
    places = (paragraphs[events[0].start].place, *(paragraphs[e.start].place for e in events))
    return Labelled(tuple(rows), places, events[0].start, events[-1].end)
