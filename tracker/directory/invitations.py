"""Invitations: a link with which a department's clerk makes an account, once, within 14 days."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from tracker.database import compare_and_set
from tracker.directory.managing import check_living, note
from tracker.directory.people import create_person
from tracker.directory.sessions import token_hash
from tracker.errors import Conflict, NotFound
from tracker.history import Change
from tracker.models import Department, Invitation, Person, Role

INVITATION_LIFE = timedelta(days=14)


def invite_clerk(
    session: Session,
    department: Department,
    token: str,
    email: str | None,
    by: Person,
    now: datetime,
) -> Invitation:
    """Open an invitation; only the hash of its token is kept.

    Raises:
        Conflict: the department was merged into another.
    """
    check_living(department)
    invitation = Invitation(
        department_id=department.id,
        token_hash=token_hash(token),
        email=email,
        created_at=now,
        created_by_id=by.id,
        ends_at=now + INVITATION_LIFE,
    )
    session.add(invitation)
    session.flush()
    change: Change = {"invitation": (None, invitation.id), "email": (None, email)}
    note(session, "invited", department, by, now, change)
    return invitation


def find_invitation(session: Session, token: str, now: datetime) -> Invitation:
    """Return the open invitation of this token.

    Raises:
        NotFound: unknown, used, revoked or too old; all look the same.
    """
    found = session.exec(
        select(Invitation).where(Invitation.token_hash == token_hash(token))
    ).first()
    if found is None or not is_open(found, now):
        raise NotFound("There is no such invitation.")
    return found


def is_open(invitation: Invitation, now: datetime) -> bool:
    """Return whether the link may still be used."""
    is_taken = invitation.used_at is not None or invitation.revoked_at is not None
    return not is_taken and now < invitation.ends_at


def open_invitations(
    session: Session, department: Department, now: datetime
) -> Sequence[Invitation]:
    """Return the invitations to a department that may still be used, the latest first."""
    wanted = select(Invitation).where(
        Invitation.department_id == department.id,
        col(Invitation.used_at).is_(None),
        col(Invitation.revoked_at).is_(None),
        col(Invitation.ends_at) > now,
    )
    return session.exec(wanted.order_by(col(Invitation.id).desc())).all()


def use_invitation(session: Session, token: str, person: Person, now: datetime) -> Person:
    """Add the clerk who was invited; `person` brings account, name, address and password hash.

    Raises:
        NotFound: the invitation can no longer be used; of two uses at once only one succeeds.
        InvalidInput: the account is taken or cannot be typed, or the name is blank.
    """
    invitation = find_invitation(session, token, now)
    person.role, person.department_id = Role.clerk, invitation.department_id
    create_person(session, person, None, None, now)
    try:
        compare_and_set(
            session,
            invitation,
            {"used_at": None, "revoked_at": None},
            used_at=now,
            used_by_id=person.id,
        )
    except Conflict as error:
        raise NotFound("There is no such invitation.") from error
    change: Change = {
        "invitation": (invitation.id, invitation.id),
        "account": (None, person.account),
    }
    note(session, "joined", invitation.department, person, now, change)
    return person


def revoke_invitation(session: Session, invitation: Invitation, by: Person, now: datetime) -> None:
    """Make an invitation worthless.

    Raises:
        Conflict: it was used or revoked meanwhile.
    """
    compare_and_set(session, invitation, {"used_at": None, "revoked_at": None}, revoked_at=now)
    change: Change = {"invitation": (invitation.id, None)}
    note(session, "invitation_revoked", invitation.department, by, now, change)
