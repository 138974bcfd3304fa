"""Reads for which government a report on its work is given, and on which day."""

import re
from collections.abc import Sequence

NEAR = 4
REPORT = re.compile(r"工作报告$")
# 我代表省人民政府，向大会报告工作
REPORTED_FOR = re.compile(
    r"我(?:谨?代表|受)(?P<issuer>[^，,。、\s]{2,30}?政府)(?=[，,]|向|的?委托)"
)
SPEAKER = re.compile(
    r"(?P<issuer>[\u4e00-\u9fff]{2,20}政府)代?(?:主席|省长|市长|区长|县长|州长|盟长|旗长)"
)
# ——2026年2月3日在…会议上, （2026年2月3日在…会议上）
GIVEN = re.compile(r"[（(—―－-]*(?P<dated>\d{4}年\d{1,2}月\d{1,2}日)在.*(?:会议?|次会)上[）)]?$")


def reporting_government(title: str | None, head: Sequence[str], body: Sequence[str]) -> str | None:
    """Return the government for which a report on its work is given, as it is named there."""
    if not REPORT.search(title or ""):
        return None
    said = (REPORTED_FOR.search(line) for line in body[:NEAR])
    spoke = (SPEAKER.match(line) for line in head)
    return next((found["issuer"] for found in (*said, *spoke) if found), None)


def given_on(line: str) -> str | None:
    """Return the day in the line below the title that tells where a report was given."""
    found = GIVEN.match(line)
    return found["dated"] if found else None
