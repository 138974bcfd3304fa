"""Flattened tables whose bars or lines show how far each row goes: what it lacks is merged."""

from tests.reading_samples import extraction_from
from tracker.extraction import TaskRow

HEAD = "序号 |\n检查领域 |\n检查事项 |\n检查对象 |\n检查比例 |\n牵头部门 |\n配合部门 |\n层级 |\n"


def said(row: TaskRow) -> tuple[object, ...]:
    return row.no, row.content, row.leads, row.cooperating


def test_the_bars_behind_a_row_count_the_cells_merged_with_those_above() -> None:
    text = (
        "1 |\n浴场检查 |\n1.水质达标的检查 |\n各类浴场 |\n5% |\n卫健部门 |\n公安部门 |\n市级 |\n"
        "2.救生员持证的检查 |\n泳池 |\n20-30家 |\n市级 | ||||\n"
        "3.收费公示的检查 |\n泳池 |\n8% |\n市监部门 |\n文旅部门 |\n县级 | ||\n"
        "小学、幼儿园 |\n9% | ||||||\n"
        "4.锅炉使用的检查 | |||||||\n"
        "2 |\n书店检查 |\n5.进货台账的检查 |\n书店 |\n3% |\n新闻出版部门 |\n公安部门 |\n市级 |\n"
    )
    found = extraction_from(HEAD + text)
    first = (("卫健部门",), ("公安部门",))
    other = (("市监部门",), ("文旅部门",))
    assert [said(row) for row in found.rows] == [
        ("1", "1.水质达标的检查", *first),
        ("1", "2.救生员持证的检查", *first),
        ("1", "3.收费公示的检查", *other),
        ("1", "4.锅炉使用的检查", *other),
        ("2", "5.进货台账的检查", ("新闻出版部门",), ("公安部门",)),
    ]
    assert [row.section for row in found.rows] == [("浴场检查",)] * 4 + [("书店检查",)]
    assert not any(row.inherited for row in found.rows)


def test_a_line_that_is_a_row_lacks_the_columns_its_cells_do_not_fit() -> None:
    text = """序号 检查领域 检查事项 检查对象 牵头部门 配合部门 层级
1 剧院检查 对剧院演出内容的检查 剧院、影院 文旅部门 公安部门 县级
2 网吧检查 对网吧上网登记的检查 网吧
3 食堂检查 对食堂留样记录的检查 中学 教育部门 市监部门 市级
校外托管机构的收费和场地的检查 校外托管机构 县级
食堂从业人员健康证的检查 各类学校 市监部门 教育、卫健部门 县级"""
    found = extraction_from(text)
    assert [said(row) for row in found.rows] == [
        ("1", "对剧院演出内容的检查", ("文旅部门",), ("公安部门",)),
        ("2", "对网吧上网登记的检查", ("文旅部门",), ("公安部门",)),
        ("3", "对食堂留样记录的检查", ("教育部门",), ("市监部门",)),
        ("3", "校外托管机构的收费和场地的检查", ("教育部门",), ("市监部门",)),
        ("3", "食堂从业人员健康证的检查", ("市监部门",), ("教育", "卫健部门")),
    ]
    assert found.rows[1].inherited == ("leads",)
