"""Quantified aims in prose: which numbers count, how they bound, by when, and what they measure."""

import pytest

from tests.reading_samples import extraction_from
from tracker.extraction.quantities import find_quantities
from tracker.extraction.rows import Target

HEAD = "某市人民政府办公室关于印发某市行动方案的通知\n某政办发〔2024〕3号\n"
FOOT = "\n某市人民政府办公室\n2024年3月1日\n"


def targets_of(*paragraphs: str) -> list[Target]:
    """Return the targets of a body of these paragraphs, issued on 2024-03-01."""
    return list(extraction_from(HEAD + "\n".join(paragraphs) + FOOT).targets)


def told(*paragraphs: str) -> list[str]:
    """Return comparator, value, unit and time of each target, as one word each."""
    return [f"{one.comparator}{one.value:g}{one.unit}@{one.by}" for one in targets_of(*paragraphs)]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("到2025年，新建公共充电桩2.1万座。", [">=2.1万座@year:2025"]),
        (
            "全年接待游客140万人次，旅游综合收入6.8亿元。",
            [">=140万人次@year:2024", ">=6.8亿元@year:2024"],
        ),
        ("细颗粒物年均浓度控制在29微克/立方米以下。", ["<=29微克/立方米@None"]),
        ("小学班额不超过45人/班。", ["<=45人@None"]),
        ("孕产妇死亡率控制在15/10万以内。", ["<=15/10万@None"]),
        ("城乡居民收入分别增长12%和14%。", [">=12%@None", ">=14%@None"]),
        ("实施重点项目1900多个。", [">=1900个@None"]),
        ("引育5家以上创新型企业、10家以上骨干企业。", [">=5家@None", ">=10家@None"]),
        ("人均预期寿命达到79岁。", [">=79岁@None"]),
        ("启动时间压缩至25周以内。", ["<=25周@None"]),
    ],
)
def test_numbers_that_are_to_be_reached_are_targets(sentence: str, found: list[str]) -> None:
    assert told(sentence) == found


@pytest.mark.parametrize(
    "sentence",
    [
        "投诉在24小时内办结。",
        "推进33项民生工程，落实12项任务。",
        "在职职工总数30人（含）以下的企业暂免征收。",
        "对超过100人的企业给予支持。",
        "禁止生产厚度低于0.01毫米的地膜。",
        "每3年修订1次教材。",
        "资金来源为中央资金50%、市级资金40%。",
        "处5万元以上10万元以下罚款。",
        "2021年全市污水处理率达到42%。",
        "让数字技术造福千家万户。",
        "落实《惠企30条措施》。",
    ],
)
def test_numbers_that_say_who_how_often_or_what_was_are_none(sentence: str) -> None:
    assert told(sentence) == []


def test_a_time_that_opens_a_paragraph_holds_for_its_later_sentences() -> None:
    assert told("到2026年，体系基本建成。污水处理率达到96%以上。") == [">=96%@year:2026"]


def test_a_time_that_only_begins_holds_for_its_own_sentence() -> None:
    said = told("2025年起，定额提高10%。培训教师300名。")
    assert said == [">=10%@range:2025/..", ">=300名@None"]


def test_a_line_that_ends_in_a_colon_gives_its_time_to_the_list_below() -> None:
    said = told("到2026年，实现以下目标：", "1.建成充电桩300座。", "二、任务", "2.培训教师300名。")
    assert said == [">=300座@year:2026", ">=300名@None"]


def test_a_metric_is_the_words_around_its_own_number_alone() -> None:
    metrics = [one.metric for one in targets_of("培训农村劳动力80万人、转移就业125万人。")]
    assert metrics == ["培训农村劳动力", "转移就业"]


@pytest.mark.parametrize(
    ("sentence", "metrics"),
    [
        ("全市贷款增速不少于12%。", ["全市贷款增速"]),
        ("建成公路超过30公里。", ["建成公路"]),
        ("优良天数比例（AQI达标率）均达到90%以上。", ["优良天数比例（AQI达标率）"]),
        ("班额控制在45人以内。", ["班额"]),
        ("6月底前资金下达60%以上。", ["资金下达"]),
        ("用水量、用电量分别下降4%、5%和6%。", ["用水量、用电量分别下降"] * 3),
        ("用水量比2020年下降4%。", ["用水量比2020年下降"]),
        ("实行每年不少于72学时的培训制度。", ["培训制度"]),
    ],
)
def test_a_metric_says_what_is_measured_and_not_how_it_is_bound(
    sentence: str, metrics: list[str]
) -> None:
    assert [one.metric for one in targets_of(sentence)] == metrics


@pytest.mark.parametrize(
    "text",
    [
        "二、降低成本，贷款增速不低于20%（牵头单位：市金融办、市财政局；责任单位：各银行）。",
        "（三）贷款增速不低于20%（市金融办）；",
        "四、贷款增速不低于20%(牵头单位:市金融办，配合单位:市财政局)",
    ],
)
def test_a_metric_holds_neither_the_number_of_its_item_nor_who_is_responsible(text: str) -> None:
    assert [one.metric for one in targets_of(text)] == ["贷款增速"]


@pytest.mark.parametrize(
    ("sentence", "units"),
    [
        ("一季度完成3个月的任务", []),
        ("18—20户", ["户"]),
        ("2.18万亿元", ["万亿元"]),
        ("30万人口以上的县", []),
        ("500升级改造", []),
        ("每天锻炼一小时", ["小时"]),
    ],
)
def test_a_unit_is_whole_and_keeps_its_scale(sentence: str, units: list[str]) -> None:
    assert [one.unit for one in find_quantities(sentence)] == units
