"""The command that reads one file, without a database."""

import argparse
from dataclasses import asdict

from tracker.cli.input import read_within
from tracker.cli.output import say, say_json
from tracker.cli.scanning import extracted
from tracker.extraction import Extraction, TaskRow
from tracker.intake import interpret
from tracker.models import Draft


def extract(options: argparse.Namespace) -> int:
    """Print what a file holds: JSON as the README documents it, or one line a row."""
    data = read_within(options.file)
    extraction = extracted(data, options.file.name)
    if options.json:
        say_json(as_json(extraction))
        return 0
    for row in [*extraction.rows, *extraction.measures]:
        draft = interpret(row, extraction.masthead, None)
        names = "、".join([*row.leads, *row.cooperating])
        say(f"{row.no or ''}\t{row.title or ''}\t{draft.deadline_text}\t{names}")
    for remark in extraction.remarks:
        say(f"#\t{remark.text}")
    return 0


def as_json(extraction: Extraction) -> dict[str, object]:
    """Return the report of `tracker extract --json`; its shape is a contract (README)."""
    masthead = extraction.masthead
    return {
        "document": {
            "title": masthead.title,
            "doc_number": masthead.doc_number,
            "issuer": masthead.issuer,
            "issued_on": masthead.issued_on.isoformat() if masthead.issued_on else None,
            "annexes": list(masthead.annexes),
        },
        "annex_tasks": [annex_task(row, extraction) for row in extraction.rows],
        "measures": [measure(row, extraction) for row in extraction.measures],
        "deadlines": [
            {"text": each.text, "normal": each.normal, "sentence": each.sentence}
            for each in extraction.deadlines
        ],
        "targets": [
            {
                "metric": each.metric,
                "comparator": each.comparator,
                "value": each.value,
                "unit": each.unit,
                "by": each.by,
                "sentence": each.sentence,
            }
            for each in extraction.targets
        ],
        "remarks": [remark.text for remark in extraction.remarks],
    }


def annex_task(row: TaskRow, extraction: Extraction) -> dict[str, object]:
    """Return one row of the annex with its reading and its problems."""
    draft = interpret(row, extraction.masthead, None)
    return {
        "no": row.no,
        "title": row.title,
        "content": row.content,
        "deadline": time_of(draft),
        "leads": draft.leads,
        "cooperating": draft.cooperating,
        "source": asdict(row.place),
        "problems": draft.problems,
    }


def time_of(draft: Draft) -> dict[str, object]:
    """Return the time of a row: as written, its normal form, its last day."""
    due = draft.deadline_due_on
    return {
        "text": draft.deadline_text or None,
        "normal": draft.deadline_normal,
        "due_on": due.isoformat() if due else None,
    }


def measure(row: TaskRow, extraction: Extraction) -> dict[str, object]:
    """Return one measure of the body, verbatim; with its deadline where a label names one."""
    is_labelled = row.deadline_text is not None
    time = {"deadline": time_of(interpret(row, extraction.masthead, None))} if is_labelled else {}
    return {
        "no": row.no,
        "heading": row.title,
        "content": row.content,
        **time,
        "leads": list(row.leads),
        "cooperating": list(row.cooperating),
        "clause": row.clause,
        "source": asdict(row.place),
    }
