"""Every number of the leader's page against SQL written by hand, over random tasks."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from tests.make import make_person
from tests.test_dashboards import TODAY, make_random_tasks
from tracker.dashboards import Counted, Overview, overview
from tracker.models import Person, Role

# The lamp of each task, as DESIGN 2 and PRACTICE 2.4 say it, without a line of our own code.
LAMPS = """
WITH standing AS (
  SELECT task_id, CASE
    WHEN due_on IS NULL OR submitted_on <= due_on THEN 3
    WHEN due_on < :today AND kind = 'checkpoint' THEN 1
    WHEN due_on < :today THEN 0
    WHEN lagging_from <= :today THEN 1
    WHEN soon_from <= :today THEN 2
    ELSE 3 END AS badness
  FROM milestone WHERE state IN ('open', 'submitted')),
lamp AS (
  SELECT id, state, CASE
    WHEN state IN ('completed', 'struck_off') THEN 'done'
    WHEN state IN ('suspended', 'cancelled') THEN 'paused'
    WHEN (SELECT min(badness) FROM standing WHERE task_id = task.id) = 0 THEN 'overdue'
    WHEN (SELECT min(badness) FROM standing WHERE task_id = task.id) = 1 THEN 'lagging'
    WHEN (SELECT min(badness) FROM standing WHERE task_id = task.id) = 2 THEN 'soon'
    ELSE 'on_time' END AS lamp
  FROM task)
"""
WORKING = "state IN ('issued', 'active', 'submitted')"
FIGURES = {
    "total": "lamp <> 'paused'",
    "overdue": "lamp = 'overdue'",
    "near": "lamp IN ('soon', 'lagging')",
    "on_time": "lamp = 'on_time'",
    "completed": "lamp = 'done'",
    "unfinished": WORKING,
    "lagging": "lamp = 'lagging'",
    "soon": "lamp = 'soon'",
    "paused": "lamp = 'paused'",
    "unsigned": """lamp = 'on_time' AND EXISTS (
        SELECT 1 FROM assignment WHERE task_id = lamp.id AND signed_at IS NULL)""",
    "late": """lamp = 'done' AND EXISTS (
        SELECT 1 FROM milestone WHERE task_id = lamp.id AND state = 'closed'
        AND submitted_on > due_on)""",
}
# In the order of the columns of the table of departments.
COLUMNS = ("total", "overdue", "lagging", "soon", "on_time", "completed")
SUMMED_UP = "lamp.id IN (SELECT task_id FROM assignment WHERE reports_for_all AND department_id = "
DUE_SOON = """state IN ('open', 'submitted') AND due_on BETWEEN :today AND date(:today, '+30 days')
    AND task_id IN (SELECT id FROM task WHERE state IN ('issued', 'active', 'submitted'))"""
# A local day of Shanghai ends at 16:00 of the same UTC date.
UNFINISHED = """issued_at < :end AND (state IN ('issued', 'active', 'submitted')
    OR (state IN ('completed', 'struck_off') AND completed_at >= :end))"""
WAS_OVERDUE = """id IN (SELECT task_id FROM milestone WHERE kind <> 'checkpoint' AND due_on < :day
    AND (submitted_on IS NULL OR submitted_on > due_on)
    AND (state IN ('open', 'submitted') OR closed_on > :day OR id IN (
        SELECT milestone_id FROM event WHERE action = 'milestone.missed' AND at >= :end)))"""


@pytest.fixture(params=[11, 12, 13])
def shown(request: pytest.FixtureRequest, session: Session, zhou: Person) -> Overview:
    """The leader's page over forty random tasks."""
    make_random_tasks(session, zhou, request.param)
    leader = make_person(session, account="wang", name="王区长", role=Role.leader)
    return overview(session, leader, TODAY)


def number(session: Session, statement: str, **values: Any) -> int:
    return int(session.connection().execute(text(statement), values).scalar_one())


def lamps(session: Session, condition: str) -> int:
    statement = f"{LAMPS} SELECT count(*) FROM lamp WHERE {condition}"
    return number(session, statement, today=TODAY.isoformat())


def department_of(counted: Counted) -> int:
    assert counted.filter.department is not None
    return counted.filter.department


@pytest.mark.slow
def test_every_number_of_the_leaders_page_agrees_with_plain_sql(
    session: Session, shown: Overview
) -> None:
    for name, condition in FIGURES.items():
        assert getattr(shown.figures, name).number == lamps(session, condition), name
    for name, total in zip(COLUMNS, shown.totals, strict=True):
        assert total.number == lamps(session, FIGURES[name]), name
    assert shown.departments
    for line in shown.departments:
        for name, cell in zip(COLUMNS, line.cells, strict=True):
            own = f"{SUMMED_UP} {department_of(cell)})"
            assert cell.number == lamps(session, f"{FIGURES[name]} AND {own}"), (line.name, name)


@pytest.mark.slow
def test_joint_leads_and_what_comes_agree_with_plain_sql(session: Session, shown: Overview) -> None:
    for each in shown.co_leads:
        beside = f"""lamp <> 'paused' AND lamp.id IN (SELECT task_id FROM assignment
            WHERE role = 'lead' AND NOT reports_for_all
            AND department_id = {department_of(each.tasks)})"""
        assert each.tasks.number == lamps(session, beside), each.name
    today = TODAY.isoformat()
    nodes = f"SELECT count(*) FROM milestone WHERE {DUE_SOON}"
    tasks = f"SELECT count(DISTINCT task_id) FROM milestone WHERE {DUE_SOON}"
    assert shown.coming.milestones == number(session, nodes, today=today)
    assert shown.coming.tasks.number == number(session, tasks, today=today)


@pytest.mark.slow
def test_twelve_months_agree_with_plain_sql(session: Session, shown: Overview) -> None:
    def count(condition: str, day: date) -> int:
        statement = f"SELECT count(*) FROM task WHERE {condition}"
        values: dict[str, Any] = {"end": f"{day} 16:00:00.000000"}
        if ":day" in condition:
            values["day"] = day.isoformat()
        return number(session, statement, **values)

    assert len(shown.months) == 12
    for month in shown.months:
        assert month.unfinished.number == count(UNFINISHED, month.day)
        overdue = f"{UNFINISHED} AND {WAS_OVERDUE}"
        assert month.overdue.number == count(overdue, month.day), month.day


def test_no_number_of_the_page_is_left_out(shown: Overview) -> None:
    """The fields of the page that are numbers are those the tests above name."""
    named = {"figures", "departments", "totals", "co_leads", "coming", "months"}
    others = {"today", "documents", "overdue"}
    assert set(shown.__dataclass_fields__) == named | others
    assert set(FIGURES) == set(shown.figures.__dataclass_fields__)
