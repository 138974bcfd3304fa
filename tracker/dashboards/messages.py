"""The record of mails: a part of the list, and how many there are of each state."""

from collections.abc import Sequence

from sqlmodel import Session, col, func, select

from tracker.models import Message, MessageState


def count_messages(session: Session) -> dict[MessageState, int]:
    """Return how many mails stand in each state, every state named."""
    states = session.exec(select(Message.state, func.count()).group_by(col(Message.state))).all()
    counts = {MessageState(state): count for state, count in states}
    return {state: counts.get(state, 0) for state in MessageState}


def list_messages(
    session: Session, state: MessageState | None, offset: int, limit: int
) -> Sequence[Message]:
    """Return a part of the list, the latest first; `state` None means all."""
    latest = select(Message).order_by(col(Message.id).desc())
    wanted = latest if state is None else latest.where(Message.state == state)
    return session.exec(wanted.offset(offset).limit(limit)).all()
