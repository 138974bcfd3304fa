"""The body of minutes, lists and notices: sentences that begin with whom they charge."""

import pytest

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


@pytest.mark.parametrize(
    ("clause", "leads", "others"),
    [
        ("（市市场监管局负责，市财政局保障经费；2020年11月底前完成）", "市市场监管局", "市财政局"),
        ("（市民政局、市财政局，12月底）", "市民政局 市财政局", ""),
        ("（市交通局·市公路局）", "市交通局 市公路局", ""),
        (
            "（市发改局牵头，市水利局，各镇街、火炬高技术产业开发区，按职责分工负责）",
            "市发改局",
            "市水利局 各镇街 火炬高技术产业开发区",
        ),
        ("（市公安局）（市市场监管局、市交通局配合）", "市公安局", "市市场监管局 市交通局"),
        ("（责任单位：12345热线办公室、110指挥中心）", "12345热线办公室 110指挥中心", ""),
        ("责任单位：市教育局、市财政局（排在第一位的为牵头单位，下同）", "市教育局", "市财政局"),
        (
            "责任单位：市民政局、市教育局（以上单位按职责分工负责，市教育局牵头）。",
            "市教育局",
            "市民政局",
        ),
        ("责任单位：市医保局★、市卫健委（注：标★的为牵头单位）", "市医保局", "市卫健委"),
        ("责任单位：★市医保局、市卫健委", "市医保局 市卫健委", ""),
        (
            "\n责任单位：市工信局（市民营经济发展局）\n责任人：陈某某",
            "市工信局（市民营经济发展局）",
            "",
        ),
    ],
)
@pytest.mark.parametrize("stop", ["", "。"])
def test_names_are_read_without_notes_stars_and_times(
    clause: str, leads: str, others: str, stop: str
) -> None:
    text = f"方案\n一、任务\n（一）打击违法犯罪{stop}{clause}\n（二）宣传。（市广电局负责）"
    assert named(text)[0] == (tuple(leads.split()), tuple(others.split()))


def test_an_item_that_points_above_has_the_names_of_the_other() -> None:
    text = (
        "任务分工\n1.排查。\n责任单位：市教育局、市民政局\n2.分类整治。（责任单位同上）\n"
        "3.联运。\n责任单位：市交通局\n4.培育企业。（同上）\n5.培训。\n责任单位：同第1项"
    )
    first, third = ("市教育局", "市民政局"), ("市交通局",)
    assert named(text) == [(who, ()) for who in (first, first, third, third, first)]
    assert [row.content for row in measures(text)][1:4:2] == ["分类整治", "培育企业"]


def test_the_clause_for_those_above_covers_each_of_them() -> None:
    text = (
        "工作方案\n一、发展远程医疗。实现全覆盖。\n二、推进应用。\n"
        "（以上责任单位：市卫健委、市医保局）\n三、完善政策。（市医保局负责）"
    )
    both = (("市卫健委", "市医保局"), ())
    assert named(text) == [both, both, (("市医保局",), ())]


@pytest.mark.parametrize(
    "closing",
    [
        "本意见自2016年10月1日起施行，有效期5年。",
        "联系人：张某，电话：0834-1234567",
        "以上任务列第一位的为牵头单位，其他为配合单位。",
        "（以上排在第一位的为牵头部门）",
        "市教育局 市公安局\n2016年8月29日",
    ],
)
def test_closing_matter_belongs_to_no_item(closing: str) -> None:
    text = (
        f"实施意见\n一、落实责任。\n1.检查。（市教育局负责）\n二、强化保障\n列入预算。\n{closing}"
    )
    assert measures(text)[-1].content == "列入预算。"


def test_a_document_that_charges_somebody_in_a_sentence_names_somebody() -> None:
    nobody = "工作方案\n一、加强领导\n加大投入。\n二、做好宣传\n营造氛围。"
    somebody = nobody.replace("加大投入。", "加大投入，由市财政局牵头筹集。")
    assert extraction_from(nobody).remarks
    assert not extraction_from(somebody).remarks


def test_the_body_that_signs_issues_a_document_whose_title_names_none() -> None:
    text = (
        "关于印发《重点工作清单》的通知\n鹤政办规〔2022〕4号\n各县（区）人民政府：\n"
        "现印发给你们。\n鹤岗市人民政府办公室\n2022年5月18日\n1.改革。\n责任单位：市公安局"
    )
    assert extraction_from(text).masthead.issuer == "鹤岗市人民政府办公室"


def test_numbers_that_count_on_through_the_sections_of_one_line_are_items() -> None:
    text = (
        "学前教育行动方案 一、扩大资源 1．新建幼儿园。（区教体局负责） "
        "2．治理配套园。（区住建委牵头，区教体局配合） 二、规范管理 3．严格准入。（区教体局负责）"
    )
    rows = measures(text)
    assert [row.title for row in rows] == ["新建幼儿园", "治理配套园", "严格准入"]
    assert [row.section[-1] for row in rows] == ["一、扩大资源", "一、扩大资源", "二、规范管理"]


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("平凉市人民政府办公室关于印发2018年重点工作的通知平政办发〔2018〕35号", ""),
        (
            (
                "平凉市人民政府办公室文件 平政办发〔2018〕35号 "
                "平凉市人民政府办公室关于印发2018年重点工作的通知 "
            ),
            "（此件公开发布）",
        ),
    ],
)
def test_a_document_on_one_line_has_title_number_and_date(head: str, foot: str) -> None:
    text = (
        f"{head}各县（区）人民政府：现印发给你们，请认真执行。一、强化责任。修订清单。（市编办负责）"
        f"二、开展整治。关闭煤矿2处。（市煤炭局负责）平凉市人民政府办公室2018年3月20日{foot}"
    )
    found = extraction_from(text)
    said = found.masthead
    assert said.title == "平凉市人民政府办公室关于印发2018年重点工作的通知"
    assert (said.doc_number, said.issuer) == ("平政办发〔2018〕35号", "平凉市人民政府办公室")
    assert str(said.issued_on) == "2018-03-20"
    assert [row.leads for row in found.measures] == [("市编办",), ("市煤炭局",)]
    assert not any("3月20日" in row.content for row in found.measures)
    assert found.deadlines == ()


def test_minutes_of_a_firm_on_one_line_charge_its_departments_by_who_organises_or_leads() -> None:
    text = (
        "某市水务有限公司专题会纪要〔2031〕7号关于月度例会的纪要3月2日上午，公司召开例会。"
        "一、抓好运行1.汛期值守方面。管网部组织，各专业逐一检查泵站。"
        "2.设备检修方面。检修部牵头，备齐材料。工程部组织，修订规划。"
        "二、抓好管理1.整理档案。要做好准备。办公室牵头，组织清点旧档。"
        "2.节约用电。要关好门窗。"
    )
    rows = [row for row in extraction_from(text).measures if row.leads]
    leads = [row.leads for row in rows]
    assert leads == [("管网部",), ("检修部",), ("工程部",), ("办公室",)]


def test_a_heading_that_charges_more_bodies_than_the_sentence_behind_it_is_read() -> None:
    text = (
        "应急预案\n一、成员单位职责\n"
        "（1）市档案局及市文旅局负责抢救旧档。市档案局负责登记。\n"
        "（2）市水务局会同市气象局建立汛情通报制度。\n"
        "（3）市公安局负责维持秩序，保证通行。"
    )
    assert named(text) == [
        (("市档案局", "市文旅局"), ()),
        (("市水务局",), ("市气象局",)),
        (("市公安局",), ()),
    ]
