"""Passwords: hashed, checked in the same time whoever is asked for."""

import secrets
import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from tracker.errors import InvalidInput
from tracker.texts import gettext as _

# OWASP's second profile: 19 MiB, two passes. The library's default costs ten times the time.
HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
# As many hashes at once as there are cores; a login flood must not starve the other pages.
HASHING = threading.BoundedSemaphore(2)
LONGEST_PASSWORD = 128
SHORTEST_PASSWORD = 8


def hash_password(password: str) -> str:
    """Return the argon2id hash.

    Raises:
        InvalidInput: fewer than 8 or more than 128 characters.
    """
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise InvalidInput(_("A password has 8 to 128 characters."), "password")
    with HASHING:
        return HASHER.hash(password)


@cache
def dummy_hash() -> str:
    """Return a hash that no password fits, so that an unknown account costs the same time."""
    return HASHER.hash(secrets.token_urlsafe(32))


def verify_password(password_hash: str | None, password: str) -> bool:
    """Return whether the password fits; an unknown account costs the same time."""
    with HASHING:
        try:
            HASHER.verify(password_hash or dummy_hash(), password)
        except (VerifyMismatchError, InvalidHashError):
            return False
    return password_hash is not None
