"""Which column heading and which clause label means which field: two tables, first match wins."""

import re
from enum import StrEnum
from functools import cache


class Field(StrEnum):
    """The fields of a task row that a column or a label can fill."""

    NUMBER = "number"
    SECTION = "section"
    TITLE = "title"
    CONTENT = "content"
    GOAL = "goal"
    DEADLINE = "deadline"
    LEAD = "lead"
    RESPONSIBLE = "responsible"
    COOPERATING = "cooperating"
    OTHER = "other"


BODY = r"(?:单位|部门|机构|主体|处室|科室|机关|科股|股室|方|委办局|组|各方)"

# Pattern over the heading without spaces and brackets, field, source of the rule.
COLUMNS: tuple[tuple[str, Field, str], ...] = (
    # Persons and follow-up columns first: they share words with the columns that matter.
    (r"领导|责任人|负责人|联系|电话|签字|分管|包保|专班", Field.OTHER, "督查台账"),
    (
        r"(?:工作|目前|当前)进度$|进展|完成情况|落实情况|办理情况|推进情况|办结(?![时期])|备注|问题|得分|分值|状态|评分|是否",
        Field.OTHER,
        "通报与台账",
    ),
    (r"来源|依据|投资|资金|预算|经费|地点|规模及|文号|周期$|频次", Field.OTHER, "项目清单"),
    (
        r"^(?:序号?|编号|任务编号|项目编号|任务序号|条目|条款|NO\.?|№)$",
        Field.NUMBER,
        "常天政发〔2017〕68号",
    ),
    (
        rf"配合|协办|协同|协助|协作|协调{BODY}|参与{BODY}|参加{BODY}|联办|会办|会同",
        Field.COOPERATING,
        "常天政发〔2017〕68号",
    ),
    (rf"牵头|主办|主责|主要责任|第一责任|首要责任|主要负责|^主管{BODY}?", Field.LEAD, "任务分解表"),
    (
        (
            rf"(?:责任|承办|负责|落实|实施|执行|任务|完成|办理|整改|分工|承担|主管|申报|建设|项目){BODY}"
            rf"|^{BODY}$|^(?:责任|分工|职责分工|任务分工|责任分工)$|^(?:部门|单位)名称$|责任[区县镇乡]"
        ),
        Field.RESPONSIBLE,
        "吉市政办发〔2017〕19号",
    ),
    (
        r"时限|期限|限时|时间|进度(?:安排|要求|计划)|节点|完成日期|截止|^进度$|^日期$|年限|启止|起止",
        Field.DEADLINE,
        "常天政发〔2017〕68号",
    ),
    (
        r"类别|分类|领域|板块|大项|方面|一级(?:任务|指标)|类型|专题|总体任务|所属",
        Field.SECTION,
        "任务分解表",
    ),
    (
        (
            r"内容|措施|举措|具体(?:任务|工作|事项|要求)|分解|细化|工作要求|任务要求|主要做法|路径|步骤"
            r"|子任务|二级任务|工作安排|落实要求|推进计划|工作任务及|任务描述"
        ),
        Field.CONTENT,
        "常天政发〔2017〕68号",
    ),
    (r"目标|成果|标准|指标|成效|预期|要求", Field.GOAL, "任务分解表"),
    (
        r"任务|事项|项目|工作|名称|要点|重点|议题|诉求|改革|政策|行动|工程|议定",
        Field.TITLE,
        "常天政发〔2017〕68号",
    ),
)
MAX_HEADING = 24


@cache
def column_field(heading: str) -> Field | None:
    """Return the field of a column with this heading, None when it is no heading we know."""
    words = re.sub(r"[\s\u3000:：*＊]|[（(][^（）()]*[）)]", "", heading)
    if not words or len(words) > MAX_HEADING or re.search(r"[。；，,;]|\d{4}年", words):
        return None
    return next((field for pattern, field, _source in COLUMNS if re.search(pattern, words)), None)


# Labels before a colon in a responsibility clause; a level may stand before: 市级牵头单位.
LEVEL = (
    r"(?:(?:省|市|县|区|州|盟|旗|镇|乡|自治区|国家|中央|属地|整改|任务|工作|具体|其他|其它"
    r"|主要|第一|首要|业务|行业)(?:级|直)?){0,2}"
)
BODIES = rf"{BODY}(?:(?:及|和|或|、|/|／)(?:责任)?{BODY})?"
LABELS: tuple[tuple[str, Field, str], ...] = (
    (
        r"[\u4e00-\u9fff]{0,8}(?:领导|责任人|负责人|联系人|负责同志|责任同志|牵头人|承办人|经办人)(?:及电话)?",
        Field.OTHER,
        "督查台账",
    ),
    (
        rf"{LEVEL}(?:督办|督导|督查|监督|验收|考核|评估|审核|验收销号|销号|受理|咨询|解读){BODY}",
        Field.OTHER,
        "整改方案",
    ),
    (
        (
            r"(?:完成|办理|整改|落实|办结|工作|推进|实施|达标|销号|计划|任务|目标){0,2}"
            r"(?:时限|期限|时间节点|时间要求|时间安排|时间进度|时间|完成日期|完成年限|进度安排|节点)(?:要求)?"
        ),
        Field.DEADLINE,
        "任务分解",
    ),
    (
        (
            rf"{LEVEL}(?:配合|协办|协同|协助|协作|协调|参与|参加|会办|联办|会同|支持|指导)(?:责任|落实)?"
            rf"(?:{BODIES})?"
        ),
        Field.COOPERATING,
        "国办发分工方案",
    ),
    (
        (
            rf"{LEVEL}(?:牵头|主办|主责|总牵头|主要责任|主要负责)(?:责任|负责|实施)?(?:{BODY})?"
            rf"(?:(?:及|和|、)(?:主要)?责任{BODY})?"
        ),
        Field.LEAD,
        "国办发分工方案",
    ),
    (
        (
            rf"{LEVEL}(?:责任|承办|负责|落实|实施|执行|任务|整改|主体责任|承担|办理|主管)(?:{BODIES}|主体|区域|县区)"
            r"|(?:任务|责任|职责|工作)分工|分工|责任|承办|主管"
        ),
        Field.RESPONSIBLE,
        "常天政发〔2017〕68号",
    ),
)
LABEL_WORDS = "|".join(pattern for pattern, _field, _source in LABELS)


def label_field(label: str) -> Field | None:
    """Return the field of a clause label ("责任单位"), None when we do not know it."""
    return next(
        (field for pattern, field, _source in LABELS if re.fullmatch(pattern, label.strip())), None
    )
