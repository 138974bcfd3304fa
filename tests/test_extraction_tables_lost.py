"""Tables whose lines are all that is left: merged cells, long headings, labels on lines."""

import pytest

from tests.reading_samples import extraction_from

MERGED = """序号
指标
工作任务
完成时限
责任领导
责任股室
(单位)
备注
1
公共文化
免费开放服务人次较上年增长15%。
12月底前
夏明
文化宣传股
2
组织开展文化下乡等惠民演出不少于100场。
3
开展好“三下乡”活动。
4
推进图书馆总分馆制建设。
5
文化产业
培育规模以上文化服务企业1家。
6
完成展厅布展任务，办好学术交流活动。
7
旅游
完善观景平台及配套服务设施建设，精心策划赏花活动。
5月底
周斐
旅游股
8
新建、改建旅游厕所6座。
9
抓好旅游环境综合整治工作。
10
脱贫攻坚
完成包扶村脱贫攻坚年度任务。
10月底前
黄文
各股室"""


def test_cells_merged_over_many_rows_are_carried_and_said() -> None:
    found = extraction_from(MERGED)
    assert [row.no for row in found.rows] == [str(number) for number in range(1, 11)]
    assert [row.deadline_text for row in found.rows] == [
        *["12月底前"] * 6,
        *["5月底"] * 3,
        "10月底前",
    ]
    assert [row.leads for row in found.rows][5:8] == [("文化宣传股",), ("旅游股",), ("旅游股",)]
    assert found.rows[1].inherited == ("leads", "deadline_text")
    assert all(row.section == () for row in found.rows)


def test_a_long_heading_is_known_by_its_last_word() -> None:
    text = """序号 |
拟制定的区政府 规范性文件名称 |
规范性文件起草、报送单位 |
起草单位将草案报送合法性审查时间 |
1 |
《企业研发机构建设奖励办法》 |
区经信局 |
2018年3月 |
2 |
《科技计划专项资金管理办法》 |
区科技局 |
2018年4月 |"""
    rows = extraction_from(text).rows
    assert [(row.no, row.leads, row.deadline_text) for row in rows] == [
        ("1", ("区经信局",), "2018年3月"),
        ("2", ("区科技局",), "2018年4月"),
    ]


def test_sums_are_no_cells_of_a_flattened_table() -> None:
    lines = ["序号", "工作任务", "责任单位", "完成时限"]
    lines += ["1", "建设农田", "市农业农村局", "6月底", "2", "修建水库", "市水利局", "9月底"]
    rows = extraction_from("\n".join([*lines, "合计", "2项"])).rows
    assert [(row.content, row.deadline_text) for row in rows] == [
        ("建设农田", "6月底"),
        ("修建水库", "9月底"),
    ]


def test_two_names_that_may_be_of_one_cell_or_of_two_are_in_doubt() -> None:
    lines = ["序号", "工作任务", "责任单位", "配合单位", "完成时限"]
    lines += ["1", "建设农田", "市农业农村局", "市财政局", "6月底"]
    lines += ["2", "修建水库", "市水利局", "9月底"]
    found = extraction_from("\n".join(lines))
    assert [row.leads for row in found.rows] == [("市农业农村局",), ("市水利局",)]
    assert any("核对" in remark.text for remark in found.remarks)


BLOCK = """整改任务
河长巡查流于形式。发现垃圾问题2处。
责任单位
某县水利局、商城镇
整改目标
强化河长责任落实。
整改措施
（一）加强履职监督，开展督导检查。
（二）加强排查整治，限期整改到位。"""


def test_labels_alone_on_their_lines_make_one_task() -> None:
    (row,) = extraction_from(f"具体整改情况表\n\n{BLOCK}\n某县水利局\n2026年1月27日").rows
    assert row.title == "河长巡查流于形式。发现垃圾问题2处。"
    assert row.content.startswith("（一）加强")
    assert row.content.endswith("整改到位。")
    assert row.leads == ("某县水利局", "商城镇")


def test_labels_that_come_again_make_one_task_each() -> None:
    other = BLOCK.replace("河长巡查", "河道保洁").replace("商城镇", "城关镇")
    rows = extraction_from(f"{BLOCK}\n{other}").rows
    assert [row.leads[-1] for row in rows] == ["商城镇", "城关镇"]


def test_labels_of_a_project_make_no_task() -> None:
    text = "项目名称\n大桥工程\n建设单位\n某县交通局\n建设地点\n城关镇\n建设内容\n新建大桥一座。"
    assert extraction_from(text).rows == ()


def test_those_who_guide_answer_where_no_other_column_names_anybody() -> None:
    text = "序号\t改革举措\t主要内容\t指导部门\t推广范围\n1\t容错\t建立容错机制。\t科技厅\t全省"
    (row,) = extraction_from(text).rows
    assert (row.leads, row.cooperating) == (("科技厅",), ())
    beside = "序号\t主要内容\t责任单位\t指导单位\n1\t建立容错机制。\t各高校\t科技厅"
    (row,) = extraction_from(beside).rows
    assert (row.leads, row.cooperating) == (("各高校",), ("科技厅",))


def test_rows_with_bars_that_lost_merged_cells_stay_below_their_header() -> None:
    text = """序号 | 工作任务 | 细化分工 | 责任处室 | 完成时限 | 备注 |
1 | 办好会议 | 印发会议通知，布置会场并安排车辆 | 会务处 | 5月底 |
|
2 | 整理会议录音并形成纪要 | 文电处 | 长期推进 |
|
3 | 归档会议材料,编制目录 | 档案处 | 9月底 |
|"""
    found = extraction_from(text)
    assert [(row.no, row.title, row.leads) for row in found.rows] == [
        ("1", "办好会议", ("会务处",)),
        ("2", "办好会议", ("文电处",)),
        ("3", "办好会议", ("档案处",)),
    ]
    assert [row.content for row in found.rows][1:] == [
        "整理会议录音并形成纪要",
        "归档会议材料,编制目录",
    ]


def test_a_line_of_number_and_task_is_a_row_though_it_lacks_the_rest() -> None:
    text = (
        "序号\t工作任务\t牵头单位\t配合单位\t完成时间\n1\t铺路\t县交通局\t县财政局\t3月底"
        "\n2\t挖渠\t县水利局\t年底\n3\t架桥\t县公路局\t县财政局\t县住建局\t8月\n4\t种草"
    )
    found = extraction_from(text)
    assert [(row.no, row.content) for row in found.rows][2:] == [("3", "架桥"), ("4", "种草")]
    assert found.rows[3].inherited == ("leads", "deadline_text")


def test_a_bar_ends_a_heading_and_two_at_the_end_of_a_line_end_its_row() -> None:
    head = "序号 |\n抽查类别 |\n抽查事项 |\n抽查比例 |\n发起部门 |\n配合部门 |"
    first = "1 |\n粮油检查 |\n查验粮库的账目和库存 |\n5% |\n粮食部门 |\n财政部门 |"
    merged = "查验粮油的质量检验记录 |\n10% | |||"
    second = "2 |\n种子检查 |\n查验种子的标签和档案 |\n3% |\n农业部门 |\n公安部门 |"
    rows = extraction_from(f"{head}\n{first}\n{merged}\n{second}").rows
    assert [(row.no, row.content, row.leads) for row in rows] == [
        ("1", "查验粮库的账目和库存", ("粮食部门",)),
        ("1", "查验粮油的质量检验记录", ("粮食部门",)),
        ("2", "查验种子的标签和档案", ("农业部门",)),
    ]


PROGRESS = """2024年民生实事进展情况
序号
实事内容
责任单位
进展情况
1
新建居民活动中心2处。
文化和旅游局
已完成。
两处活动中心主体封顶,正在装修。
2
改造农村公路12公里。
进展顺利
路基完成80%,桥涵完成3座
3
发放助餐补贴1.2万人次。
民政局
提前完成年度任务。
累计发放6000人次
4
完成困境儿童家访300户;
已完成。
5
1)培训护理员200人;
2)新建日间照料中心1家。
正在实施。
培训120人
6
新增老年大学2所。
已完成。
建成东镇、西镇、柳乡2老年大学"""


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_unit_over_rows_with_a_cell_fewer_is_that_of_them_all(between: str) -> None:
    rows = extraction_from(PROGRESS.replace("\n", between)).rows
    assert [row.leads for row in rows] == [("文化和旅游局",)] * 2 + [("民政局",)] * 4
    assert [row.inherited for row in rows] == [(), ("leads",), (), *[("leads",)] * 3]
    assert rows[4].content == "1)培训护理员200人;2)新建日间照料中心1家。"
    assert [row.content[:4] for row in rows] == [
        "新建居民",
        "改造农村",
        "发放助餐",
        "完成困境",
        "1)培训",
        "新增老年",
    ]


def test_words_that_a_row_repeats_stand_where_they_stood_and_the_rest_goes_on() -> None:
    text = """序号 抽查任务名称 抽查事项 抽查对象 抽查比例
及频次
起止时间 发起部门 配合部门 抽查模式
1 网吧经营检查 对网吧上网登记情况的检查 辖区内的网吧 3%;2次/年 3月—11月 市文旅局 市公安局 市抽市查
2 服务清单执行情况检查 对各经办机构执行服务清单情况的检查 医保经办部门 各机构抽查≥20%;1次/年
4月—12月 市医保局 市数据局 市抽县查
3 对各经办机构好差评结果进行检查 根据各地好差评结果进行检查 医保经办部门 各机构抽查≥20%;1次/年"""
    rows = extraction_from(text).rows
    assert [(row.no, row.leads, row.cooperating, row.deadline_text) for row in rows] == [
        ("1", ("市文旅局",), ("市公安局",), "3月—11月"),
        ("2", ("市医保局",), ("市数据局",), "4月—12月"),
        ("3", ("市医保局",), ("市数据局",), "4月—12月"),
    ]
    assert rows[2].content == "根据各地好差评结果进行检查"
    assert rows[2].inherited == ("leads", "deadline_text")
