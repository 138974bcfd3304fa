"""The verbs that give a role to the names before them: 牵头, 配合, 按职责分工负责, 督促.

One vocabulary for brackets, cells, closing sentences and the sentences of running text.
"""

import re

# A verb of role ends its phrase, or is followed by what little there is to do.
TAIL = r"[^，,；;。、\s（）()〔〕\[\]局委厅部府]{0,8}"
END = r"(?=[，,；;。、\s）)\]】〕］]|$)"
NO_NOUN = (
    r"(?!单位|部门|机构|人|同志|领导|主体|的|办|局|组(?!织)|委|中心|处|站|解释|审批|审核|受理)"
)
SHARED = r"(?:(?:按照?|依据?|根据|依照|结合)[^，,；;。、\s（）()局委厅部]{1,10}?)?"
HOW = (
    r"(?:(?:分别|分工|分级|分头|属地|共同|联合|具体|统筹|组织|主要|全面|密切|积极|协调|抓好|推进"
    r"|贯彻|各自|主动|予以|给予|大力){0,3})"
)
# Who bears it: 承担主体责任, 落实属地责任, 负总责.
BEARS = (
    r"(?:(?:主体|属地)责任"
    r"|(?:承担|落实|履行|压实|负|担负|负有)[^，,；;。、\s（）()局委厅部]{0,8}责任)"
)
# 【社会监督】 heads an article, it charges nobody.
NO_HEADING = "(?<!社会)(?<!舆论)(?<!民主)(?<!群众)(?<!公众)(?<!司法)"
# 市财政局会办 helps; 市安委会办 and 市食安委会办 are offices.
COUNTERSIGNS = "(?:(?<=[局办厅部府])|(?<=(?:健康|卫健|改革|发改|经信|工信|住建|国资)委))"
GUIDES = r"(?:业务)?(?:指导|督导|督促|督办|监督指导)"
# What they are made: 市教育局为牵头单位，市财政局为配合单位.
IS, OFFICE = "(?:[均都同])?(?:作)?[为是]", "(?:单位|部门|主体)"
# Who 负责 with a deed of its own is responsible beside the others who are (甲负责实施，
# 乙负责资金保障): each answers for its part. Beside one that leads they help (甲牵头、乙组织实施),
# for that one answers for the whole, unless others help by name: then there are three ranks, as
# in a table of 牵头, 配合 and 责任单位 (甲牵头，乙配合，各县区政府负责落实). Who pays without 负责
# helps, and who guides or watches over the work of others (负责监督).
VERBS: tuple[tuple[str, str], ...] = (
    (
        "lead",
        (
            rf"总?{HOW}牵头{NO_NOUN}{TAIL}|(?:承担|履行|负)牵头[^，,；;。、\s（）()局委厅部]{{0,4}}责任"
            rf"|{IS}(?:牵头|主办|主责|第一责任)(?:责任)?{OFFICE}"
            r"|主办|主责|主抓|负总责|为主|(?:负责)?统筹(?:协调|推进|负责|调度)?"
        ),
    ),
    (
        "cooperating",
        (
            rf"{SHARED}{HOW}(?:配合|协助|参与|参加|协同|协作){NO_NOUN}{TAIL}|协办|{COUNTERSIGNS}会办|{HOW}支持(?:和?配合)?"
            rf"|{IS}(?:配合|协办|协助|参与|参加)(?:责任)?{OFFICE}"
            r"|为辅|(?:积极)?协同|保障(?:经费|资金)|(?:做好|提供)?(?:资金|经费)保障|协调"
        ),
    ),
    (
        "guiding",
        (
            rf"(?:负责)?{HOW}{GUIDES}{NO_NOUN}(?![室科股队]){TAIL}"
            rf"|{NO_HEADING}(?:负责|实施|进行)?(?:监督(?:检查)?|督查)"
        ),
    ),
    (
        "responsible",
        (
            rf"{SHARED}{HOW}(?:负责{NO_NOUN}{TAIL}|承办|主管|实施|落实|执行)|{BEARS}|{IS}(?:责任|承办|落实|实施){OFFICE}"
            rf"|(?:按照?|依据?|根据)(?:各自)?(?:职责|职能|分工){TAIL}|各司其职|各负其责"
            rf"|(?:负责|落实|实行)?属地(?:化?管理|包干){NO_NOUN}"
        ),
    ),
)
# Any of them, behind names and before a stop.
ROLE = "|".join(f"(?:{pattern})" for _role, pattern in VERBS)
VERB = re.compile(
    "|".join(f"(?P<{role}>(?:{pattern}){END})" for role, pattern in VERBS)
    + r"|(?P<leads>牵头)(?=[各市县区省国有相][^，,；;。、]{1,12}(?:配合|参与|协助|参加))"
)
# Who only carries out what another leads: 甲牵头，乙配合，各县区落实.
CARRIES_OUT = re.compile(rf"{HOW}(?:落实|实施|执行)")
# Without one of these a text names no role.
HINT = re.compile(
    r"负责|会办|牵头|主抓|为辅|主体责任|配合|协|保障|参与|参加|支持|主办|主责|主管|负总责|承办|实施|落实|执行|职责|职能|分工|各司其职"
    r"|各负其责|属地|指导|督|会同|会商|商|[（(]责任|统筹|为主|承担|履行|压实|[为是]责任|负[^，,；;。、]{0,8}责任"
)
# How they do it: 按照“谁主管、谁负责”的原则, 按照属地管理、分级负责的原则.
PRINCIPLE = re.compile(
    r"(?:按照?|依照|根据|坚持|遵循|本着)"
    r"(?:[“\"「『][^“”\"」』。（）()]{2,40}[”\"」』]的?(?:原则|要求)?"
    r"|[^，,；;。：:（）()局委办厅部院“\"\s]{2,24}?的?原则)[，,]?"
)
# What is done for it by itself says no more than the role: 负责组织实施, 牵头抓总.
GENERIC = (
    r"(?:组织|实施|落实|推进|协调|统筹|抓|总|好|办理|完成|推动|具体|负责|牵头|工作|体|全面|督促|指导"
    r"|督办|开展|执行|调度|汇|到位|主|承办|做|建设|相关|有关|的|各项|任务|事项|并|和|与|及|共同)*"
)
# A verb that has an object of its own tells of work: 市卫生局负责水质监测, 市优化办牵头总结经验.
WORKS = re.compile(rf"(?:负责|牵头)(?!{GENERIC}(?:[，,；;。、\s）)]|$))(?=[^，,；;。]{{2}})")
# The work before those who do it: "道路清扫由市城管局负责", no 此项工作由….
TOPIC = re.compile(
    r"[^，,；;。：:、由]{2,24}(?<![自理经缘因事])(?=由(?!于|此|来|衷)[^，,；;。由]{2})"
)
# What a clause may refer to before those it names: 以上两项工作由, 第3—5项任务，由.
REFERS = re.compile(
    r"(?:以[上下]|上述|下列|下述|此|该|本|这|各)?(?:第?(?:\d{1,3}|[一二两三四五六七八九十]{1,3}|几|各)"
    r"(?:[-—－~至到、]第?(?:\d{1,3}|[一二三四五六七八九十]{1,3}))*[个大]?(?:项|条|款|方面)|项|部分|章|节|方面)?"
    r"(?:的?(?:重点|具体|各项)*(?:工作|任务|措施|事项|内容))*(?:均|都)?[，,]?(?=(?:均|都|分别)?由)"
)


def does_work(plain: str) -> bool:
    """Return whether a sentence that charges somebody tells what is to be done, too."""
    topic = TOPIC.match(plain) if "由" in plain else None
    is_topic = topic is not None and REFERS.match(plain) is None
    return is_topic or WORKS.search(plain) is not None
