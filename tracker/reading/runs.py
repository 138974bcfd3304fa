"""Gathers the words of one paragraph, run by run."""

from dataclasses import dataclass, field

from lxml import etree


@dataclass(slots=True)
class Runs:
    """The words of one paragraph while they are gathered, and the boxes and files anchored in it.

    `instruction` is what a field that has begun says so far, `struck` what is struck through.
    """

    words: list[str] = field(default_factory=list)
    bold: list[bool] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    embedded: list[etree._Element] = field(default_factory=list)
    instruction: str = ""
    struck: str = ""

    def add(self, words: str, *, bold: bool) -> None:
        """Add a run of words of one look."""
        self.words.append(words)
        self.bold.append(bold)

    def text(self) -> str:
        """Return all words without the blanks around them."""
        return "".join(self.words).strip()

    def bold_lead(self) -> str:
        """Return the bold words at the start, empty when none or all of them are bold."""
        lead = 0
        while lead < len(self.words) and (self.bold[lead] or not self.words[lead].strip()):
            lead += 1
        rest = "".join(self.words[lead:]).strip()
        return "".join(self.words[:lead]).strip() if rest else ""


def parted(number: str, words: str) -> str:
    """Return an automatic number that the words do not run into: a tab stands between them."""
    is_open = number[-1:].isalnum() and words[:1].isascii() and words[:1].isalnum()
    return number + " " if is_open else number
