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


def test_a_list_with_goal_and_measures_below_its_labels_is_one_row() -> None:
    text = (
        "整改措施清单\n一、企业违法问题突出。\n牵头单位：开发区管委会\n督导单位：市生态环境局\n"
        "整改目标：全面完成整改\n整改时限：2019年12月底前\n整改措施：\n1.立案查处。\n2.回头看。\n"
        "二、治理缓慢。\n牵头单位：市林业局\n整改措施：\n1.治理废弃矿山。\n2.建设处理站8座。"
    )
    first, second = measures(text)
    assert (first.title, first.leads, first.cooperating) == (
        "企业违法问题突出",
        ("开发区管委会",),
        (),
    )
    assert first.deadline_text == "2019年12月底前"
    assert "整改目标：全面完成整改" in first.content
    assert first.content.endswith("1.立案查处\n2.回头看")
    assert second.leads == ("市林业局",)


def test_names_go_on_in_the_lines_below_their_label() -> None:
    text = (
        "任务分工\n1.发展联运。\n责任单位：市交通运输局\n     市发改委\n     中铁乌局哈密车务段\n"
        "完成时限：2024年底\n2.从严审批。\n责任单位：\n市教育局、市民政局、\n市市场监管局\n"
        "3.建立机制。\n责任单位：市教育局\n配合单位：无\n市教育局 市公安局\n市民政局\n2021年8月30日"
    )
    rows = measures(text)
    assert named(text) == [
        (("市交通运输局", "市发改委", "中铁乌局哈密车务段"), ()),
        (("市教育局", "市民政局", "市市场监管局"), ()),
        (("市教育局",), ()),
    ]
    assert [row.content for row in rows] == ["发展联运", "从严审批", "建立机制"]
    assert rows[0].deadline_text == "2024年底"
