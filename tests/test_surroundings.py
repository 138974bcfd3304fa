"""The facts of a document stay its own, whatever a page or a collection puts around it."""

from datetime import date

import pytest

from tests.reading_samples import extraction_from, read
from tracker.extraction import extract

TEXT = """各县人民政府：
现将方案印发给你们，请执行。
某市教育局
2024年3月8日
一、建学校
新建学校两所。"""
MARKDOWN = f"""# 关于印发学校建设方案的通知

**发布日期**: 2024-03-20
**发布机构**: 某市政务中心
**原文链接**: [http://example.org/a.html](http://example.org/a.html)
**检索时间**: 2024-04-01 10:00:00

**附件**:
- [布局图.pdf](./布局图.pdf) (pdf)

---

某教发〔2024〕7号

{TEXT}"""
CRUMBS = """您的位置:
首页
>
学校要闻
2024年政府工作报告
来源：某地日报
2024-02-03 09:02:33
——2024年1月28日在某市第八届人民代表大会第四次会议上
市长　某某
各位代表：
现在，我代表市人民政府，向大会报告工作，请予审议。
一、今年工作
新建学校两所。"""
ENTRY = f"""7. 某市教育局关于印发全市学校建设
三年方案的通知（2024 年3 月
10 日）
某教发〔2024〕7 号

# Page 12:
{TEXT}"""


def test_a_page_in_markdown_does_not_hide_the_number_or_the_signature() -> None:
    masthead = extraction_from(MARKDOWN).masthead
    assert masthead.title == "关于印发学校建设方案的通知"
    assert masthead.doc_number == "某教发〔2024〕7号"
    assert (masthead.issuer, masthead.issued_on) == ("某市教育局", date(2024, 3, 8))


def test_a_breadcrumb_is_no_part_of_the_title_and_a_report_tells_its_day_and_government() -> None:
    masthead = extraction_from(CRUMBS).masthead
    assert masthead.title == "2024年政府工作报告"
    assert (masthead.issuer, masthead.issued_on) == ("市人民政府", date(2024, 1, 28))


def test_an_entry_of_a_collection_loses_its_number_and_the_day_after_its_title() -> None:
    masthead = extraction_from(ENTRY).masthead
    assert masthead.title == "某市教育局关于印发全市学校建设三年方案的通知"
    assert masthead.doc_number == "某教发〔2024〕7号"
    assert (masthead.issuer, masthead.issued_on) == ("某市教育局", date(2024, 3, 8))


def test_an_entry_without_signature_keeps_the_day_after_its_title() -> None:
    text = (
        "3. 某市教育局关于加强安全的通知（2024年3月10日）\n各县：\n请执行。\n一、抓安全\n检查校车。"
    )
    assert extraction_from(text).masthead.issued_on == date(2024, 3, 10)


@pytest.mark.parametrize("column", ["通知公告", "政府信息公开", "返回首页"])
def test_the_column_of_a_portal_is_no_part_of_the_title(column: str) -> None:
    assert extraction_from(f"{column}\n关于印发方案的通知\n{TEXT}").masthead.title == (
        "关于印发方案的通知"
    )


def test_a_row_of_labels_and_values_gives_the_number() -> None:
    text = f"文号 | 某政办〔2013〕11号 | 索引号 | 00545/2013 | 关键词 |\n{TEXT}"
    assert extraction_from(text).masthead.doc_number == "某政办〔2013〕11号"


def test_all_who_sign_above_one_date_issue_the_document() -> None:
    text = "关于印发方案的通知\n各县：\n请执行。\n某市教育局\n某市某区人民政府\n2024年3月8日"
    assert extraction_from(text).masthead.issuer == "某市教育局、某市某区人民政府"


def test_a_text_without_title_is_called_after_the_plan_it_puts_in_force() -> None:
    text = (
        "某教发〔2024〕7号\n各县：\n《全市学校建设工作方案》已经市政府同意，现印发给你们。\n"
        "某市教育局\n2024年3月8日\n一、建学校\n新建学校两所。"
    )
    assert extraction_from(text).masthead.title == "全市学校建设工作方案"


def test_the_own_title_of_the_document_goes_before_the_shorter_one_of_the_page() -> None:
    own = "某市教育局关于印发《全市学校建设方案》的通知"
    text = f"# 全市学校建设方案\n\n## 政策全文\n\n{own}\n\n某教发〔2024〕7号\n{TEXT}"
    assert extraction_from(text).masthead.title == own


def test_a_title_gets_the_marks_that_the_page_left_out() -> None:
    own = "某市关于落实《教育规划》的实施意见"
    page = "# 某市关于落实教育规划的实施意见"
    text = f"{page}\n各县：\n请执行。\n某市教育局\n2024年3月8日\n{own}\n文字。"
    assert extraction_from(text).masthead.title == own
    assert extraction_from(text).masthead.issuer == "某市教育局"


def test_the_name_in_a_row_of_labels_is_the_title_of_a_text_without_one() -> None:
    labels = "文件名称 | 学校建设情况的通报 | |\n公开责任部门 | 某县政府办公室 | 有效性 | |"
    text = f"{labels}\n{TEXT}"
    assert extraction_from(text).masthead.title == "学校建设情况的通报"


def test_a_head_of_many_bodies_run_into_one_line_is_taken_apart() -> None:
    bodies = "某市工业和信息化局某市交通运输局某市城市管理综合执法局某市通信发展管理办公室"
    title = f"{bodies}关于印发线路整治方案的通知"
    text = f"{bodies}文件某工信〔2022〕 9号{title}各县人民政府：现将方案印发给你们，请认真执行。"
    masthead = extraction_from(text).masthead
    assert (masthead.title, masthead.issuer) == (title, bodies)
    assert masthead.doc_number == "某工信〔2022〕9号"


SIGNED = "关于建设学校的通知\n某教发〔2024〕7号\n各县：\n请执行。\n{}\n2024年3月8日"


@pytest.mark.parametrize(
    ("signers", "issuer"),
    [
        ("东河市教育局　东河市财政局", "东河市教育局、东河市财政局"),
        ("中共东河市委办公室  东河市人民政府办公室", "中共东河市委办公室、东河市人民政府办公室"),
        ("东河市人民政府  办公室", "东河市人民政府办公室"),
        ("东 河 市 教 育 局", "东河市教育局"),
    ],
)
def test_those_who_sign_side_by_side_are_issuers_each(signers: str, issuer: str) -> None:
    assert extraction_from(SIGNED.format(signers)).masthead.issuer == issuer


def test_the_table_of_a_page_says_the_number_and_whoever_signs_is_the_issuer() -> None:
    page = (
        "<table><tr><td>索引号：</td><td>0101</td><td>发布机构：</td><td>市府办</td></tr>"
        "<tr><td>文号：</td><td>东政办发〔2024〕7号</td><td>有效性：</td><td>有效</td></tr></table>"
        "<h1>东河市人民政府办公室关于建设学校的通知</h1><p>各县：</p><p>请执行。</p>"
        "<p>东河市人民政府办公室</p><p>2024年3月8日</p>"
    )
    said = extract(read(f"<html><body>{page}</body></html>".encode(), "a.html")).masthead
    assert (said.doc_number, said.issuer) == ("东政办发〔2024〕7号", "东河市人民政府办公室")
    assert said.title == "东河市人民政府办公室关于建设学校的通知"


PARTICULARS = (
    "<tr><td>索引号：</td><td>0101</td><td>主题分类：</td><td>城乡建设</td></tr>"
    "<tr><td>发文机关：</td><td>市府办</td><td>成文日期：</td><td>2024年3月8日</td></tr>"
    "<tr><td>标题：</td><td colspan=3>关于建设学校的通知</td></tr>"
    "<tr><td>发文字号：</td><td>东政办发〔2024〕7号</td><td>发布日期：</td><td>2024年3月9日</td></tr>"
)
LISTED = (
    "<tr><td>序号</td><td>文件名称</td><td>文号</td><td>发文日期</td><td>修订任务</td><td>责任单位</td></tr>"
    "<tr><td>1</td><td>供水办法</td><td>东政发〔2010〕2号</td><td>2010年3月</td><td>修订收费条款</td><td>市水利局</td></tr>"
    "<tr><td>2</td><td>道路办法</td><td>东政发〔2011〕3号</td><td>2011年4月</td><td>修订养护条款</td><td>市交通局</td></tr>"
)


@pytest.mark.parametrize(("rows", "count"), [(PARTICULARS, 0), (LISTED, 2)])
def test_what_a_page_says_of_its_document_is_no_task(rows: str, count: int) -> None:
    page = f"<html><body><table>{rows}</table><p>各县：</p><p>请执行。</p></body></html>"
    assert len(extract(read(page.encode(), "a.html")).rows) == count
