"""Sends one trial mail at once, past the outbox, and says what the server answered."""

import base64
from dataclasses import replace
from datetime import datetime
from urllib.parse import unquote

from tracker.config import Config, read_smtp_url
from tracker.mail.letters import Address, Letterhead, build, compose
from tracker.mail.sealed import make_transport
from tracker.mail.transports import Delivery, Outcome, Parcel, SmtpTransport
from tracker.texts import gettext as _

# Seconds a person waits before the page, not the ten minutes a mail of the outbox may take.
STEP_TIMEOUT, DOT_TIMEOUT = 10.0, 20.0
HIDDEN = "＊＊＊"


def send_trial(config: Config, recipient: Address, number: int, now: datetime) -> Delivery:
    """Send trial `number` through the transport of the settings and return its outcome.

    Holds no transaction and never raises for what a server does. A server that repeats the
    password in its answer does not get it onto a page.
    """
    letterhead = Letterhead.from_config(config)
    email = compose("trial", letterhead, recipient, letterhead.local_date(now), number=number)
    key = f"trial:{number}:{now.isoformat()}"
    parcel = Parcel(f"trial-{number}", recipient.address, build(email, key, now))
    transport = make_transport(config).transport
    if isinstance(transport, SmtpTransport):
        transport = replace(transport, step_timeout=STEP_TIMEOUT, dot_timeout=DOT_TIMEOUT)
    delivery = transport.send(parcel, begin)
    return Delivery(delivery.outcome, hide_secrets(delivery.answer, config.smtp_url))


def begin() -> None:
    """Note nothing: a trial has no row that must know whether it may have arrived."""


def hide_secrets(answer: str, url: str | None) -> str:
    """Return a server's answer without our password, in clear or as SMTP's AUTH encodes it."""
    parts = read_smtp_url(url) if url else None
    if parts is None or not parts.password:
        return answer
    user, password = unquote(parts.username or ""), unquote(parts.password)
    plain = f"\0{user}\0{password}"
    encoded = (base64.b64encode(text.encode()).decode() for text in (plain, password))
    for secret in (*encoded, parts.password, password):
        answer = answer.replace(secret, HIDDEN)
    return answer


def explain(outcome: Outcome) -> str:
    """Return what an outcome means for the person who tries the server."""
    meanings = {
        Outcome.sent: _("Taken by the server. Look whether it has arrived."),
        Outcome.retry: _("Refused for now, or not reached; mails would be tried again later."),
        Outcome.failed: _("Refused for good: the server does not take mail for this address."),
        Outcome.held: _(
            "The account, the password or the encryption is refused. All mails wait until "
            "TRACKER_SMTP_URL is put right."
        ),
        Outcome.uncertain: _("Handed over, but the server never confirmed. It may have arrived."),
    }
    return meanings[outcome]
