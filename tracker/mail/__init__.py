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
from tracker.mail.transports import (
    Delivery,
    FileTransport,
    Outcome,
    Parcel,
    SmtpTransport,
    Transport,
    make_transport,
)

__all__ = [
    "Address",
    "Delivery",
    "Email",
    "FileTransport",
    "Letterhead",
    "Outcome",
    "Parcel",
    "SmtpTransport",
    "Transport",
    "build",
    "compose",
    "is_address",
    "make_transport",
    "message_id",
    "say_date",
    "say_day",
    "say_full_day",
    "say_short_day",
]
