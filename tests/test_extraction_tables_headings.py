"""Headings of plans for inspections, drills and events, in tables that a page flattened."""

from tracker.extraction import Extraction, extract
from tracker.reading import read_document


def extraction_from(text: str) -> Extraction:
    return extract(read_document(text.encode(), "text/plain"))


def test_what_a_department_looks_at_is_no_name() -> None:
    (row,) = extraction_from(
        "序号 | 牵头部门 | 任务名称 | 参与部门 | 参与部门的检查内容（检查事项） |\n"
        "1 | 市商务局 | 成品油市场抽查 | 市税务局 | 对加油站的发票使用情况进行检查 |"
    ).rows
    assert (row.leads, row.cooperating) == (("市商务局",), ("市税务局",))
    assert row.content == "对加油站的发票使用情况进行检查"


def test_a_plan_of_drills_has_tasks() -> None:
    found = extraction_from(
        "演练科目 |\n情景构建 |\n牵头责任 单 位 |\n责任单位 |\n时限要求 |\n"
        "森林火灾 |\n某林场起火并向村庄蔓延。 |\n县林业局 |\n县消防大队、县公安局 |\n3月底前 |\n"
        "地震避险 |\n自行构建情景 |\n县应急局 |\n县教育局、县卫健局 |\n9月底前 |"
    )
    assert [(row.title, row.leads, row.deadline_text) for row in found.rows] == [
        ("森林火灾", ("县林业局",), "3月底前"),
        ("地震避险", ("县应急局",), "9月底前"),
    ]


def test_who_tests_samples_ends_a_header() -> None:
    found = extraction_from(
        "序号 |\n产品名称 |\n组数 |\n组织实施部门 |\n承检单位 |\n"
        "1 |\n电动自行车 |\n10 |\n局质量股、稽查大队 |\n按规定确认的检验机构 |\n"
        "2 |\n儿童玩具 |\n5 |\n局质量股、稽查大队 |\n按规定确认的检验机构 |"
    )
    assert [(row.content, row.leads) for row in found.rows] == [
        ("电动自行车", ("局质量股", "稽查大队")),
        ("儿童玩具", ("局质量股", "稽查大队")),
    ]


def test_headings_in_which_a_page_says_how_signs_are_read_are_known() -> None:
    found = extraction_from(
        "序號(hào) |\n活動(dòng)內(nèi)容 |\n活動(dòng)時(shí)間 |\n主辦單位 |\n承辦單位 |\n"
        "1 |\n首屆廣場舞大賽 |\n2013年5月20日 |\n縣文化局 |\n縣劇團(tuán)、縣電視臺(tái) |\n"
        "2 |\n第三屆書畫大賽 |\n2013年6月1日 |\n縣文化局 |\n縣書畫院 |"
    )
    assert [(row.content, row.cooperating) for row in found.rows] == [
        ("首屆廣場舞大賽", ("縣劇團(tuán)", "縣電視臺(tái)")),
        ("第三屆書畫大賽", ("縣書畫院",)),
    ]


def test_those_who_inspect_together_cooperate() -> None:
    (row,) = extraction_from(
        "序号 | 牵头部门 | 任务名称 | 联查部门 | 时间安排 |\n"
        "1 | 市教育局 | 校外培训机构联合抽查 | 市市场监管局 | 4月至9月 |"
    ).rows
    assert (row.leads, row.cooperating) == (("市教育局",), ("市市场监管局",))


def test_a_header_that_ran_on_from_the_words_above_heads_the_lines_below() -> None:
    found = extraction_from(
        "县政府办公室 2016年3月1日 县2016年任务分解表 序号 名称 工作任务 牵头责任单位\n"
        "一、主要预期目标（2项）\n1 粮食产量增长2%以上,总产达到30万吨. 农委\n"
        "2 财政收入增长6%以上. 财政局、税务局\n3 新增城镇就业8000人以上. 人社局"
    )
    assert [(row.no, row.content, row.leads) for row in found.rows] == [
        ("1", "粮食产量增长2%以上,总产达到30万吨.", ("农委",)),
        ("2", "财政收入增长6%以上.", ("财政局", "税务局")),
        ("3", "新增城镇就业8000人以上.", ("人社局",)),
    ]


def test_the_time_of_one_row_is_not_that_of_the_next_where_the_first_row_has_none() -> None:
    found = extraction_from(
        "序号 |\n活动时间 |\n活动内容 |\n责任单位 |\n1 |\n|\n书法展 |\n市文联 |\n"
        "2 |\n4月9日 |\n诗歌朗诵会 |\n市图书馆 |\n3 |\n|\n摄影展 |\n市文化馆 |"
    )
    assert [row.deadline_text or None for row in found.rows] == [None, "4月9日", None]
