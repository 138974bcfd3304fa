"""The body of minutes, lists and notices: sentences that begin with whom they charge."""

from tests.reading_samples import extraction_from
from tracker.extraction import TaskRow

MINUTES = (
    "会议纪要\n会议议定以下事项：\n"
    "1.由区城管局牵头，区住建局、各街道配合，于7月15日前完成全区户外广告排查；\n"
    "2.由区财政局会同区审计局，10个工作日内提出资金拨付意见；\n"
    "3.区教育局负责，8月25日前完成新建3所学校验收；\n"
    "4.区水利局牵头，沿江各街道配合，开展堤防检查。\n2022年6月10日"
)


def measures(text: str) -> tuple[TaskRow, ...]:
    return extraction_from(text).measures


def named(text: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(row.leads, row.cooperating) for row in measures(text)]


def test_a_sentence_that_begins_with_whom_it_charges_is_the_task() -> None:
    rows = measures(MINUTES)
    assert [row.content for row in rows] == [
        "由区城管局牵头，区住建局、各街道配合，于7月15日前完成全区户外广告排查；",
        "由区财政局会同区审计局，10个工作日内提出资金拨付意见；",
        "区教育局负责，8月25日前完成新建3所学校验收；",
        "区水利局牵头，沿江各街道配合，开展堤防检查",
    ]
    assert named(MINUTES) == [
        (("区城管局",), ("区住建局", "各街道")),
        (("区财政局",), ("区审计局",)),
        (("区教育局",), ()),
        (("区水利局",), ("沿江各街道",)),
    ]
    assert [row.deadline_text for row in rows] == ["7月15日前", None, "8月25日前", None]
