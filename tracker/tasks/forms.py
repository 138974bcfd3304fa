"""What a normal form of a deadline means for milestones."""

from tracker.deadlines.forms import OR, split_parts
from tracker.models import MilestoneKind


def parts_of(normal: str) -> tuple[str, ...]:
    """Return the forms that each make a milestone; an undecided `A or B` is one without a date."""
    return (normal,) if OR in normal else split_parts(normal)


def repeats(form: str) -> bool:
    """Return whether a normal form asks again and again: recurring, 长期, 2017年起."""
    return form.startswith("recurring:") or is_standing(form)


def is_standing(form: str) -> bool:
    """Return whether a normal form has no end: 长期 and open ranges."""
    return form == "ongoing" or form.endswith("/..")


def kind_of(form: str) -> MilestoneKind:
    """Return what kind of milestone a normal form makes."""
    if is_standing(form):
        return MilestoneKind.checkpoint
    return MilestoneKind.recurring if form.startswith("recurring:") else MilestoneKind.deadline
