"""Says which words of a clause are a time: a phrase, the end of a name, a bracket, a label."""

import re
from collections.abc import Iterable

# A phrase of a clause that says when and not who; a PDF gives its figures with a blank behind.
TIME = (
    r"(?:(?:19|20)\d{2}[ \u3000]?年|\d{1,2}(?:[-—－~至到]{1,2}\d{1,2})?[ \u3000]?月"
    r"|\d{1,2}[ \u3000]?日前|每[年季月半学]|今年|明年|当年|全年|年底|年内|年终|本年|上半年|下半年"
    r"|长期|持续|常态|立即|即日|近期|[第前]?[一二三四1-4]季度|[“\"]?十[三四五六]五|即知即改|立行立改|适时|已完成|会后)"
)
WHEN = re.compile(
    rf"\s*(?:并|到|至|于|在|自|从|力争|确保|原则上|前期|须|应|贯穿){{0,2}}(?P<when>{TIME}.*)",
    re.DOTALL,
)
TIMED = re.compile(
    r"(?P<who>.{2,30}?[局委办厅部府院会司位门区县市镇）)])[ \u3000]?(?:于|在|到)?"
    r"(?P<when>(?:(?:19|20)\d{2}[ \u3000]?年|\d{1,2}[ \u3000]?月).*)",
    re.DOTALL,
)
WORDS_OF_DONE = r"(?:全面|基本|全部|组织)?(?:完成|落实到位|落实|实施|到位|出台|启动)"
DONE = re.compile(rf"{WORDS_OF_DONE}$")
# What may stand between two times of one clause: 6月底前完成，年底前验收.
BETWEEN = rf"(?:{WORDS_OF_DONE})?[，,；;、。\s]+"
# A time in brackets behind a name: 市教育局（2021年6月底前完成）.
TIME_ASIDE = re.compile(r"[（(](?P<when>[^（）()]{2,24})[）)]$")
# Labels of the time by which it is done; it goes before the time during which it is worked on.
END_LABEL = re.compile(r"[完办整达销竣建截][成理结改标号工止]|时限")

# A bracket that only says until when: （2021年6月底前完成）.
ONLY_TIME = re.compile(
    rf"(?:于|在)?(?P<when>{TIME}[^，,、；;。（）()]{{0,16}}?)(?:完成|落实到位|实施)?"
)
FEW = 8


def spanned(times: Iterable[str], plain: str) -> str | None:
    """Return the times of a clause as they stand there, all of them, None where it has none.

    Those between which anything else stands are joined: 甲局（6月底前）、乙局（9月底前）.
    """
    each = list(dict.fromkeys(times))
    if len(each) <= 1:
        return each[0] if each else None
    follows = re.search(BETWEEN.join(map(re.escape, each)), plain) if len(each) <= FEW else None
    return follows[0] if follows else "；".join(each)
