"""A measure's heading is its first sentence: the time in it is the measure's."""

import pytest

from tests.reading_samples import extraction_from
from tracker.intake import interpret

FORMS = [
    (
        "1.下调税额标准，自2019年1月1日起执行到位。工业用地另行规定。（市税务局负责）",
        "自2019年1月1日起",
    ),
    ("1.精简手续，2019年底前全部上线。提高效率，2020年6月底前复查。（市政务局负责）", "2019年底前"),
    ("1.2019年重点工作。2020年6月底前复查。（市政务局负责）", "2020年6月底前"),
    ("1.精简手续。实施时间：2019年9月。\n责任单位：市政务局", "2019年9月"),
    ("1.精简手续，2019年底前全部上线。（责任单位：市政务局；完成时限：2019年9月）", "2019年9月"),
]


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_the_first_time_of_a_measure_may_stand_in_its_heading(text: str, expected: str) -> None:
    extraction = extraction_from(f"某市方案\n某政发〔2019〕31号\n一、任务\n{text}")
    (measure,) = extraction.measures
    assert interpret(measure, extraction.masthead, None).deadline_text == expected
