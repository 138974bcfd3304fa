"""Documents of other kinds are read as people read them.

The figures are those reached on documents the importer was mostly mended on: they guard against
falling back, and do not say how it does on new ones (tests/documents/unseen/SOURCES.md does).
"""

from functools import cache, reduce
from operator import add

import pytest

from tests.unseen import Score, documents, labels_of, score

TASKLESS = [name for name in documents() if not labels_of(name)["items"]]


@cache
def total() -> Score:
    return reduce(add, map(score, documents()))


def test_the_set_is_large_enough_to_mean_something() -> None:
    assert len(documents()) >= 75
    assert total().labelled >= 330


def test_rows_are_found_and_few_are_invented() -> None:
    assert total().f1 >= 0.96, total().wrong


def test_names_have_the_roles_people_gave_them() -> None:
    assert total().names_right >= 0.99, total().wrong


def test_times_mean_what_people_took_them_to_mean() -> None:
    assert total().times_right >= 0.98, total().wrong


def test_deadlines_are_those_that_bind() -> None:
    assert total().expressions >= 160
    assert total().deadlines_f1 >= 0.97, total().wrong


@pytest.mark.parametrize("name", TASKLESS)
def test_a_document_that_charges_nobody_gives_no_row(name: str) -> None:
    assert score(name).found == 0
