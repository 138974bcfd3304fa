"""Turns a template and values into a mail, and a mail into the bytes of a standard message."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime
from email import policy
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from tracker.clock import local_date
from tracker.config import Config, shipped
from tracker.errors import InvalidInput
from tracker.texts import catalogue
from tracker.texts import gettext as _

# RFC 5321 4.5.3.1; addresses outside ASCII need a server with SMTPUTF8, which offices rarely have.
LONGEST_ADDRESS = 254
ADDRESS = re.compile(r"[!-;=?A-~]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
LINE_BREAK = re.compile(r"[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def is_address(text: str | None) -> bool:
    """Return whether a mail can be sent to `text`."""
    return bool(text) and len(text or "") <= LONGEST_ADDRESS and bool(ADDRESS.fullmatch(text or ""))


def refuse_line_breaks(text: str) -> None:
    """Refuse text for a header that would start a header of its own."""
    if LINE_BREAK.search(text):
        raise InvalidInput(_("A mail header has one line: %(text)s", text=repr(text)), "email")


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox and the name shown with it.

    Raises:
        InvalidInput: this is no mail address, or the name has more than one line.
    """

    address: str
    name: str = ""

    def __post_init__(self) -> None:
        if not is_address(self.address):
            text = " ".join(self.address.split())
            raise InvalidInput(_("This is no mail address: %(text)s", text=text), "email")
        refuse_line_breaks(self.name)

    def header(self) -> HeaderAddress:
        """Return the mailbox as the standard library writes it into a header."""
        return HeaderAddress(self.name, addr_spec=self.address)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What every mail of an office carries; `base_url` has no closing slash.

    `is_demo_day`: the clock was shifted, so the mail says so. `is_sample`: the data are invented.
    """

    office: str
    mail_from: str
    base_url: str
    timezone: str
    is_demo_day: bool = False
    is_sample: bool = False

    @classmethod
    def from_config(cls, config: Config) -> "Letterhead":
        """Return the letterhead of the office that `config` describes."""
        return cls(
            office=config.office,
            mail_from=config.mail_from,
            base_url=config.base_url,
            timezone=config.timezone,
            is_demo_day=config.today is not None,
            is_sample=config.is_sample,
        )

    @property
    def sender(self) -> Address:
        """The office's own mailbox."""
        return Address(self.mail_from, self.office)

    def local_date(self, moment: datetime) -> date:
        """Return the office's date at an aware moment."""
        return local_date(moment, self.timezone)

    def task_url(self, task_id: int) -> str:
        """Return the address that opens one task."""
        return f"{self.base_url}/tasks/{task_id}"


@dataclass(frozen=True, slots=True)
class Email:
    """One mail as a person reads it, in text and in HTML.

    Raises:
        InvalidInput: the subject has more than one line.
    """

    sender: Address
    recipient: Address
    subject: str
    text: str
    html: str

    def __post_init__(self) -> None:
        refuse_line_breaks(self.subject)


@cache
def environment() -> Environment:
    """Return the templates' environment: HTML is escaped, text and subjects are plain."""
    made = Environment(
        loader=FileSystemLoader(shipped("templates")),
        autoescape=select_autoescape(enabled_extensions=("html",), default=False),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # The extension adds this method; the catalogue is fixed, there is one language.
    made.install_gettext_translations(catalogue(), newstyle=True)  # type: ignore[attr-defined]
    return made


def compose(
    name: str, letterhead: Letterhead, recipient: Address, today: date, **context: object
) -> Email:
    """Return the mail that templates/mail/<name>.* make of `context`.

    `today` is the local date the mail speaks of. A variable a template does not get is an error.
    """
    values = {**context, "letterhead": letterhead, "recipient": recipient, "today": say_date(today)}
    subject = environment().get_template(f"mail/{name}.subject.txt").render(values).strip()
    values["subject"] = subject
    text, html = (
        environment().get_template(f"mail/{name}.{kind}").render(values) for kind in ("txt", "html")
    )
    return Email(letterhead.sender, recipient, subject, text, html)


def message_id(key: str, sender: Address) -> str:
    """Return the Message-ID of the mail with this key: the same at every attempt."""
    domain = sender.address.rpartition("@")[2]
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def build(email: Email, key: str, now: datetime) -> bytes:
    """Return the whole message, text and HTML side by side, with CRLF at each line's end.

    Both parts are base64, so the message is plain ASCII and needs nothing special of a server.
    `Auto-Submitted` keeps out-of-office answers away (RFC 3834).
    """
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = email.sender.header()
    message["To"] = email.recipient.header()
    message["Subject"] = email.subject
    message["Date"] = now
    message["Message-ID"] = message_id(key, email.sender)
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = "zh-CN"
    message.set_content(email.text, charset="utf-8", cte="base64")
    message.add_alternative(email.html, subtype="html", charset="utf-8", cte="base64")
    return message.as_bytes()


def say_date(day: date) -> str:
    """Return a date with its year: 2017年8月31日."""
    return _("%(year)s-%(month)s-%(day)s", year=day.year, month=day.month, day=day.day)


def say_weekday(day: date) -> str:
    """Return the day of the week: 周四."""
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return names[day.weekday()]


def say_short_day(day: date) -> str:
    """Return a date without its year: 8月31日."""
    return _("%(month)s-%(day)s", month=day.month, day=day.day)


def say_full_day(day: date) -> str:
    """Return a date with year and day of the week: 2017年8月21日（周一）."""
    return _("%(day)s (%(weekday)s)", day=say_date(day), weekday=say_weekday(day))


def say_day(day: date, today: date) -> str:
    """Return a date as mail says it: 8月31日（周四）; with its year when it is not this year."""
    if day.year != today.year:
        return say_date(day)
    return _("%(day)s (%(weekday)s)", day=say_short_day(day), weekday=say_weekday(day))
