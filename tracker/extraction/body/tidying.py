"""Takes off what is no text: marks of Markdown, blanks of spread lines, tabs behind labels."""

import re
from collections.abc import Iterator
from dataclasses import replace

from tracker.extraction.body.page_foot import without_foot
from tracker.extraction.parties.labels import PLAIN
from tracker.reading.content import Block, Content, Paragraph, Table

HEADING = re.compile(r"\s{0,3}#{1,6}\s+(?P<words>.*?)\s*#*$", re.DOTALL)
QUOTE = re.compile(r"\A\s{0,3}>\s?")
BULLET = re.compile(r"\A\s{0,6}[-*+•·]\s{1,8}(?!\d{1,4}\s{0,4}[-—–])(?=\S)")
STRONG = re.compile(r"(?P<sign>\*\*|__)(?=\S)(?P<words>[^*_\n]+?)(?<=\S)(?P=sign)")
EMPHASIS = re.compile(r"(?<![*\w])\*(?=[^\s*])(?P<words>[^*\n]{2,80}?)(?<=[^\s*])\*(?![*\w])")
# A blank behind each character: 深 化 “ 放 管 服 ” 改 革.
SPREAD = re.compile(r"(?:\S[ \u3000]){6,}")
# Signs in their small forms, as some programs write them, and the usual ones.
SMALL = re.compile("[﹐-﹞]")
USUAL = str.maketrans("﹐﹑﹔﹕﹙﹚﹝﹞", "，、；：（）〔〕")
# A clause in signs that stand for other things elsewhere: 《责任单位：…》, {甲局负责}.
ODD = re.compile(
    r"[《〈＜<「『“{｛](?P<words>(?:责任|牵头|主办|承办|配合|完成)[\u4e00-\u9fff]{0,6}\s{0,3}[:：]"
    r"[^《》〈〉＜＞<>「」『』“”{}｛｝]{2,300}|(?<=[{｛])[^{}｛｝。]{2,300}(?:负责|牵头|配合|参与|落实))"
    r"[》〉＞>」』”}｝]"
)
SENTENCE = re.compile(r"[。；，、：（）“”《》〔〕]")
MOSTLY = 0.8
CARD = re.compile(
    rf"\s*(?:{PLAIN}|(?:完成|整改|办结|办理)?(?:时限|时间|期限)(?:要求)?|(?:责任|牵头)(?:领导|人))"
    r"\s*[:：]?\s*"
)
TWO = 2
LONGEST_HEADING = 200
# The number of a page between its lines, as programs that read PDF print it: "# Page 12:".
PAGE = re.compile(
    r"\W{0,8}(?:page\s{0,3}\d{1,5}(?:\s{0,3}(?:of|/)\s{0,3}\d{1,5})?"
    r"|第\s{0,3}\d{1,5}\s{0,3}页(?:[\s,，/／]{0,3}共\s{0,3}\d{1,5}\s{0,3}页)?)\W{0,8}",
    re.IGNORECASE,
)
LONGEST_PAGE = 40


def tidied(content: Content) -> Content:
    """Return the content without what only shapes it; places stay.

    `**…**` and `#` of Markdown go, bold words that begin a paragraph are its `bold_lead`; a table
    of nothing but labels and what stands behind them becomes lines. Page numbers between the lines
    go too, for a sentence or a clause may go on behind them, and the foot of a web page.
    """
    shown = (block for block in without_foot(content.blocks) if not _is_page_number(block))
    blocks = tuple(one for block in shown for one in _tidied(block))
    return replace(content, blocks=blocks) if blocks != content.blocks else content


def _is_page_number(block: Block) -> bool:
    """Return whether a line says nothing but which page begins or ends here."""
    if isinstance(block, Table) or len(block.text) > LONGEST_PAGE:
        return False
    return not block.number and PAGE.fullmatch(block.text) is not None


def _tidied(block: Block) -> Iterator[Block]:
    if isinstance(block, Table):
        yield from _card(block) or [block]
    else:
        yield _unmarked(block)


def _unmarked(paragraph: Paragraph) -> Paragraph:
    text = paragraph.text
    if SMALL.search(text):
        paragraph = replace(paragraph, text=text.translate(USUAL))
        text = paragraph.text
    if ODD.search(text):
        paragraph = replace(paragraph, text=ODD.sub(r"（\g<words>）", text))
        text = paragraph.text
    if not any(sign in text for sign in "*#_>-+ •·\u3000"):
        return paragraph
    heading = HEADING.fullmatch(text) if len(text) <= LONGEST_HEADING else None
    words = heading["words"] if heading else QUOTE.sub("", text, count=1)
    bold = STRONG.match(words)
    words = STRONG.sub(r"\g<words>", BULLET.sub("", words, count=1))
    words = EMPHASIS.sub(r"\g<words>", words)
    words = _closed(words)
    if words == text:
        return paragraph
    lead = bold["words"] if bold and bold.end() < len(text.strip()) else paragraph.bold_lead
    return replace(paragraph, text=words, bold_lead=lead)


def _closed(line: str) -> str:
    """Close up a line that is spread over its width, all of it."""
    if not SPREAD.search(line) or not SENTENCE.search(line):
        return line
    signs = line.split()
    single = sum(len(sign) == 1 for sign in signs)
    return "".join(signs) if single >= MOSTLY * len(signs) else line


def _card(table: Table) -> list[Block]:
    """Return the lines of a table whose every row is a label and what stands behind it."""
    lines: list[Block] = []
    for row in table.rows:
        cells = list({id(cell): cell for cell in row}.values())
        if len(cells) != TWO or not CARD.fullmatch(cells[0].text):
            return []
        text = f"{cells[0].text.strip(' :：')}：{'、'.join(cells[1].lines)}"
        lines.append(Paragraph(text, table.place))
    return lines
