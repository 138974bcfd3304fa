"""Cases of deadlines from their tables, and every normal form as hypothesis draws it."""

import csv
from datetime import date
from pathlib import Path

from hypothesis import strategies as st

DOCUMENTS = Path(__file__).with_name("documents")
ISSUED_ON = date(2017, 5, 12)
YEARS = st.integers(1990, 2090)
MONTHS = st.integers(1, 12)


def read_cases(name: str) -> list[tuple[str, ...]]:
    """Return the rows of a table under tests/documents, without its head and its # comments."""
    with (DOCUMENTS / name).open(encoding="utf-8", newline="") as source:
        rows = csv.reader(source, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [tuple(row) for row in rows if row and not row[0].startswith("#")][1:]


def month_form(year: int, month: int) -> str:
    """Return the form of a month."""
    return f"month:{year}-{month:02d}"


ONE_OFF = st.one_of(
    st.dates(date(1990, 1, 1), date(2090, 12, 31)).map(lambda day: f"date:{day.isoformat()}"),
    st.builds(month_form, YEARS, MONTHS),
    st.builds(
        lambda year, month, part: f"tenday:{year}-{month:02d}-{part}",
        YEARS,
        MONTHS,
        st.sampled_from(["early", "mid", "late"]),
    ),
    st.builds(lambda year, number: f"quarter:{year}-Q{number}", YEARS, st.integers(1, 4)),
    st.builds(lambda year, number: f"half:{year}-H{number}", YEARS, st.integers(1, 2)),
    YEARS.map(lambda year: f"year:{year}"),
)
RECURRING = st.one_of(
    st.sampled_from(["daily", "weekly", "monthly", "quarterly", "half-yearly", "yearly", "termly"]),
    st.integers(1, 31).map(lambda day: f"monthly-{day:02d}"),
    MONTHS.map(lambda month: f"yearly-{month:02d}"),
    st.builds(lambda month, day: f"yearly-{month:02d}-{day:02d}", MONTHS, st.integers(1, 28)),
    st.integers(1, 4).map(lambda number: f"yearly-Q{number}"),
).map(lambda rule: f"recurring:{rule}")
RANGES = st.one_of(
    st.builds(lambda year, length: f"range:{year}/{year + length}", YEARS, st.integers(0, 9)),
    st.builds(lambda year, month: f"range:{year}-{month:02d}/{year + 1}", YEARS, MONTHS),
    YEARS.map(lambda year: f"range:{year}/.."),
    st.builds(lambda year, month: f"range:{year}-{month:02d}/..", YEARS, MONTHS),
)
EVENTS = st.builds(
    lambda number, unit, anchor: f"event:+{number}{unit}{anchor}",
    st.integers(1, 99),
    st.sampled_from(["d", "wd", "w", "m", "y"]),
    st.sampled_from(["", "@印发", "@会", "@收到通知", "@2017年", "@验收合格", "@一九八九年"]),
)
BEFORE = st.sampled_from(
    [
        "event:+0d@开学",
        "event:+0d@开学前10日",
        "event:+0d@期限届满三十日前",
        "event:+0d@提前七日",
        "event:+0d@选举日的五日以前",
        "event:+0d@汛期",
    ]
)
STANDING = st.one_of(st.sampled_from(["ongoing", "immediate", "none"]), BEFORE)
SIMPLE = st.one_of(ONE_OFF, RECURRING, RANGES, EVENTS, STANDING)
PARTS = st.one_of(
    ONE_OFF, RECURRING, RANGES, EVENTS, BEFORE, st.sampled_from(["ongoing", "immediate"])
)
MULTI = st.lists(PARTS, min_size=2, max_size=4, unique=True).map(
    lambda parts: "multi:" + ";".join(parts)
)
AMBIGUOUS = st.one_of(
    YEARS.map(lambda year: f"year:{year} or year:{year - 1}"),
    YEARS.map(lambda year: f"multi:year:{year};ongoing or multi:year:{year - 1};ongoing"),
    st.builds(
        lambda year, number: f"quarter:{year}-Q{number + 1} or quarter:{year}-Q{number}",
        YEARS,
        st.integers(1, 3),
    ),
)
ANY_FORM = st.one_of(SIMPLE, MULTI, AMBIGUOUS)
