"""Clauses made at random of real names in every writing, with the truth known."""

import pytest

from tests.clause_samples import Sample, samples
from tests.reading_samples import extraction_from

FULL = 1.0
ALMOST = 0.995


def is_right(sample: Sample) -> bool:
    """Return whether a sample gives one measure with just its names and its time."""
    measures = extraction_from(sample.text).measures
    told = [(row.leads, row.cooperating, row.deadline_text) for row in measures]
    return told == [(sample.leads, sample.others, sample.deadline)]


def rate(count: int, seed: int) -> tuple[float, list[str]]:
    """Return the share of samples that are read rightly, and the texts of the others."""
    made = list(samples(count, seed))
    wrong = [sample.text for sample in made if not is_right(sample)]
    return 1 - len(wrong) / len(made), wrong


def test_the_same_seed_makes_the_same_clauses() -> None:
    assert list(samples(5, 1)) == list(samples(5, 1))
    assert list(samples(5, 1)) != list(samples(5, 2))


@pytest.mark.parametrize("seed", [1, 2])
def test_clauses_of_any_writing_are_read(seed: int) -> None:
    share, wrong = rate(150, seed)
    assert share == FULL, wrong


@pytest.mark.slow
def test_of_thousands_of_clauses_hardly_any_is_misread() -> None:
    share, wrong = rate(3000, 99)
    assert share >= ALMOST, wrong
