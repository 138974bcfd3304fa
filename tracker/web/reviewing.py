"""Gathers what the review page shows: drafts by tab, the open one, the source beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flask import url_for
from wtforms import HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from tracker import intake
from tracker.deadlines import explain, parse_deadline
from tracker.directory import Match, all_departments, match_department
from tracker.models import Department, Document, Draft, DraftState
from tracker.texts import gettext as _
from tracker.web.access import Visit
from tracker.web.forms import Form
from tracker.web.lists import Tab
from tracker.web.sources import SourceBlock, anchor_of, lay_out

LONGEST_TITLE = 500
LONGEST_DEADLINE = 200
LONGEST_CONTENT = 20_000
NAME_SEPARATORS = str.maketrans("、，,；;\t", "\n\n\n\n\n\n")
# Problems that only tell something; every other one is for a person to settle.
NOTES = frozenset({"department_new"})
# The day or the year that 今年 means in a document.
Reference = date | int | None


class Show(StrEnum):
    """The tabs of the review page."""

    proposed = "proposed"
    unsettled = "unsettled"
    measures = "measures"
    accepted = "accepted"
    dropped = "dropped"


class DraftForm(Form):
    """What a coordinator may change in one draft; names one a line, the leading one first."""

    title = StringField(_("Key task"), [Length(max=LONGEST_TITLE)])
    content = TextAreaField(_("Main content"), [Length(max=LONGEST_CONTENT)])
    deadline_text = StringField(_("Deadline"), [Length(max=LONGEST_DEADLINE)])
    reading = RadioField(_("Deadline"), [Optional()], choices=[], validate_choice=False)
    leads = TextAreaField(_("Responsible departments"), [Length(max=LONGEST_CONTENT)])
    cooperating = TextAreaField(_("Cooperating departments"), [Length(max=LONGEST_CONTENT)])
    version = IntegerField()
    act = HiddenField()

    @classmethod
    def for_draft(cls, draft: Draft, reference: Reference) -> "DraftForm":
        """Return the form filled with the draft, or with what was sent for it."""
        form = cls.from_request(
            title=draft.title,
            content=draft.content,
            deadline_text=draft.deadline_text,
            reading="",
            leads="\n".join(draft.leads),
            cooperating="\n".join(draft.cooperating),
            version=draft.version,
        )
        form.reading.choices = readings_of(draft, reference)
        return form

    def values(self) -> intake.DraftValues:
        """Return what was filled in; a reading that was chosen stands before the words typed."""
        return intake.DraftValues(
            title=(self.title.data or "").strip(),
            content=(self.content.data or "").strip(),
            deadline_text=self.reading.data or (self.deadline_text.data or "").strip(),
            leads=names_in(self.leads.data),
            cooperating=names_in(self.cooperating.data),
        )


def names_in(text: str | None) -> tuple[str, ...]:
    """Return the names of a field, each once, in order."""
    lines = (text or "").translate(NAME_SEPARATORS).splitlines()
    return tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))


def readings_of(draft: Draft, reference: Reference) -> list[tuple[str, str]]:
    """Return the times a person may choose from: the column's as it stands, then the content's."""
    others = [each["reading"] for each in draft.problems if each.get("reading")]
    if not others:
        return []
    words = [draft.deadline_text, *others]
    return [
        (each if at else "", _("As “%(text)s”: %(meaning)s", text=each, meaning=meaning))
        for at, each in enumerate(words)
        if (meaning := meaning_of(each, reference))
    ]


def meaning_of(words: str, reference: Reference) -> str:
    """Return what the words of a time are taken to mean; nothing for a blank."""
    return explain(parse_deadline(words, reference)) if words else ""


@dataclass(frozen=True, slots=True)
class Row:
    """One draft in the list: what it is flagged with, and where it was read."""

    draft: Draft
    flag: str
    anchor: str
    is_ticked: bool
    url: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of a draft: what its kind is called, and the sentence."""

    word: str
    text: str


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """The draft looked at: its form, what its time means, what its names stand for.

    The problems of its time and of its departments stand at their fields.
    """

    draft: Draft
    form: DraftForm
    meaning: str
    time_problems: tuple[Problem, ...]
    name_problems: tuple[Problem, ...]
    leads: tuple[Match, ...]
    cooperating: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """The whole page. `next_url` leads to the next draft a person has to settle, if any."""

    document: Document
    show: Show
    tabs: tuple[Tab, ...]
    rows: tuple[Row, ...]
    opened: OpenDraft | None
    next_url: str
    source: tuple[SourceBlock, ...]
    here: str
    annex_count: int
    measure_count: int
    proposed_count: int
    unsettled_count: int
    refusal: str = ""

    @property
    def accept_url(self) -> str:
        """Where the ticks of this tab go."""
        show = None if self.show is Show.proposed else self.show
        return url_for("documents.review", document_id=self.document.id, show=show)

    @property
    def tickable(self) -> bool:
        """Whether the drafts of this tab can be accepted."""
        return self.show in {Show.proposed, Show.unsettled, Show.measures}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address or a refused form asks the page to show."""

    show: Show
    draft_id: int | None = None
    form: DraftForm | None = None
    chosen: frozenset[int] | None = None
    refusal: str = ""


def gather(visit: Visit, document: Document, asked: Asked) -> Review:
    """Return everything the review page of a document shows."""
    parts = parts_of(document)
    extraction = intake.extraction_of(document)
    reference = intake.reference_of(extraction.masthead)
    opened = draft_to_open(parts, asked)
    here = anchor_of(opened) if opened else ""
    departments = all_departments(visit.session)
    return Review(
        document=document,
        show=asked.show,
        tabs=tuple(tab(document, part, len(drafts), asked.show) for part, drafts in parts.items()),
        rows=tuple(row(draft, asked) for draft in parts[asked.show]),
        opened=open_draft(opened, asked, reference, departments) if opened else None,
        next_url=next_url(parts, opened),
        source=tuple(lay_out(extraction, document.drafts, here)),
        here=here,
        annex_count=len(extraction.rows),
        measure_count=len(extraction.measures),
        proposed_count=len(parts[Show.proposed]),
        unsettled_count=len(parts[Show.unsettled]),
        refusal=asked.refusal,
    )


def open_draft(
    draft: Draft, asked: Asked, reference: Reference, departments: Sequence[Department]
) -> OpenDraft:
    """Return what is shown of the draft looked at."""
    form = asked.form or DraftForm.for_draft(draft, reference)
    return OpenDraft(
        draft,
        form,
        meaning_of(draft.deadline_text, reference),
        problems_of(draft, about_time=True),
        problems_of(draft, about_time=False),
        tuple(match_department(name, departments) for name in draft.leads),
        tuple(match_department(name, departments) for name in draft.cooperating),
    )


def parts_of(document: Document) -> dict[Show, list[Draft]]:
    """Return the drafts of each tab, in the document's order."""
    proposed = intake.proposed_drafts(document)
    listed = {draft.id for draft in proposed}

    def having(state: DraftState) -> list[Draft]:
        return [draft for draft in document.drafts if draft.state is state]

    return {
        Show.proposed: proposed,
        Show.unsettled: [draft for draft in proposed if unsettled(draft)],
        Show.measures: [each for each in having(DraftState.open) if each.id not in listed],
        Show.accepted: having(DraftState.accepted),
        Show.dropped: having(DraftState.dropped),
    }


def unsettled(draft: Draft) -> list[dict[str, str]]:
    """Return the problems of a draft that a person has to settle."""
    return [each for each in draft.problems if each["kind"] not in NOTES]


def problems_of(draft: Draft, *, about_time: bool) -> tuple[Problem, ...]:
    """Return what is to settle about the time, or about the departments, of a draft."""
    return tuple(
        Problem(flag_word(each["kind"]), each["text"])
        for each in unsettled(draft)
        if each["kind"].startswith("deadline") is about_time
    )


def draft_to_open(parts: dict[Show, list[Draft]], asked: Asked) -> Draft | None:
    """Return the draft asked for, else the first one to settle of the tab."""
    shown = parts[asked.show]
    for draft in shown:
        if draft.id == asked.draft_id and draft.state is DraftState.open:
            return draft
    if asked.show in {Show.proposed, Show.unsettled} and asked.chosen is None:
        return next((draft for draft in shown if unsettled(draft)), None)
    return None


def next_url(parts: dict[Show, list[Draft]], after: Draft | None) -> str:
    """Return the address of the next draft to settle, from the first again after the last."""
    waiting = [each for each in parts[Show.unsettled] if after is None or each.id != after.id]
    later = [each for each in waiting if after is None or each.position > after.position]
    return draft_url((later or waiting)[0]) if waiting else ""


def draft_url(draft: Draft, show: Show = Show.proposed) -> str:
    """Return the address that opens a draft on the review page."""
    return url_for(
        "documents.review",
        document_id=draft.document_id,
        show=None if show is Show.proposed else show,
        draft=draft.id,
        _anchor=f"draft-{draft.id}",
    )


def row(draft: Draft, asked: Asked) -> Row:
    """Return a draft as the list shows it; ticked from the start where nothing is to settle."""
    if asked.chosen is None:
        is_ticked = asked.show is Show.proposed and not unsettled(draft)
    else:
        is_ticked = draft.id in asked.chosen
    return Row(draft, flag(draft), anchor_of(draft), is_ticked, draft_url(draft, asked.show))


def flag(draft: Draft) -> str:
    """Return the words a draft is flagged with, blank where nothing is to settle."""
    problems = unsettled(draft)
    if len(problems) > 1:
        return _("%(count)s to settle", count=len(problems))
    return flag_word(problems[0]["kind"]) if problems else ""


def flag_word(kind: str) -> str:
    """Return what a kind of problem is called."""
    return {
        "deadline_conflict": _("Two times"),
        "deadline_unread": _("Time not understood"),
        "deadline_ambiguous": _("Two readings"),
        "deadline_undated": _("No date yet"),
        "no_lead": _("Nobody responsible"),
        "department_unclear": _("Department unclear"),
        "department_new": _("New department"),
    }.get(kind, _("To be settled"))


def tab(document: Document, part: Show, count: int, current: Show) -> Tab:
    """Return one tab of the page."""
    label = {
        Show.proposed: _("Proposed items"),
        Show.unsettled: _("To be settled"),
        Show.measures: _("Measures of the body"),
        Show.accepted: _("Issued"),
        Show.dropped: _("No task"),
    }[part]
    show = None if part is Show.proposed else part
    url = url_for("documents.review", document_id=document.id, show=show)
    return Tab(label, count, url, part is current, starts_group=part is Show.accepted)
