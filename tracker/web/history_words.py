"""The words of the history: what each recorded action, field and state is called on the pages."""

from enum import StrEnum

from tracker.texts import gettext as _


class Kind(StrEnum):
    """What a line is about; a task's page of history can be narrowed to one."""

    task = "task"
    party = "party"
    report = "report"
    milestone = "milestone"
    urging = "urging"
    draft = "draft"
    office = "office"


KIND_WORDS = {
    Kind.task: _("Course of the task"),
    Kind.party: _("Departments and signatures"),
    Kind.report: _("Reports and reviews"),
    Kind.milestone: _("Nodes"),
    Kind.urging: _("Urging"),
    Kind.draft: _("Document and draft"),
    Kind.office: _("Office"),
}
KINDS = {
    "task": Kind.task,
    "assignment": Kind.party,
    "report": Kind.report,
    "milestone": Kind.milestone,
    "milestones": Kind.milestone,
    "document": Kind.draft,
    "draft": Kind.draft,
    "job": Kind.draft,
}
URGING = frozenset({"task.urged", "assignment.pressed"})
# Acts of a person that decide; their dots are filled.
STRONG = frozenset(
    {
        "task.issued",
        "task.completed",
        "task.cancelled",
        "task.amended",
        "task.restored",
        "report.submitted",
        "report.accepted",
        "report.returned",
    }
)
# %(who)s did it (the system where nobody did), %(department)s is the one concerned.
WORDS = {
    "assignment.added": _("%(who)s added %(department)s to the task"),
    "assignment.kept": _("%(department)s is no longer named; its record stays"),
    "assignment.moved": _("The part went over to %(department)s"),
    "assignment.pressed": _("%(who)s urged %(department)s to sign"),
    "assignment.removed": _("%(who)s took %(department)s out of the task"),
    "assignment.restored": _("%(department)s is named again"),
    "assignment.signed": _("%(department)s, %(who)s: signed"),
    "department.alias_added": _("%(who)s recorded another name of %(department)s"),
    "department.alias_removed": _("%(who)s removed another name of %(department)s"),
    "department.created": _("%(who)s added the department %(department)s"),
    "department.invitation_revoked": _("%(who)s took the invitation of %(department)s back"),
    "department.invited": _("%(who)s invited %(department)s"),
    "department.joined": _("%(who)s joined as clerk of %(department)s"),
    "department.kind_changed": _("%(who)s changed whether %(department)s is a group"),
    "department.member_added": _("%(who)s put a member into %(department)s"),
    "department.member_removed": _("%(who)s took a member out of %(department)s"),
    "department.merged": _("%(who)s merged departments"),
    "department.renamed": _("%(who)s renamed %(department)s"),
    "document.amended": _("%(who)s amended the tasks by this edition"),
    "document.edition": _("%(who)s said which document this edition amends"),
    "document.first_leads": _("%(who)s said who leads in the whole document"),
    "document.received": _("%(who)s imported the document"),
    "document.separate": _("%(who)s said that the document stands for itself"),
    "document.withdrawn": _("%(who)s undid the import of the document"),
    "draft.accepted": _("%(who)s issued the draft as a task"),
    "draft.added": _("%(who)s added a draft"),
    "draft.carried": _("%(who)s carried the draft into the amended edition"),
    "draft.checked": _("%(who)s checked the draft"),
    "draft.dropped": _("%(who)s dropped the draft"),
    "draft.edited": _("%(who)s edited the draft"),
    "draft.merged": _("%(who)s joined drafts"),
    "draft.open": _("%(who)s took the draft up again"),
    "draft.read": _("%(who)s had a table read as tasks"),
    "draft.renamed": _("%(who)s settled names in drafts"),
    "draft.restored": _("%(who)s took the amended edition back; the draft is as it was"),
    "draft.reverted": _("%(who)s went back to what was read"),
    "draft.split": _("%(who)s split the draft"),
    "draft.table_dropped": _("%(who)s dropped the items of a table"),
    "draft.undone": _("%(who)s took the last step back"),
    "filter.default": _("%(who)s chose what the ledger opens with"),
    "filter.dropped": _("%(who)s deleted a kept filter"),
    "filter.kept": _("%(who)s kept a filter"),
    "job.cancelled": _("%(who)s stopped the reading of a scan"),
    "job.done": _("A scan was read"),
    "job.failed": _("A scan could not be read"),
    "job.queued": _("%(who)s had a scan read"),
    "job.retried": _("%(who)s had a scan read again"),
    "message.released": _("%(who)s had a mail sent again"),
    "milestone.closed": _("%(who)s closed the node"),
    "milestone.missed": _("The node ended without completion"),
    "milestone.moved": _("%(who)s moved the node"),
    "milestone.open": _("The node is open again"),
    "milestone.opened": _("The next node began"),
    "milestone.submitted": _("The node waits for review"),
    "milestone.superseded": _("The node was replaced"),
    "milestones.relit": _("%(who)s changed the lights; lamps moved with them"),
    "person.changed": _("%(who)s changed an account"),
    "person.created": _("%(who)s added an account"),
    "person.locked": _("An account was locked after failed attempts"),
    "person.password_changed": _("%(who)s set a password"),
    "person.reset_started": _("%(who)s let a password be set anew"),
    "person.session_ended": _("%(who)s ended sessions"),
    "person.signed_in": _("%(who)s signed in"),
    "person.signed_out": _("%(who)s signed out"),
    "report.accepted": _("%(who)s accepted the report of %(department)s"),
    "report.noted": _("%(department)s, %(who)s: progress noted"),
    "report.returned": _("%(who)s returned the report of %(department)s"),
    "report.submitted": _("%(department)s, %(who)s: report"),
    "settings.calendar_changed": _("%(who)s changed the calendar of holidays"),
    "settings.calendar_removed": _("%(who)s removed a year's holidays"),
    "settings.lights_changed": _("%(who)s changed the rules of the lights"),
    "settings.mail_tested": _("%(who)s tried the mail server"),
    "settings.reminders_changed": _("%(who)s changed the rules of reminders"),
    "task.active": _("The task is under way"),
    "task.amended": _("%(who)s took over what the amended edition says"),
    "task.cancelled": _("%(who)s cancelled the task"),
    "task.completed": _("The task is completed"),
    "task.issued": _("%(who)s issued the task"),
    "task.restored": _("%(who)s took the amended edition back; the task is as it was before"),
    "task.struck_off": _("%(who)s struck the task off"),
    "task.submitted": _("The task waits for review"),
    "task.suspended": _("%(who)s suspended the task"),
    "task.urged": _("%(who)s urged %(department)s"),
}
FIELDS = {
    "account": _("Account"),
    "alias": _("other name"),
    "content": _("Main content"),
    "cooperating": _("Cooperating departments"),
    "deadline_text": _("Time of completion"),
    "deadline_due_on": _("last day"),
    "department": _("Department"),
    "drafts": _("rows read"),
    "due_on": _("last day"),
    "first_leads": _("only the first leads"),
    "is_group": _("is a group"),
    "leads": _("Responsible departments"),
    "member": _("member"),
    "merged": _("merged"),
    "name": _("Name"),
    "no": _("No."),
    "on": _("on day"),
    "percent": _("Percent done"),
    "reason": _("Reason"),
    "standing": _("Lamp"),
    "state": _("State"),
    "title": _("Key task"),
}
# States of tasks, milestones, reports and drafts, and lamps, by the names they are kept under.
VALUES = {
    "accepted": _("Accepted"),
    "active": _("Under way"),
    "cancelled": _("Cancelled"),
    "carried": _("Carried over"),
    "closed": _("Closed"),
    "completed": _("Completed"),
    "done": _("Done"),
    "dropped": _("Dropped"),
    "issued": _("To be signed"),
    "lagging": _("Lagging"),
    "missed": _("not reported"),
    "noted": _("progress only"),
    "on_time": _("On time"),
    "open": _("Open"),
    "overdue": _("Overdue"),
    "paused": _("Paused"),
    "returned": _("Returned"),
    "soon": _("Due soon"),
    "struck_off": _("Struck off"),
    "submitted": _("To be reviewed"),
    "superseded": _("Replaced"),
    "suspended": _("Suspended"),
}
# What a draft's states are called; "open" means something else for a node.
DRAFT_VALUES = {
    "open": _("To be confirmed"),
    "accepted": _("Issued"),
}
CODED = frozenset({"state", "standing"})
