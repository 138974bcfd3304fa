"""Says what a name as written stands for: one body, a group of them, a function."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.models import Department
from tracker.texts import gettext as _

# 各街道; 市直有关部门; a bare kind of place (镇, 县（市）区政府) names all of that kind, but 市政府
# alone is the government whose document it is.
GROUP_NAME = re.compile(
    r"^各|有关|相关|等$"
    r"|^(?![市县区旗](?:人民)?政府$)(?:[县市区旗乡镇村街道（）()、]+)(?:政府|人民政府|办事处|管委会|党委)?$"
)


@dataclass(frozen=True, slots=True)
class Match:
    """What a name as written stands for: a department, or None where nobody can say; and why."""

    name: str
    department: Department | None
    reason: str


def is_group_name(name: str) -> bool:
    """Return whether a name stands for several bodies (各街道, 镇, 市直有关部门), not for one."""
    return GROUP_NAME.search(name) is not None


def is_function_name(name: str) -> bool:
    """Return whether a name says what a body does (教育督导部门), not which body it is."""
    return not is_group_name(name) and name.endswith(("部门", "机构", "机关"))


def match_department(name: str, departments: Sequence[Department], on: date | None = None) -> Match:
    """Return the department that `name` means on the day `on`.

    A name or a recorded alias decides; anything else is for a person to say.
    """
    del on  # renames with dates come with the departments' page
    for department in departments:
        if department.name == name:
            return Match(name, department, _("same name"))
    for department in departments:
        if any(alias.name == name for alias in department.aliases):
            return Match(name, department, _("recorded alias"))
    return Match(name, None, _("new department"))
