"""Offices of bodies that only meet: 安委办, 河长办, 双创指挥部. Each sits in a department."""

import re
from collections.abc import Iterable

from tracker.directory.bodies import common_bodies
from tracker.directory.groups import is_group_name
from tracker.directory.names import STATE, level_of, readings
from tracker.directory.questions import Found, Question, bodies_of, single_bodies
from tracker.texts import gettext as _

OFFICE = re.compile(r"..(?:办|办公室|指挥部|领导小组|专班|工作组|联席会议|攻坚组)$")
# The office of a government, a committee or a town is a body of its own.
OF_A_BODY = re.compile(
    r"(?:政府|党委|委|街道|镇|乡|管委会|县|区|市|局|院|会|公司|党政|综合)(?:办|办公室|办公厅)$"
)


def is_attached(name: str) -> bool:
    """Return whether a name is that of an office that sits in a department: 市安委办, 区双创办."""
    if is_group_name(name) or level_of(name) == STATE:
        return False
    core = readings(name)[-1].core
    kinds = common_bodies().called(core)
    if kinds:
        return any(kind.seats for kind in kinds)
    return OFFICE.search(core) is not None and OF_A_BODY.search(core) is None


def by_seat(question: Question) -> Iterable[Found]:
    """The departments in which such an office usually sits, by the shipped list."""
    if not is_attached(question.name):
        return
    core = readings(question.name)[-1].core
    seats = {seat for kind in common_bodies().called(core) for seat in kind.seats}
    for each in single_bodies(question):
        if question.is_here(each.name) is False:
            continue
        if seats & {kind.name for kind in bodies_of(each.name)}:
            reason = _("“%(name)s” often sits in %(known)s.", name=question.name, known=each.name)
            yield Found(each, is_sure=False, reason=reason)
