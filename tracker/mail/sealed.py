"""Keeps the one secret a mail may carry out of the database: it is put in while the mail is sent.

The link to choose a password is as good as the password. The outbox keeps every mail for people to
read, and backups keep the outbox, so a stored mail holds TOKEN_PLACE where the token belongs. The
token is drawn from the key of this installation, which lies outside the database, and from the
name of the mail, so no other mail can get it.
"""

import base64
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from tracker.config import Config
from tracker.mail.transports import Delivery, FileTransport, Parcel, SmtpTransport, Transport

TOKEN_PLACE = "the-link-stands-in-the-mail-only"  # noqa: S105 - stands for a token, is none
SEALED = "reset-"


def sealed_name() -> str:
    """Return a new name for a mail that carries a link; nobody can guess it."""
    return SEALED + secrets.token_hex(16)


def link_token(key: str, name: str) -> str:
    """Return the token of the mail `name`: 256 bits in letters an address may hold."""
    digest = hmac.digest(key.encode(), b"link:" + name.encode(), "sha256")
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def unseal(mime: bytes, token: str) -> bytes:
    """Return the message with the token in its place; the same bytes at every attempt."""
    message = message_from_bytes(mime, EmailMessage, policy=policy.SMTP)
    for part in message.walk():
        if part.get_content_maintype() == "text":
            text = part.get_content().replace(TOKEN_PLACE, token)
            part.set_content(text, part.get_content_subtype(), charset="utf-8", cte="base64")
    return message.as_bytes()


@dataclass(frozen=True, slots=True)
class Unsealing:
    """A transport that puts the token into a mail with a link, and passes on the others."""

    transport: Transport
    key: str

    def send(self, parcel: Parcel, before_data: Callable[[], None]) -> Delivery:
        """Try once; see Transport."""
        if parcel.name.startswith(SEALED):
            mime = unseal(parcel.mime, link_token(self.key, parcel.name))
            parcel = Parcel(parcel.name, parcel.recipient, mime)
        return self.transport.send(parcel, before_data)


def make_transport(config: Config) -> Unsealing:
    """Return the mail server's transport, or the folder outbox/ where no server is set."""
    key = config.load_secret_key()
    if config.smtp_url is None:
        return Unsealing(FileTransport(config.data_dir / "outbox"), key)
    return Unsealing(SmtpTransport(config.smtp_url, config.mail_from), key)
