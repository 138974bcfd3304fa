"""Gathers what the review page shows: drafts by tab, the open one, the source beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request

from tracker import intake
from tracker.directory import Match, Pair, Rule, all_departments
from tracker.models import Department, Document, Draft, DraftState, Event
from tracker.texts import gettext as _
from tracker.web.access import Visit
from tracker.web.draft_forms import DraftForm, Reference, asked_names, meaning_of
from tracker.web.lists import Tab
from tracker.web.page_pictures import SourcePart, pictures_of, source_parts
from tracker.web.review_tabs import (
    Show,
    draft_url,
    has_begun,
    next_url,
    number_of,
    parts_of,
    plain_number_of,
    tab_url,
    tabs_of,
)
from tracker.web.source_tables import ShownRemark, TableBar, shown_remarks, table_bars
from tracker.web.sources import anchor_of, lay_out


@dataclass(frozen=True, slots=True)
class Row:
    """One draft in the list: what it is flagged with, and where it was read."""

    draft: Draft
    flag: str
    anchor: str
    is_ticked: bool
    url: str

    @property
    def number(self) -> str:
        """What people call the item."""
        return number_of(self.draft)


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of a draft: what its kind is called, the sentence, and the name it is about."""

    kind: str
    word: str
    text: str
    name: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """The draft looked at: its form, what its time means, what its names stand for.

    The problems of its time and of its departments stand at their fields. `following` is the draft
    below, which may be joined to it; `targets` the departments chosen for its unclear names in a
    form that was refused, `remembers` whether they were to be remembered.
    """

    draft: Draft
    form: DraftForm
    meaning: str
    time_problems: tuple[Problem, ...]
    name_problems: tuple[Problem, ...]
    leads: tuple[Match, ...]
    cooperating: tuple[Match, ...]
    following: Draft | None
    targets: Mapping[str, str]
    remembers: bool

    @property
    def number(self) -> str:
        """Its number, else its place; blank where it is new or the number has words of its own."""
        return plain_number_of(self.draft)

    @property
    def can_be_split(self) -> frozenset[str]:
        """The names shown that hold several (财政局 发改局 in one line)."""
        names = (match.name for match in (*self.leads, *self.cooperating))
        return frozenset(name for name in names if len(intake.parts_of_name(name)) > 1)

    @property
    def unshown_count(self) -> int:
        """How many names of the draft stand in its fields alone, for there are too many."""
        shown = len(self.leads) + len(self.cooperating)
        return len(self.draft.leads) + len(self.draft.cooperating) - shown


@dataclass(frozen=True, slots=True)
class Review:
    """The whole page. `next_url` leads to the next draft a person has to settle, if any.

    `rows` are those still to be looked at, `checked` those already confirmed; `undo` is the act of
    this person that can be taken back.
    """

    document: Document
    show: Show
    tabs: tuple[Tab, ...]
    rows: tuple[Row, ...]
    checked: tuple[Row, ...]
    names: tuple["NameRow", ...]
    departments: tuple[str, ...]
    opened: OpenDraft | None
    next_url: str
    previous_url: str
    undo: Event | None
    source: tuple[SourcePart, ...]
    tables: Mapping[str, TableBar]
    remarks: tuple[ShownRemark, ...]
    here: str
    annex_count: int
    measure_count: int
    proposed_count: int
    has_begun: bool
    settled_count: int
    unsettled_count: int
    refusal: str = ""

    @property
    def accept_url(self) -> str:
        """Where the ticks of this tab go."""
        return tab_url(self.document, self.show)

    @property
    def show_argument(self) -> str | None:
        """The tab as addresses name it: nothing for the first."""
        return None if self.show is Show.proposed else self.show

    @property
    def nothing_proposed(self) -> bool:
        """Whether the document proposes nothing and nothing was done with it yet."""
        return self.show is Show.measures and not self.has_begun

    @property
    def tickable(self) -> bool:
        """Whether the drafts of this tab can be accepted."""
        return self.show in {Show.proposed, Show.unsettled, Show.measures}

    @property
    def ticked_count(self) -> int:
        """How many drafts of this tab are ticked from the start."""
        return sum(row.is_ticked for row in (*self.checked, *self.rows))


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address or a refused form asks the page to show."""

    show: Show
    draft_id: int | None = None
    form: DraftForm | None = None
    chosen: frozenset[int] | None = None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class NameRow:
    """One name of the document: what it means and why, and the items that bear it."""

    match: Match
    items: tuple[tuple[str, str], ...]
    is_open: bool
    pair: Pair | None = None

    @property
    def reason(self) -> str:
        """Why it means what it means, or what is to be settled."""
        return self.match.reason if self.pair is None else intake.pair_reason(self.pair)

    @property
    def candidates(self) -> tuple[str, ...]:
        """The departments a person may choose from first."""
        if self.pair is not None:
            return (self.pair.other,)
        return tuple(each.name for each in self.match.candidates)


def gather(visit: Visit, document: Document, asked: Asked) -> Review:
    """Return everything the review page of a document shows."""
    parts = parts_of(document)
    extraction = intake.extraction_of(document)
    reference = intake.reference_of(extraction.masthead)
    opened = draft_to_open(parts, asked)
    here = anchor_of(opened) if opened else ""
    departments = all_departments(visit.session)
    names = name_rows(visit, document, parts)
    tables = table_bars(document, extraction)
    rows = [row(draft, asked) for draft in parts.get(asked.show, ())]
    aside = {each.draft.id for each in rows if is_aside(each.draft, opened)}
    return Review(
        document=document,
        show=asked.show,
        tabs=tabs_of(document, parts, len(names), asked.show),
        rows=tuple(each for each in rows if each.draft.id not in aside),
        checked=tuple(each for each in rows if each.draft.id in aside),
        names=names,
        departments=tuple(each.name for each in departments),
        opened=open_draft(visit, opened, asked, reference, departments) if opened else None,
        next_url=next_url(parts, opened),
        previous_url=next_url(parts, opened, backwards=True),
        undo=intake.last_act(visit.session, document, visit.person),
        source=source_parts(
            extraction.content,
            lay_out(extraction, document.drafts, here),
            pictures_of(visit.session, document, extraction.content, here),
        ),
        tables=tables,
        remarks=shown_remarks(extraction, tables),
        here=here,
        annex_count=len(extraction.rows),
        measure_count=len(extraction.measures),
        proposed_count=len(parts[Show.proposed]),
        has_begun=has_begun(parts),
        settled_count=sum(not intake.unsettled(draft) for draft in parts[Show.proposed]),
        unsettled_count=len(parts[Show.unsettled]),
        refusal=asked.refusal,
    )


def is_aside(draft: Draft, opened: Draft | None) -> bool:
    """Return whether a draft was confirmed before and is not looked at now."""
    is_open = draft.state is DraftState.open
    return is_open and draft.is_checked and (opened is None or draft.id != opened.id)


def open_draft(
    visit: Visit,
    draft: Draft,
    asked: Asked,
    reference: Reference,
    departments: Sequence[Department],
) -> OpenDraft:
    """Return what is shown of the draft looked at."""
    matcher = intake.matcher_for(draft.document, departments)
    return OpenDraft(
        draft,
        asked.form or DraftForm.for_draft(draft, reference, visit.today),
        meaning_of(draft),
        problems_of(draft, about_time=True),
        problems_of(draft, about_time=False),
        tuple(map(matcher.match, draft.leads[: intake.MOST_NAMES])),
        tuple(map(matcher.match, draft.cooperating[: intake.MOST_NAMES])),
        draft_below(draft),
        asked_names(),
        request.method != "POST" or "remember" in request.form,
    )


def draft_below(draft: Draft) -> Draft | None:
    """Return the next open draft of the same kind, if there is one."""
    below = [each for each in draft.document.drafts if each.position > draft.position]
    like = [each for each in below if each.state is DraftState.open and each.kind is draft.kind]
    return min(like, key=lambda each: each.position, default=None)


def name_rows(
    visit: Visit, document: Document, parts: dict[Show, list[Draft]]
) -> tuple[NameRow, ...]:
    """Return the names of the proposed drafts, those nobody is sure of first."""
    used = intake.names_used(parts[Show.proposed], document, visit.session)
    rows = [
        NameRow(
            each.match,
            tuple((number_of(draft), draft_url(draft)) for draft in each.drafts),
            is_open=is_asked(each),
            pair=each.pair,
        )
        for each in used
    ]
    return tuple(
        sorted(rows, key=lambda each: (not each.is_open, each.match.department is not None))
    )


def is_asked(used: intake.NameUsed) -> bool:
    """Return whether a person has to say what a name means; one that is just new is no question."""
    if used.match.department is not None:
        return False
    return used.match.rule is not Rule.new or used.pair is not None


def problems_of(draft: Draft, *, about_time: bool) -> tuple[Problem, ...]:
    """Return what is to settle about the time, or about the departments, of a draft."""
    return tuple(
        Problem(
            each["kind"],
            flag_word(each["kind"]),
            each["text"],
            each.get("name", ""),
            tuple(each.get("candidates", "").splitlines()),
        )
        for each in intake.unsettled(draft)
        if each["kind"].startswith("deadline") is about_time
    )


def draft_to_open(parts: dict[Show, list[Draft]], asked: Asked) -> Draft | None:
    """Return the draft asked for, else the first one to settle of the tab."""
    shown = parts.get(asked.show, [])
    for draft in shown:
        if draft.id == asked.draft_id and draft.state is DraftState.open:
            return draft
    if asked.show in {Show.proposed, Show.unsettled} and asked.chosen is None:
        return next((draft for draft in shown if intake.unsettled(draft)), None)
    return None


def row(draft: Draft, asked: Asked) -> Row:
    """Return a draft as the list shows it; ticked from the start where nothing is to settle."""
    if asked.chosen is None:
        is_ticked = asked.show is Show.proposed and not intake.unsettled(draft)
    else:
        is_ticked = draft.id in asked.chosen
    return Row(draft, flag(draft), anchor_of(draft), is_ticked, draft_url(draft, asked.show))


def flag(draft: Draft) -> str:
    """Return the words a draft is flagged with, blank where nothing is to settle."""
    problems = intake.unsettled(draft)
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
        "deadline_year": _("Year taken from the text"),
        "no_lead": _("Nobody responsible"),
        "lead_inherited": _("Taken from above"),
        "lead_in_part": _("Named for a part"),
        "duties_split": _("Duties may be split"),
        "department_unclear": _("Department unclear"),
        "department_unsure": _("Department unclear"),
        "department_new": _("New department"),
        "reading_unsure": _("Reading unsure"),
        "many_names": _("Too many names"),
    }.get(kind, _("To be settled"))
