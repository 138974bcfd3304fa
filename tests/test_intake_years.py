"""A time whose year stands elsewhere in the text: a coordinator confirms it or sets a day."""

from datetime import date

import pytest
from sqlmodel import Session

from tests.conftest import NOW
from tests.reading_samples import extraction_from
from tracker import intake
from tracker.intake import DraftValues, Received
from tracker.models import Draft, Person

TABLE = (
    "序号\t工作任务\t完成时限\t责任单位\n"
    "1\t网上报名\t2014年11月21日前\t市招办\n"
    "2\t汇总数据\t12月28日前\t市招办\n"
)


@pytest.fixture
def draft(session: Session, lin: Person) -> Draft:
    received = Received("d" * 64, 1, "日程表.txt", "text/plain", extraction_from(TABLE))
    document = intake.receive_document(session, received, lin, NOW)
    return next(each for each in document.drafts if each.no == "2")


def test_row_offers_the_year_above_and_a_day_of_its_own(draft: Draft) -> None:
    assert draft.deadline_due_on == date(2014, 12, 28)
    assert [each["kind"] for each in draft.problems] == ["deadline_year"]
    assert [each.key for each in intake.choices_of(draft, None)] == ["column", "date"]


@pytest.mark.parametrize(
    ("choice", "due_on"),
    [("column", date(2014, 12, 28)), ("date", date(2015, 12, 28))],
)
def test_choice_settles_the_year(
    session: Session, lin: Person, draft: Draft, choice: str, due_on: date
) -> None:
    values = DraftValues(
        title=draft.title,
        content=draft.content,
        deadline_text=draft.deadline_text,
        leads=tuple(draft.leads),
        cooperating=(),
        choice=choice,
        due_on=due_on if choice == "date" else None,
    )
    intake.check_draft(session, draft, values, draft.version, lin, NOW)
    assert (draft.deadline_due_on, draft.problems) == (due_on, [])
