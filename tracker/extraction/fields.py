"""Which column heading and which clause label means which field: two tables, first match wins."""

import re
from enum import StrEnum
from functools import lru_cache

from tracker.extraction.wording import simplified


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
    PERSON = "person"
    MILESTONE = "milestone"
    OTHER = "other"


BODY = r"(?:单位|部门|机构|主体|委室|处室|科室|机关|科股|股室|方|委办局|组|各方)"

# A place that stands for its government: 乡镇 | 任务 | 完成时限.
PLACES = r"(?:乡镇|镇街|街镇|街道|县区|区县|市县|县市区|市州|地市|镇乡|乡|镇)(?:街道|园区|场)?"

# Pattern over the heading without spaces and brackets, field, source of the rule.
COLUMNS: tuple[tuple[str, Field, str], ...] = (
    # Persons and follow-up columns first: they share words with the columns that matter.
    (r"(?:监督|举报|投诉|咨询|服务)电话", Field.OTHER, "招远市2022年民生实事"),
    (
        r"(?:牵头|主办)(?:责任)?(?:单位|部门|科室|处室)(?:及|和|与|、|/|／)?(?:其)?(?:责任|负责|联系)人",
        Field.LEAD,
        "泾政〔2023〕1号",
    ),
    (
        r"(?:责任|落实|实施|整改)?(?:单位|部门|科室|处室)(?:及|和|与|、|/|／)(?:其)?(?:责任|负责|联系)人",
        Field.RESPONSIBLE,
        "泾政〔2023〕1号",
    ),
    (
        r"牵头(?:市|县|区|省)?领导(?:及|和|与|、|/|／)(?:牵头|责任)?(?:单位|部门)",
        Field.LEAD,
        "脱贫攻坚问题整改任务清单",
    ),
    (
        r"责任(?:市|县|区|省)?领导(?:及|和|与|、|/|／)(?:牵头|责任)?(?:单位|部门)",
        Field.RESPONSIBLE,
        "脱贫攻坚问题整改任务清单",
    ),
    (r"案由|案题|(?:建议|提案)(?:名称|标题|题目)", Field.TITLE, "人大代表建议交办表"),
    (
        rf"(?:起草|拟稿|草拟|编制|编写)[、和及与]?[\u4e00-\u9fff]{{0,4}}{BODY}$",
        Field.RESPONSIBLE,
        "清城区人民政府2018年度制定规范性文件计划",
    ),
    (
        r"领导|责任人|负责人|联系人|联络[人员]|经办人|承办人|牵头人|包[保抓挂联]人|联系|电话|签字|分管|包保|专班|[市县区州省镇乡]长$|书记$|河长|路长|林长|姓名|职务",
        Field.PERSON,
        "南陵县2024年目标任务分解表",
    ),
    (r"(?:序时|时序|目标|计划)进度", Field.DEADLINE, "重点工作序时进度表"),
    (
        (
            r"(?<!时间)(?<!时限)进度$|进展|完成情况|落实情况|办理情况|推进情况|整改情况|执行情况|完成进度|取得(?:成效|成果|的成)|办结(?![时期])|备注|说明$|得分|分值|权重|状态|是否"
            r"|(?:评分|考核|评价|考评|评议|督查|督办|督导|监督|监管|验收|审核|检查|统计|交办|发布|来文|制定|颁布|审批|填报|报送|采购|立项)(?:单位|部门|机构|处室|科室)|(?:评分|考核|评价|督查|验收|审核|审批|填报|报送|采购|立项)(?:主体|机关)"
        ),
        Field.OTHER,
        "2021年嵊泗县乡村振兴任务清单",
    ),
    (
        r"建设(?:规模|地点|性质|标准)?[及与和、]?(?:主要|建设)?内容",
        Field.CONTENT,
        "重点项目计划",
    ),
    (
        rf"{BODY}的?(?:检查|抽查|监管|执法|具体|主要|工作)*(?:内容|事项)$",
        Field.CONTENT,
        "部门联合抽查计划：参与部门的检查内容",
    ),
    (r"承检|检验(?:检测)?机构|检测机构", Field.OTHER, "产品质量监督抽查计划"),
    (
        r"来源|依据|投资|资金|预算|程序|工作单位|所在单位|经费|金额|地点|规模及|文号|周期$|频次|方式|模式|层级|比例|户数|数量|对象|范围|单价|评分|考核办法|计分|发文|立项|上报|印发日期|公开(?:时间|属性|渠道|主体)",
        Field.OTHER,
        "宜宾市商务局2023年联合双随机抽查计划",
    ),
    (
        r"^(?:序号?|编号|任务编号|项目编号|任务序号|条目|条款|NO\.?|№|id|no|number)$",
        Field.NUMBER,
        "常天政发〔2017〕68号",
    ),
    (
        rf"配合|协办|协同|协助|协作|协调{BODY}|指导{BODY}|参与{BODY}|参加{BODY}|参建{BODY}|联办|会办|会同|联[查检]{BODY}|支[持撑]{BODY}|其他责任",
        Field.COOPERATING,
        "常天政发〔2017〕68号；华政发〔2021〕2号；国办发〔2018〕126号（指导部门）",
    ),
    (
        r"(?:抽查|检查|执法|监管|实施|组织)(?:主体|机关)",
        Field.RESPONSIBLE,
        "上高县2023年“双随机、一公开”抽查工作计划",
    ),
    (
        rf"牵头|主办|主责|主要责任|第一责任|首要责任|主要负责|^主管{BODY}?|发起{BODY}|总负责",
        Field.LEAD,
        "泾政〔2023〕1号；长治市2024年度部门联合双随机抽查工作计划",
    ),
    (
        (
            rf"(?:责任|承办|负责|落实|实施|执行|推进|任务|完成|办理|整改|分工|承担|主管|申报|建设|项目|业主){BODY}|项目业主"
            rf"|^{BODY}$|^(?:责任|责任清单|分工|职责分工|任务分工|责任分工)$|^(?:部门|单位)名称$|责任[区县镇乡]|责任区域|^departments?$"
            rf"|^(?:{PLACES})(?:名称)?$"
        ),
        Field.RESPONSIBLE,
        "吉市政办发〔2017〕19号",
    ),
    (
        r"时限|期限|限时|时间|进度(?:安排|要求|计划)|节点|日期|截止|^进度$|年限|启止|起止|^deadline$",
        Field.DEADLINE,
        "常天政发〔2017〕68号",
    ),
    (
        r"类别|分类|领域|板块|大项|方面|一级(?:任务|指标)|类型|专题|总体任务|所属",
        Field.SECTION,
        "2021年嵊泗县乡村振兴任务清单",
    ),
    (
        (
            r"内容|措施|举措|具体(?:任务|工作|事项|要求)|分解|细化|工作要求|任务要求|主要做法|路径|步骤"
            r"|子任务|二级任务|工作安排|落实要求|推进计划|工作任务及|任务描述|^content$"
        ),
        Field.CONTENT,
        "常天政发〔2017〕68号",
    ),
    (r"目标|成果|标准|指标|成效|预期|要求", Field.GOAL, "武政办〔2023〕1号"),
    (
        r"任务|事项|项目|工作|名称|要点|重点|议题|诉求|改革|政策|行动|工程|议定|实事|问题|清单|^title$",
        Field.TITLE,
        "常天政发〔2017〕68号",
    ),
    (r"演练|科目|情景|场景|主题|课题", Field.TITLE, "应急演练安排表"),
)
MAX_HEADING = 24
REMEMBERED = 4096
# A period before a heading: 2022年度任务目标, 1-9月份工作完成情况.
PERIOD = re.compile(
    r"^(?:20\d\d年度?|\d{1,2}[-—~至]\d{1,2}月份?|\d{1,2}月份)(?=[\u4e00-\u9fff]{4})"
)
# What a heading ends with; a piece of a broken one does not.
HEADING_END = re.compile(
    r"(?:号|领导|人|员|单位|部门|科室|处室|股室|委室|机构|主体|科|分工|任务|事项|内容|措施|举措|目标|指标|要求|时限|时间|期限|节点|进度|情况"
    r"|备注|项目|名称|类别|类型|成果|标准|工作|要点|日期|安排|情形|依据|来源|地点|规模|投资|资金|清单|问题|方式|模式|范围|对象|比例|层级|数量|户数|分值|得分|区域|实事|频次"
    r"|重点|步骤|路径|成效|说明|电话|方面|领域|科目|情景|场景|主题|课题|计划|长|职务|姓名|id|title|content|departments?)$",
    re.IGNORECASE,
)


@lru_cache(REMEMBERED)
def column_field(heading: str) -> Field | None:
    """Return the field of a column with this heading, None when it is no heading we know."""
    words = simplified(re.sub(r"[\s\u3000:：*＊]|[（(][^（）()]*[）)]", "", heading))
    words = PERIOD.sub("", words)
    if not words or len(words) > MAX_HEADING or re.search(r"[。；，,;]|\d{4}年", words):
        return None
    return next(
        (field for pattern, field, _source in COLUMNS if re.search(pattern, words, re.IGNORECASE)),
        None,
    )


# Labels before a colon in a responsibility clause; a level may stand before: 市级牵头单位.
LEVEL = (
    r"(?:(?:省|市|县|区|州|盟|旗|镇|乡|自治区|国家|中央|属地|整改|任务|工作|具体|其他|其它"
    r"|主要|第一|首要|业务|行业)(?:级|直)?){0,2}"
)
BODIES = rf"{BODY}(?:(?:及|和|或|、|/|／)(?:责任)?{BODY}|[（(]{BODY}[）)])?"
LABELS: tuple[tuple[str, Field, str], ...] = (
    (
        rf"{LEVEL}(?:牵头|主办)(?:责任)?{BODY}(?:及|和|与|、|/|／)(?:其)?(?:责任|负责|联系)人",
        Field.LEAD,
        "责任部门及责任人：市农业农村局 某某",
    ),
    (
        rf"{LEVEL}(?:配合|协办|协助|参与|参加)(?:责任)?{BODY}(?:及|和|与|、|/|／)(?:其)?(?:责任|负责|联系)人",
        Field.COOPERATING,
        "责任部门及责任人：市农业农村局 某某",
    ),
    (
        rf"{LEVEL}(?:责任|落实|实施|整改)?{BODY}(?:及|和|与|、|/|／)(?:其)?(?:责任|负责|联系)人",
        Field.RESPONSIBLE,
        "责任部门及责任人：市农业农村局 某某",
    ),
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
            r"(?:完成|办理|整改|落实|办结|工作|推进|实施|达标|销号|计划|任务|目标|起止|启止|竣工|建成|建设|截止|项目|要求|预计|拟|治理"
            r"|改造|执行){0,2}"
            r"(?:时限|期限|限期|时间节点|时间要求|时间安排|时间进度|时间|日期|年限|年度|周期|进度安排|节点)(?:要求)?"
            r"|(?:工作|序时|完成)?进度(?:要求|计划)|序时进度"
        ),
        Field.DEADLINE,
        "任务分解；玉林市2011年为民办实事",
    ),
    (rf"组长{BODY}", Field.LEAD, "联席会议、工作专班的组成"),
    (rf"第[二三四]责任{BODY}|(?:副组长|成员){BODY}", Field.COOPERATING, "抗震应急预案工作组"),
    (
        (
            rf"{LEVEL}(?:配合|协办|协同|协助|协作|协调|参与|参加|会办|联办|会同|支持|支撑|指导)(?:责任|落实|实施|执行|推进|支持)?"
            rf"(?:{BODIES})?"
        ),
        Field.COOPERATING,
        "国办发分工方案",
    ),
    (
        (
            rf"{LEVEL}(?:牵头|主办|主责|总牵头|主要责任|主要负责)(?:责任|负责|实施|落实|推进|组织)?(?:{BODIES})?"
            rf"(?:(?:及|和|、)(?:主要)?责任{BODY})?"
        ),
        Field.LEAD,
        "国办发分工方案",
    ),
    (
        (
            rf"{LEVEL}(?:责任|承办|负责|落实|实施|执行|推进|任务|整改|主体责任|承担|办理|主管|完成)(?:{BODIES}|主体|区域|县区)"
            r"|责任(?:司局|站所|地区|镇街|乡镇|街道)|具体负责"
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
