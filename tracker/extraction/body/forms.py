"""The forms of sentences that make bodies responsible, as patterns: 由A牵头, A会同B, A：负责…."""

import re

from tracker.extraction.parties.verbs import GUIDES, ROLE

# Pieces of a text: up to a full stop or semicolon that stands in no bracket.
PIECE = re.compile(r"(?:[（(][^（）()]*[）)]|[^。；;！\n])+[。；;！\n]?")
VERB = r"负责|牵头|主办|承办|落实|实施|办理|总负责|负总责"
NO_NOUN = (
    r"(?!人|制[，,。；;]?$|单位|部门|机构|主体|同志|解释|审批|审核|的|方(?!案)"
    r"|意见|情况|措施|方案|责任|政策|规定|要求|精神|制度)"
)
HOW = (
    r"(?:要|应|须|将)?(?:负责)?"
    r"(?:具体|统一|全面|分别|共同|联合|主要|总体|统筹|组织|分工|按职责分工){0,2}"
)
# What stands before the body that is asked: 会议决定由, 要求, 交由.
ASKS = r"(?:交由|改由|转由|均由|统一由|具体由|原则上由|由|请|责成|要求|授权|指定|委托)"
NUMBER = (
    r"[ \u3000]*(?:第[一二三四五六七八九十百]{1,4}条|\d{1,2}[.．、]|[（(]\d{1,2}[）)]|[①-⑳]"
    r"|[一二三四五六七八九十]{1,2}[是、])?"
)
MARKS = rf"(?:^|[，,：:]){NUMBER}"
SAYS = (
    r"(?:会议|市长|县长|区长|领导)?(?:明确|决定|议定|同意|要求|强调|指出|研究|建议|原则同意|批示)?"
)
# "请国土会同发改、财政等部门，在半个月之内…", "由省教育厅会同省财政厅制定…".
ACTS = (
    r"于|在|按照?|根据|结合|依据|抓紧|尽快|立即|认真|切实|进一步|做好|加强|加快|负责(?!同志|人)|牵头|落实|研究|提出|制定|制订|拟定|拟订|建立|组织"
    r"|开展|协调|会同|对|督促|督导|就|将|把|(?<!主)要|应|继续|共同|联合|具体|全力|积极|主动|及时|统筹|完成|推进|督办|核实|调查"
    r"|指导|办理|起草|编制|确定|审核|汇总|梳理|跟踪|争取|安排|落实|修改|完善|明确|派|\d|[一二三四五六七八九十]月|本周|年底"
)
GIVEN = re.compile(
    rf"{MARKS}{SAYS}{ASKS}(?P<who>[^。；;：:由，,]{{2,200}}?)(?P<verb>{HOW}(?:{VERB}){NO_NOUN})[^，,。；;]*"
)
TOPIC = re.compile(
    rf"(?<![自理经缘因事])由(?!于|此|来|衷)(?P<who>[^。；;：:由，,]{{2,120}}?)(?P<verb>{HOW}(?:{VERB}){NO_NOUN})[^，,。；;]*"
)
JOINTLY = re.compile(
    rf"{MARKS}{SAYS}(?:{ASKS})?(?P<who>[^，,。；;：:由]{{2,40}}?)"
    rf"(?:(?:按照?|根据|依据|结合|在)[^，,。；;：:由]{{2,40}})?[，,]?会同"
    rf"(?P<with>[^，,。；;：:由]{{2,200}}?等(?:有关|相关)?(?:部门|单位)"
    rf"|[^，,。；;：:由]{{0,200}}?(?:有关|相关)(?:部门|单位|方面)|[^，,。；;：:由]{{2,80}}?)"
    rf"(?=[，,。；;]|$|{ACTS})"
)
SUBJECT = re.compile(
    rf"(?:^|[，,]){NUMBER}(?:[^，,。；;：:]{{2,14}}下[，,])?"
    rf"(?P<who>[^，,。；;：:由对]{{2,80}}?)(?:等(?:有关|相关)?(?:部门|单位)?)?"
    rf"(?:(?:依据|按照?|根据)[^，,。；;：:由]{{2,20}}[，,])?"
    rf"(?:对[^，,。；;]{{2,30}})?(?P<verb>{HOW}(?:(?:负责|牵头|总负责|负总责|主办|承办){NO_NOUN}|组织(?=[，,])))"
    r"(?:(?=、[^、，,。；;：:]{2,20}(?:协助|配合|参与|协办)[，,。；;])|[^，,。；;]*)"
)
# "…工作，市城管局牵头；市公安局负责…": what is done stands before.
BEHIND_TOPIC = re.compile(
    rf"^[ \u3000]*[^，,。；;：:]{{2,24}}[，,](?P<who>[^，,。；;：:由对]{{2,60}}?)"
    rf"(?P<verb>{HOW}(?:牵头|负责){NO_NOUN})(?:落实|实施|办理)?(?=[，,。；;]|$)"
)
HELPS = re.compile(
    r"^[ \u3000]*(?P<who>[^，,。；;：:由对]{2,120}?)(?:等(?:有关|相关)?(?:部门|单位))?"
    r"(?:要|应)?(?:(?:按照?|根据|依据|结合)[^，,。；;]{2,16}[，,]?)?(?P<verb>(?:积极|密切|主动|共同|做好)?(?:协同|配合|协助|参与))[^，,。；;]*"
)
# "市卫生局：负责医院周边…": a list of bodies with the duties of each.
HEADED = re.compile(
    rf"^{NUMBER}(?P<who>[^，,。；;：:]{{2,60}}?)(?:的?(?:主要|工作)?职责)?[:：][ \u3000]*"
    rf"(?P<verb>(?:主要|具体|牵头|统一|统筹)?(?:负责|牵头|承担|会同|配合|协助))[^，,。；;]*"
)
# The same in a list of bodies, whatever the verb: "市社会办：指导各区县…".
LISTED = re.compile(rf"^{NUMBER}(?P<who>[^，,。；;：:]{{2,60}})[:：](?=[^。；;]{{4}})")
LABEL_ONLY = re.compile(
    r"(?:责任|牵头|主办|承办|配合|协办|参与|参加|主管|成员)(?:单位|部门)$|要求$|措施$"
)
# A piece that goes on with the duties of the body before.
GOES_ON = re.compile(
    rf"^{NUMBER}(?:并|还|同时|及时|牵头|具体)?(?:负责|协助|配合|会同|指导|督促|组织|监督|做好|参与|依法|对|落实|承担|推进|开展)"
)
# "责成县交通局于月底前修复": whom a meeting asks, whatever the verb.
ASKED = re.compile(
    rf"{MARKS}{SAYS}(?:责成|请|要求|交由|由|指定)(?P<who>[^，,。；;：:由]{{2,60}}?)(?=[，,]|{ACTS})"
)
HELPING = re.compile(
    rf"[，,、；;]?[ \u3000]*(?!并|同时|及时|还|对|就|将)"
    rf"(?P<words>[^，,。；;：:]{{2,200}}?(?:{ROLE}))(?=[，,。；;]|$)"
)
# "由市水利局督促，各县（区）落实": who guides is named with those who do it, never alone.
GUIDED = re.compile(
    rf"(?<![自理经缘因事])由(?!于|此|来|衷)(?P<who>[^。；;：:由，,]{{2,80}}?)"
    rf"(?P<verb>{GUIDES}(?:{GUIDES})?)(?=[，,])"
)
WITH = re.compile(r"[，,]?(?P<words>会同[^，,。；;：:]{2,80})(?=[，,。；;]|$)")
# A partner farther on in the same piece: "A负责确定重点，会同B对项目进行审核".
PARTNER = re.compile(
    rf"(?:[，,]|负责)(?:并)?会同(?P<with>[^，,。；;：:由]{{2,80}}?(?:部门|单位)|[^，,。；;：:由]{{2,60}}?)"
    rf"(?=[，,。；;]|$|查处|{ACTS})"
)
PERSON = re.compile(
    r"(?:[省市州县区镇乡局厅处科队组校院所部]长|主任|书记|主席|秘书长|指挥长|总指挥|同志|领导"
    r"|常委|委员)$"
)
SHARED_KIND = re.compile(r"等?(?:有关|相关)?(?:部门|单位)")
# "and" between two bodies of which the first ends like a place, or the second is a short one.
BOTH = re.compile(
    r"(?<=[区镇乡站所队街])[和及与](?=[^、，]{1,12}[局委办部厅])|(?<=部)[和及与](?=(?:科协|妇联|团委|残联|总?工会))"
)
# "区工商、环保、卫生和交通等部门", "地方政府或指挥机构".
LAST_OF = re.compile(
    r"(?P<before>、[^、，和及与]{2,6})[和及与]"
    r"(?P<last>[^、，和及与]{2,8}(?:等(?:有关|相关)?)?(?:部门|单位))"
)
EITHER = re.compile(
    r"(?<=[局府构部委办厅])或(?=[^、，]{2,16}(?:机构|部门|[局府委]))|(?<=长)或(?=[^、，]{2,20}(?:主任|长))"
)
# What a name is called further on.
SHORT_NAME = re.compile(r"[（(](?:以下)?(?:统称|简称)[^（）()]*[）)]")
# The kind that several short names share: 公安、交通部门.
SHARED_LIST = re.compile(
    r"(?P<list>[^、，等]{2,8}(?:[、和][^、，等]{2,8})+?)部门(?=负责|牵头|配合|会同|$)"
)
# What is over or may be is nobody's task.
OVER = re.compile(
    r"(?:负责|牵头|落实|办理|会同[^，,。；;]{2,40})[^，,。；;]{0,20}了|已由|曾由|可由|[也可]以由|一般由"
)
CONSULTS = re.compile(r"批准|同意后|审批|备案|解释|任(?:组长|主任|总指挥|副)")
VAGUE = re.compile(r"^(?:各|其他|有关|相关|本)|人$|[是为有]")
NO_BODY = re.compile(
    r"^(?:请?[与你我本该其（(]|经(?!济|开|信|发|贸|管|委|协|科))|高度重视|(?:有关|相关)(?:人员|同志|领导)"
    r"|等(?:有关|相关)?(?:部门|单位).|召开|会议$|^(?:协调|动员|引导|鼓励|发动|督促)(?!.{0,2}[组办处队])"
)
# Behind "A会同B": what is done to the work of others.
OVERSEES = re.compile(r"[^，,。；;]{0,30}?(?:指导|监督|督导|评估|考核|验收|抽查|检查|评审)")
# What a meeting did before it charges somebody.
REPORTS = re.compile(
    r"[^，,]{0,6}会议?[^，,]{0,4}(?:听取|认为|指出|强调|原则|审议|研究|讨论|传达|学习|通过|同意)"
)
# Without one of these a text charges nobody.
HINT = re.compile(r"由|负责|牵头|主办|承办|落实|实施|办理|会同|请|责成|要求|交由|指定|组织[，,]")
SHORT, LONGEST = 8, 2000
