"""Who may come in: passwords checked, failures counted by account and by address."""

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import func as sql
from sqlmodel import Session, col, delete, select

from tracker.database import Database
from tracker.directory.passwords import LONGEST_PASSWORD, hashing_seat, verify_password
from tracker.errors import TooManyAttempts
from tracker.history import record
from tracker.models import Person, SignInAttempt

FAILURES_ALLOWED = 5
LOCKED_FOR = timedelta(minutes=15)
# One password tried on many accounts locks none of them, so the address has a count of its own.
ADDRESS_FAILURES_ALLOWED = 29
ADDRESS_WINDOW = timedelta(minutes=15)
# Whoever has one IPv6 address has all of its network.
NETWORK_BITS = 64
NOBODY = 0


def authenticate(
    database: Database, account: str, password: str, now: datetime, address: str | None = None
) -> Person | None:
    """Return the person whose account and password these are, else None; the reason is not told.

    Raises:
        TooManyAttempts: see `check_password`.
        Busy: too many people are signing in at this moment; nothing was counted.
    """
    return check_password(database, account, password, now, address, "person.signed_in")


def check_password(
    database: Database,
    account: str,
    password: str,
    now: datetime,
    address: str | None = None,
    recorded: str | None = None,
) -> Person | None:
    """Return the person whose account and password these are, else None.

    Five failures lock the account for fifteen minutes. An attempt is counted before its hash is
    checked, so a hundred at once get five answers; it is committed on its own, so nothing the
    caller undoes takes it back. The row is locked meanwhile: a server lets two read one count. The
    hash is checked outside any transaction. Without an address nothing is counted for it. A success
    is written into the history as `recorded`.

    Raises:
        TooManyAttempts: the address had 29 failures within fifteen minutes.
        Busy: too many passwords are being checked at this moment; nothing was counted.
    """
    with hashing_seat():
        with database.write() as session:
            knock = count_knock(session, address, now)
            wanted = select(Person).where(Person.account == account).with_for_update()
            person = session.exec(wanted).first()
            counted = person is not None and count_attempt(person, now)
        fits = len(password) <= LONGEST_PASSWORD and verify_password(
            person.password_hash if person is not None and counted else None, password
        )
        with database.write() as session:  # for nobody too, who must not be known by the time
            fresh = session.get(Person, person.id if person is not None else NOBODY)
            if fresh is None or person is None or not counted:
                return None
            if not settle_attempt(session, fresh, person, knock, now, fits=fits):
                return None
            if recorded is not None:
                record(session, recorded, fresh, now)
            return fresh


def count_knock(session: Session, address: str | None, now: datetime) -> SignInAttempt | None:
    """Count one attempt of an address, and forget those too old to count.

    Raises:
        TooManyAttempts: it has reached its limit; says after how many seconds to come again.
    """
    if address is None:
        return None
    place = network_of(address)
    session.exec(delete(SignInAttempt).where(col(SignInAttempt.at) <= now - ADDRESS_WINDOW))
    counted = select(sql.count(), sql.min(SignInAttempt.at)).where(SignInAttempt.address == place)
    number, first = session.exec(counted).one()
    if number >= ADDRESS_FAILURES_ALLOWED:
        wait = first + ADDRESS_WINDOW - now
        raise TooManyAttempts(max(1, int(wait.total_seconds())))
    made = SignInAttempt(address=place, at=now)
    session.add(made)
    session.flush()
    return made


def network_of(address: str) -> str:
    """Return what is counted as one address: an IPv4 one, or the network of an IPv6 one."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address[:45]
    if isinstance(parsed, IPv6Address):
        return str(ip_network((int(parsed), NETWORK_BITS), strict=False).network_address)
    return str(parsed)


def count_attempt(person: Person, now: datetime) -> bool:
    """Count an attempt as if it had failed, the fifth locks; return False where none is allowed."""
    if not person.is_active or (person.locked_until is not None and person.locked_until > now):
        return False
    person.failed_sign_ins, person.locked_until = person.failed_sign_ins + 1, None
    if person.failed_sign_ins >= FAILURES_ALLOWED:
        person.failed_sign_ins, person.locked_until = 0, now + LOCKED_FOR
    return True


def settle_attempt(
    session: Session,
    fresh: Person,
    counted: Person,
    knock: SignInAttempt | None,
    now: datetime,
    *,
    fits: bool,
) -> bool:
    """Take the counts back after a success; say in the history when a failure locked.

    Return False where the password does not fit, or stopped to be theirs meanwhile.
    """
    if fits and fresh.is_active and fresh.password_hash == counted.password_hash:
        fresh.failed_sign_ins, fresh.locked_until = 0, None
        if knock is not None:
            session.exec(delete(SignInAttempt).where(col(SignInAttempt.id) == knock.id))
        return True
    if counted.locked_until is not None:
        record(session, "person.locked", None, now, {"account": (None, fresh.account)})
    return False
