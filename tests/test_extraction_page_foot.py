"""Who keeps a web page is nobody's task; who holds an event is."""

import pytest

from tests.reading_samples import extraction_from

CLAUSES = (
    "某市关于促进消费的若干措施\n一、发放消费券。（市商务局、市财政局负责）\n"
    "二、推广家电下乡。\n牵头单位：市商务局\n配合单位：市发展改革委\n"
)


@pytest.mark.parametrize(
    "foot",
    [
        "主办单位：某市人民政府办公室 承办单位：某市信息中心",
        "分享到\n上一篇：无\n主办单位：某市人民政府办公室\n承办单位：某市信息中心\n赣ICP备05000001号",
        "主管单位：某市人民政府 主办单位：某市政府办公室 维护单位：某市大数据中心\n版权所有：某市",
        "\n主办單位：某市人民政府辦公室",
        "主办单位：某市人民政府 承办单位：市政府办公室 网站地图\n地址：某市民主路1号 邮编：815000",
    ],
)
def test_the_foot_of_a_page_names_nobody_responsible(foot: str) -> None:
    measures = extraction_from(CLAUSES + foot).measures
    assert [(each.leads, each.cooperating) for each in measures] == [
        (("市商务局", "市财政局"), ()),
        (("市商务局",), ("市发展改革委",)),
    ]


def test_who_holds_an_event_is_kept_at_the_end_of_a_document() -> None:
    (first, last) = extraction_from(
        "某市读书月方案\n一、开展读书会。\n主办单位：市文化局\n二、举办书展。\n"
        "主办单位：市人民政府办公室\n承办单位：市图书馆"
    ).measures
    assert (first.leads, last.leads) == (("市文化局",), ("市人民政府办公室",))
