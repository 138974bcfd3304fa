"""Mail: composed from templates, built as a standard message, handed to a transport."""

from tracker.mail.letters import (
    Address,
    Email,
    Letterhead,
    build,
    compose,
    is_address,
    message_id,
    say_date,
    say_day,
    say_full_day,
    say_short_day,
)
from tracker.mail.sealed import TOKEN_PLACE, Unsealing, link_token, make_transport, sealed_name
from tracker.mail.transports import (
    Delivery,
    FileTransport,
    Outcome,
    Parcel,
    SmtpTransport,
    Transport,
)
from tracker.mail.trial import explain, send_trial

__all__ = [
    "TOKEN_PLACE",
    "Address",
    "Delivery",
    "Email",
    "FileTransport",
    "Letterhead",
    "Outcome",
    "Parcel",
    "SmtpTransport",
    "Transport",
    "Unsealing",
    "build",
    "compose",
    "explain",
    "is_address",
    "link_token",
    "make_transport",
    "message_id",
    "say_date",
    "say_day",
    "say_full_day",
    "say_short_day",
    "sealed_name",
    "send_trial",
]
