"""Makes clauses at random, of real names in every writing, and knows whom each names."""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.reading_samples import DOCUMENTS
from tracker.extraction.wording import simplified

LABELS = (
    ("责任单位", None),
    ("责任部门", None),
    ("牵头单位", "配合单位"),
    ("牵头单位", "责任单位"),
    ("牵头部门", "配合部门"),
    ("主办单位", "协办单位"),
    ("责任单位", "配合单位"),
    ("牵头处室", "配合处室"),
    ("牵头", "配合"),
)
VERBS = (
    ("{leads}负责", None),
    ("{leads}按职责分工负责", None),
    ("{leads}等按职责分工负责", None),
    ("由{leads}负责落实", None),
    ("{leads}牵头", "，{others}配合"),
    ("由{leads}牵头", "，{others}配合"),
    ("{leads}负责牵头", "，{others}等配合"),
    ("{leads}牵头负责", "；{others}参与"),
    ("{leads}牵头", "、{others}参加"),
    ("由{leads}会同", "{others}负责"),
    ("此项工作由{leads}负责", "，{others}配合"),
    ("{leads}牵头抓总", "，{others}各负其责"),
    ("{leads}负责", "，{others}做好经费保障"),
    ("{leads}具体实施", None),
    ("{leads}分工负责", None),
)
GROUPS = ("各县（市、区）人民政府", "市直有关单位", "各镇（街道）", "各乡镇人民政府", "各有关部门")
PEOPLE = ("张甲", "李乙丙", "王某", "赵某某", "局长钱某")
BRACKETS = (
    ("（", "）"),
    ("(", ")"),
    ("〔", "〕"),
    ("[", "]"),
    ("【", "】"),
    ("（", ")"),
    ("(", "）"),
)
BETWEEN_ROLES = ("；", ";", "。", "，", " ", "\n", "\u3000")
BETWEEN_NAMES = ("、", "、", "、", "，", ",", "；", " ", "\u3000")
LAST_JOINTS = ("", "", "", "和", "及", "以及", "与")
OTHERS = ("", "", "", "等", "等相关部门", "等有关单位")
DEADLINES = ("2021年6月底前", "12月底", "2022年9月30日", "长期坚持")
SENTENCES = (
    "加强招聘工作，优化服务流程。",
    "新建学校10所，改造20所。",
    "修订管理办法。",
    "全面排查隐患，建立台账；逐项整改销号。",
)
WHOLE = re.compile(r"[^、，,；;\s/（）()]+(?:局|委|办|部|厅|院|会|公司|中心|政府|街道|支队)")
RARELY, OFTEN, HALF = 0.12, 0.3, 0.5
JOINED = re.compile(r"[和及与]")


@dataclass(frozen=True)
class Sample:
    """A document of one measure with a clause, and whom and what time the clause names."""

    text: str
    leads: tuple[str, ...]
    others: tuple[str, ...]
    deadline: str | None


def names() -> list[str]:
    """Return the names of bodies in the labels of the documents, each once."""
    found: dict[str, None] = {}
    for path in sorted((DOCUMENTS / "unseen").glob("*.json")):
        for item in json.loads(path.read_text("utf-8"))["items"]:
            found.update(dict.fromkeys([*item.get("leads", []), *item.get("cooperating", [])]))
    whole = [name for name in found if WHOLE.fullmatch(name) and "等" not in name]
    return list(dict.fromkeys([*(one for one in whole if simplified(one) == one), *GROUPS]))


def samples(count: int, seed: int) -> Iterator[Sample]:
    """Return `count` samples; the same ones for the same seed."""
    chance = random.Random(seed)
    pool = names()
    for _each in range(count):
        yield _sample(chance, pool)


def _sample(chance: random.Random, pool: list[str]) -> Sample:
    leads = chance.sample(pool, chance.choice([1, 1, 2, 3]))
    others = [name for name in chance.sample(pool, chance.choice([1, 2, 4])) if name not in leads]
    deadline = chance.choice(DEADLINES) if chance.random() < OFTEN else None
    by_label = chance.random() < HALF
    make = _by_label if by_label else _by_verb
    if chance.random() < RARELY:
        make, by_label = _by_mark, False
    clause, has_others = make(chance, leads, others, deadline)
    text = f"工作方案\n一、工作任务\n（一）{_placed(chance, clause, by_label=by_label)}"
    return Sample(text, tuple(leads), tuple(others) if has_others else (), deadline)


def _listed(chance: random.Random, listed: list[str]) -> str:
    sign = chance.choice(BETWEEN_NAMES)
    if chance.random() < RARELY:
        listed = [f"{listed[0]}（{chance.choice(PEOPLE)}）", *listed[1:]]
    joint = chance.choice(LAST_JOINTS)
    if joint and len(listed) > 1 and not JOINED.search("".join(listed)) and sign == "、":
        return sign.join(listed[:-1]) + joint + listed[-1]
    return sign.join(listed)


def _by_label(
    chance: random.Random, leads: list[str], others: list[str], deadline: str | None
) -> tuple[str, bool]:
    first, second = chance.choice(LABELS)
    colon = chance.choice(["：", ":", " : ", "：\u3000"])
    sign = chance.choice(BETWEEN_ROLES)
    parts = [f"{first}{colon}{_listed(chance, leads)}{chance.choice(OTHERS)}"]
    if second and others:
        parts.append(f"{second}{colon}{_listed(chance, others)}{chance.choice(OTHERS)}")
    if deadline:
        parts.append(f"完成时限{colon}{deadline}")
    return sign.join(parts), bool(second and others)


def _by_verb(
    chance: random.Random, leads: list[str], others: list[str], deadline: str | None
) -> tuple[str, bool]:
    first, second = chance.choice([form for form in VERBS if others or not form[1]])
    text = first.format(leads=_listed(chance, leads))
    text += second.format(others=_listed(chance, others)) if second else ""
    if deadline:
        text += f"，{deadline}" + ("完成" if deadline.endswith(("前", "底", "日")) else "")
    return text, bool(second)


def _by_mark(
    chance: random.Random, leads: list[str], others: list[str], deadline: str | None
) -> tuple[str, bool]:
    """Return names with their role in brackets behind them: A（牵头）、B."""
    sign = chance.choice(["、", "，"])
    text = sign.join([*(f"{name}（牵头）" for name in leads), *others])
    return text + (f"，{deadline}" if deadline else ""), bool(others)


def _broken(chance: random.Random, clause: str) -> str:
    """Return the clause, now and then with a line broken inside it, as a narrow page does."""
    if chance.random() >= RARELY or "\n" in clause:
        return clause
    at = chance.randrange(2, len(clause) - 1)
    return f"{clause[:at]}\n{clause[at:]}" if clause[at - 1 : at + 1].isalnum() else clause


def _placed(chance: random.Random, clause: str, *, by_label: bool) -> str:
    """Return a sentence with the clause: in brackets or not, behind it or on its own line."""
    sentence = chance.choice(SENTENCES)
    line = chance.choice(["", "", "\n"])
    if by_label and chance.random() < OFTEN:
        return f"{sentence}{line or chance.choice(['', ' '])}{clause}{chance.choice(['', '。'])}"
    opening, closing = chance.choice(BRACKETS)
    stop = chance.choice(["", "", "。"])
    clause = _broken(chance, clause)
    if chance.random() < RARELY:
        return f"{sentence[:6]}{opening}{clause}{closing}{stop}\n{sentence}"
    return f"{sentence}{line}{opening}{clause}{closing}{stop}"
