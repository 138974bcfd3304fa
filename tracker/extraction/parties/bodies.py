"""Says whether words can be the name of a body: an office, a government, a group of them."""

import re

from tracker.extraction.wording import simplified

MAX_NAME = 30
# How names of bodies end, by their last character.
ENDS = (
    "局委办部厅院会司府道镇乡区县市队所站处科室组团联行校馆场园库门位构关协企业台报盟中心署央班村社旗州省"
    "警军商厂集店段街股"
)
# By more than one, where the last alone ends many other words.
LONGER_ENDS = ("中支", "大学", "中学", "小学", "各地", "各地方")
CLOSED = "）)]】〕］"
INSTITUTION = re.compile(
    r"(?:[局委办厅部署府院会司联协社团旗队站所]|^各地方?|中心|银行|[支分]行|街道|镇街|(?<=.)办公室|(?:督[查办]|研究|政研|法制|史志|调研|值班)室|办事处|管理处|[乡镇县区市州盟]|部门|单位"
    r"|机关|机构|中央|电视台|专班|[车工电机供]务段|指挥部|小组|海关|高校|企业|学校|集团|园区|组委|(?<=.)(?:中支|大学))(?:[（(〔\[【][^（）()]*[）)〕\]】])?$"
)
# Words that no name of a body begins with, and words of doing that no name holds.
EXPLAINS = re.compile(
    r"^(?:含|包括|包含|即|是指|指(?!挥)|例如|比如|如(?!皋|东)|除|以(?!色)|详|见|原(?!子|平|阳)|其中|不|按|由|在(?!线)|自(?!然|治|贸|由|来|贡)|对(?!外)|从"
    r"|经(?!济|信|开|贸|发|管|委|协|科)|及|或|和(?!平|田|政|县|龙|静|硕)|与|并|也|均|该|此|为|简称|下同|下称|所属|特指|主要|省略|合计|技工|单位[:：]|请(?!示)|[你我贵本](?:单位|部门|[局委办厅县市区镇乡]$))"
)
ACTION = re.compile(
    r"[要应须可将已于的了]|切实|加强|做好|进行|开展|认真|建立|健全|推动|推进|制定|按照|根据|实行"
    r"|(?:负责|牵头|落实|配合)(?!单位|部门|机构|主体|办|[组局会])|[作动务项目宜题]由|如有|情况|通过|年[一二三四五六七八九十\d]+月|[一二三四五六七八九十\d]日|[“”《》\"。，,；;：:？！]|\d{3}"
)
NAMES_WITH_ACTION_SIGNS = re.compile(
    r"^[^，,。；;]{2,16}的(?=(?:所有|各|全部|有关|相关)[^，,。；;]{0,6}(?:部门|单位|机构)$)"
    r"|^[省市县区州]?1\d{2}(?:\d{2})?(?=[\u4e00-\u9fff]{0,8}(?:热线|指挥|中心|平台|办))|应急|应对|可再生|可持续|要素|相应|对应|落实办|推进(?=.{0,8}[办组局会])"
    r"|^(?:具?有|承担|负有)[^，,。；;]{2,12}(?:职能|职责|任务|权限)的(?=(?:[^，,。；;]{0,4}(?:单位|部门|机构|处室|科室)|各?[镇乡街县区市])$)"
)
# Words that no name holds, wherever it stands.
SENTENCE = re.compile(
    r"[要应须将已于]|切实|加强|做好|进行|认真|建立|健全|制定|按照|根据|(?:负责|牵头|配合)(?!单位|部门)"
    r"|如有|通过|[。；;：:？！，,]|\d{3}|完成"
)


def is_body(name: str) -> bool:
    """Return whether a name ends as names of bodies do and is not too long for one.

    A count ends as some do: 改造电梯80部.
    """
    plain = simplified(name)
    ends = plain[-1:] in ENDS + CLOSED or plain.endswith(LONGER_ENDS)
    counts = plain[-2:-1].isdigit()
    return 0 < len(plain) <= MAX_NAME and ends and not counts and not EXPLAINS.match(plain)


def is_surely_body(name: str) -> bool:
    """Return whether words without label or verb can only be the name of a body."""
    plain = simplified(name)
    return len(plain) > 1 and is_body(plain) and bool(INSTITUTION.search(plain)) and is_name(plain)


def is_name(name: str) -> bool:
    """Return whether words behind a label are short enough and say nothing that a name cannot."""
    words = NAMES_WITH_ACTION_SIGNS.sub("", re.sub(r"[（(][^（）()]*[）)]", "", name))
    return 0 < len(name) <= MAX_NAME + 10 and not ACTION.search(words)


def is_labelled_name(name: str) -> bool:
    """Return whether words behind a plain label are a name, of a group by its work, too.

    So are 开展采购活动的相关单位 and 市融媒体推进中心, whose words elsewhere tell of doing.
    """
    return is_name(name) or (
        len(name) <= MAX_NAME
        and INSTITUTION.search(name) is not None
        and SENTENCE.search(NAMES_WITH_ACTION_SIGNS.sub("", name)) is None
    )
