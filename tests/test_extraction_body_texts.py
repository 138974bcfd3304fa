"""Composed texts in every form a responsibility takes, with whom each measure names and by when."""

import json

import pytest

from tests.reading_samples import DOCUMENTS, extraction_from

TEXTS = json.loads((DOCUMENTS / "body_texts.json").read_text("utf-8"))


@pytest.mark.parametrize("case", TEXTS, ids=range(len(TEXTS)))
def test_a_text_names_those_whom_a_reader_finds_in_it(case: dict[str, object]) -> None:
    found = extraction_from(str(case["text"]))
    named = [row for row in (*found.rows, *found.measures) if row.leads or row.cooperating]
    assert [
        {
            "leads": list(row.leads),
            "cooperating": list(row.cooperating),
            "deadline": row.deadline_text,
        }
        for row in named
    ] == case["rows"]
