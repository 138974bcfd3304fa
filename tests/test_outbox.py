"""The outbox: at least once, never doubled by our own retries, whatever fails when."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from tests.make import make_department, make_milestone, make_person, make_task
from tests.smtp_server import DROP, Mailbox, ScriptedServer, real_server
from tracker.clock import Clock
from tracker.database import Database
from tracker.errors import Conflict
from tracker.mail import (
    Address,
    Delivery,
    Email,
    Letterhead,
    Outcome,
    Parcel,
    SmtpTransport,
)
from tracker.models import (
    Event,
    HoldReason,
    Message,
    MessageState,
    Person,
    Reminder,
    ReminderRule,
    Report,
    ReportState,
)
from tracker.outbox import (
    LEASE,
    TRANSITIONS,
    deliver,
    enqueue,
    next_step,
    queue_returned,
    release,
    retry_delay,
    summary,
)
from tracker.outbox.delivery import claim_next

NOW = datetime(2017, 8, 16, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SENDER = Address("ducha@office.example", "督查室")
LETTERHEAD = Letterhead("督查室", SENDER.address, "http://ledger.example", "Asia/Shanghai")


class Killed(BaseException):
    """The process dies here: nothing of ours runs any more."""


class ListTransport:
    """Keeps what it sends; `script` says how each attempt in turn ends."""

    def __init__(self, *script: Outcome | BaseException) -> None:
        self.script = list(script)
        self.sent: list[Parcel] = []

    def send(self, parcel: Parcel, before_data: Callable[[], None]) -> Delivery:
        end = self.script.pop(0) if self.script else Outcome.sent
        if end in {Outcome.retry, Outcome.failed, Outcome.held}:
            return Delivery(Outcome(end), f"{end} for a test")
        before_data()
        self.sent.append(parcel)
        if isinstance(end, BaseException):
            raise end
        return Delivery(end, f"{end} for a test")


class ActingTransport:
    """Does what a test says while it sends; `act` gets the call that begins the message."""

    def __init__(self, act: Callable[[Callable[[], None]], Outcome]) -> None:
        self.act = act

    def send(self, parcel: Parcel, before_data: Callable[[], None]) -> Delivery:
        return Delivery(self.act(before_data), f"answer for {parcel.name}")


def clock_at(moment: datetime) -> Clock:
    return Clock(shift=moment - datetime.now(UTC))


def make_message(session: Session, key: str = "digest:1:2017-08-16", **changes: Any) -> Message:
    values: dict[str, Any] = {"recipient": Address("zhou@office.example", "周联络")}
    person = changes.pop("person", None)
    if person is not None:
        values["recipient"] = Address(person.email, person.name)
    email = Email(SENDER, values["recipient"], "督办", "正文", "<p>正文</p>")
    assert enqueue(session, key, email, person.id if person else None, NOW)
    message = session.exec(select(Message).where(Message.key == key)).one()
    for field, value in changes.items():
        setattr(message, field, value)
    session.flush()
    return message


def queue_messages(database: Database, number: int) -> None:
    with database.write() as session:
        for each in range(number):
            make_message(session, f"digest:{each}:2017-08-16")


def only_message(database: Database) -> Message:
    with database.read() as session:
        return session.exec(select(Message)).one()


def states(database: Database) -> list[MessageState]:
    with database.read() as session:
        messages = session.exec(select(Message).order_by(col(Message.id))).all()
        return [each.state for each in messages]


# Queueing


def test_a_mail_is_queued_once(session: Session) -> None:
    email = Email(SENDER, Address("zhou@office.example"), "督办", "正文", "<p>正文</p>")
    assert enqueue(session, "digest:1:2017-08-16", email, None, NOW)
    assert not enqueue(session, "digest:1:2017-08-16", email, None, NOW)
    assert len(session.exec(select(Message)).all()) == 1


def test_a_mail_undone_with_its_cause_is_not_sent(database: Database) -> None:
    class Undone(Exception):
        pass

    def queue_and_fail() -> None:
        with database.write() as session:
            make_message(session)
            raise Undone

    with pytest.raises(Undone):
        queue_and_fail()
    transport = ListTransport()
    assert deliver(database, transport, clock_at(NOW)) == 0
    assert transport.sent == []


# The steps, as pure values


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(1, 1), (2, 2), (3, 5), (4, 15), (5, 30), (6, 60), (7, 60), (99, 60)]
)
def test_the_wait_grows_to_an_hour(attempts: int, minutes: int) -> None:
    waits = {retry_delay(f"digest:{each}:2017-08-16", attempts) for each in range(50)}
    assert len(waits) > 40
    assert all(0.8 * minutes * MINUTE <= each <= 1.2 * minutes * MINUTE for each in waits)


@given(st.text(max_size=30), st.integers(1, 200))
def test_the_wait_is_the_same_whenever_it_is_asked_for(key: str, attempts: int) -> None:
    assert retry_delay(key, attempts) == retry_delay(key, attempts)
    assert timedelta(0) < retry_delay(key, attempts) <= 72 * MINUTE


@given(st.lists(st.sampled_from(Outcome), min_size=1, max_size=12))
def test_no_sequence_of_outcomes_leaves_the_state_table(outcomes: list[Outcome]) -> None:
    state, attempts, uncertain = MessageState.pending, 0, 0
    for outcome in outcomes:
        if state not in {MessageState.pending, MessageState.held}:
            break
        began = outcome in {Outcome.sent, Outcome.uncertain}
        path = [state, MessageState.pending] if state is MessageState.held else [state]
        path += [MessageState.sending] if began else []
        step = next_step("key", attempts + 1, uncertain, Delivery(outcome), NOW)
        path.append(step.state)
        assert all(new in TRANSITIONS[old] for old, new in pairwise(path) if new != old)
        assert (step.state is MessageState.held) == (step.held_for is not None)
        assert step.next_attempt_at >= NOW
        state, attempts, uncertain = step.state, step.attempts, step.uncertain


# Delivering


def test_a_real_server_gets_the_mail_and_its_answer_is_kept(database: Database) -> None:
    queue_messages(database, 2)
    mailbox = Mailbox()
    with real_server(mailbox) as port:
        transport = SmtpTransport(f"smtp://127.0.0.1:{port}", SENDER.address)
        assert deliver(database, transport, clock_at(NOW)) == 2
        assert deliver(database, transport, clock_at(NOW)) == 0
    assert len(mailbox.contents) == 2
    with database.read() as session:
        for message in session.exec(select(Message)):
            assert message.state is MessageState.sent
            assert message.answer == "250 taken"
            assert message.attempts == 1
            assert message.token is None
            assert message.sent_at is not None
            assert message.mime in mailbox.contents


def test_no_transaction_is_open_while_a_mail_is_sent(database: Database) -> None:
    queue_messages(database, 1)
    seen: list[MessageState] = []

    def write_meanwhile(begin: Callable[[], None]) -> Outcome:
        seen.extend(states(database))
        begin()
        with database.write() as session:
            make_message(session, "digest:9:2017-08-16")
        seen.extend(states(database))
        return Outcome.sent

    deliver(database, ActingTransport(write_meanwhile), clock_at(NOW), limit=1)
    assert seen == [MessageState.pending, MessageState.sending, MessageState.pending]


def test_a_passing_refusal_is_tried_again_with_the_same_bytes(database: Database) -> None:
    queue_messages(database, 1)
    with ScriptedServer({"RCPT": "450 greylisted"}, {"dot": "451 later"}, {}) as server:
        transport = SmtpTransport(server.url, SENDER.address)
        assert deliver(database, transport, clock_at(NOW)) == 0
        assert deliver(database, transport, clock_at(NOW + 0.7 * MINUTE)) == 0
        assert server.seen.count("RCPT") == 1
        assert deliver(database, transport, clock_at(NOW + 1.5 * MINUTE)) == 0
        assert deliver(database, transport, clock_at(NOW + 4.5 * MINUTE)) == 1
    message = only_message(database)
    assert message.attempts == 3
    assert server.stored == [message.mime]


def test_a_refusal_for_good_fails_that_mail_and_the_others_go_on(database: Database) -> None:
    queue_messages(database, 3)
    with ScriptedServer({}, {"RCPT": "550 no such user"}, {}) as server:
        assert deliver(database, SmtpTransport(server.url, SENDER.address), clock_at(NOW)) == 2
    assert states(database) == [MessageState.sent, MessageState.failed, MessageState.sent]
    with database.read() as session:
        failed = session.exec(select(Message).where(Message.state == MessageState.failed)).one()
    assert failed.answer == "550 no such user"


def test_an_unforeseen_error_stops_only_its_own_mail(database: Database) -> None:
    queue_messages(database, 3)
    transport = ListTransport(Outcome.sent, RuntimeError("unforeseen"), Outcome.sent)
    assert deliver(database, transport, clock_at(NOW)) == 2
    assert states(database) == [MessageState.sent, MessageState.pending, MessageState.sent]
    with database.read() as session:
        doubtful = session.exec(select(Message).where(Message.uncertain == 1)).one()
    assert doubtful.answer == "RuntimeError: unforeseen"


@pytest.mark.slow
def test_an_outage_of_two_days_drops_nothing(database: Database) -> None:
    queue_messages(database, 1)
    with ScriptedServer() as server:
        url = server.url
    transport, now = SmtpTransport(url, SENDER.address), NOW
    while now < NOW + timedelta(days=2):
        deliver(database, transport, clock_at(now))
        now += timedelta(minutes=30)
    message = only_message(database)
    assert message.state is MessageState.pending
    assert message.next_attempt_at <= now + 72 * MINUTE
    assert deliver(database, ListTransport(), clock_at(now + 72 * MINUTE)) == 1


# Uncertain


def test_an_uncertain_mail_is_sent_once_more_then_held_for_a_person(database: Database) -> None:
    queue_messages(database, 1)
    with ScriptedServer({"dot": DROP}) as server:
        transport = SmtpTransport(server.url, SENDER.address)
        deliver(database, transport, clock_at(NOW))
        assert only_message(database).uncertain == 1
        deliver(database, transport, clock_at(NOW + 14 * MINUTE))
        assert len(server.stored) == 1
        deliver(database, transport, clock_at(NOW + 16 * MINUTE))
        deliver(database, transport, clock_at(NOW + timedelta(days=3)))
    message = only_message(database)
    assert server.stored == [message.mime, message.mime]
    assert message.message_id.encode() in server.stored[0]
    assert (message.state, message.held_for) == (MessageState.held, HoldReason.uncertain)


def test_a_goodbye_refused_after_the_answer_changes_nothing(database: Database) -> None:
    queue_messages(database, 1)
    with ScriptedServer({"QUIT": "421 too many"}) as server:
        assert deliver(database, SmtpTransport(server.url, SENDER.address), clock_at(NOW)) == 1
        deliver(database, SmtpTransport(server.url, SENDER.address), clock_at(NOW + 99 * MINUTE))
    assert len(server.stored) == 1
    assert states(database) == [MessageState.sent]


# Killed


def test_killed_before_the_message_is_sent_once_after_the_lease(database: Database) -> None:
    queue_messages(database, 1)

    def die(_begin: Callable[[], None]) -> Outcome:
        raise Killed

    with pytest.raises(Killed):
        deliver(database, ActingTransport(die), clock_at(NOW))
    transport = ListTransport()
    assert deliver(database, transport, clock_at(NOW + LEASE - MINUTE)) == 0
    assert deliver(database, transport, clock_at(NOW + LEASE + MINUTE)) == 1
    message = only_message(database)
    assert (message.uncertain, len(transport.sent)) == (0, 1)


def test_killed_with_the_message_under_way_is_resent_and_marked(database: Database) -> None:
    queue_messages(database, 1)
    first, second = ListTransport(Killed()), ListTransport()
    with pytest.raises(Killed):
        deliver(database, first, clock_at(NOW))
    assert states(database) == [MessageState.sending]
    assert deliver(database, second, clock_at(NOW + LEASE - MINUTE)) == 0
    assert deliver(database, second, clock_at(NOW + LEASE + MINUTE)) == 1
    message = only_message(database)
    assert message.uncertain == 1
    assert [each.mime for each in first.sent + second.sent] == [message.mime] * 2


def test_killed_twice_with_the_message_under_way_waits_for_a_person(database: Database) -> None:
    queue_messages(database, 1)
    for moment in (NOW, NOW + LEASE + MINUTE):
        with pytest.raises(Killed):
            deliver(database, ListTransport(Killed()), clock_at(moment))
    last = ListTransport()
    deliver(database, last, clock_at(NOW + timedelta(days=1)))
    assert last.sent == []
    assert only_message(database).held_for is HoldReason.uncertain


# Two senders


def test_a_lost_lease_sends_nothing_and_settles_nothing(database: Database) -> None:
    queue_messages(database, 1)
    began: list[bool] = []

    def come_too_late(begin: Callable[[], None]) -> Outcome:
        assert deliver(database, ListTransport(), clock_at(NOW + LEASE + MINUTE)) == 1
        begin()
        began.append(True)
        return Outcome.failed

    assert deliver(database, ActingTransport(come_too_late), clock_at(NOW), limit=1) == 0
    assert began == []
    message = only_message(database)
    assert (message.state, message.attempts) == (MessageState.sent, 2)


def test_an_answer_that_comes_after_the_lease_changes_nothing(database: Database) -> None:
    queue_messages(database, 1)

    def answer_too_late(begin: Callable[[], None]) -> Outcome:
        begin()
        deliver(database, ListTransport(), clock_at(NOW + LEASE + MINUTE))
        return Outcome.failed

    deliver(database, ActingTransport(answer_too_late), clock_at(NOW), limit=1)
    message = only_message(database)
    assert (message.state, message.uncertain) == (MessageState.sent, 1)
    assert message.answer == "sent for a test"


@pytest.mark.slow
def test_several_senders_send_each_mail_once(database: Database) -> None:
    queue_messages(database, 20)
    transports = [ListTransport() for _each in range(4)]
    with ThreadPoolExecutor(4) as pool:
        works = [pool.submit(deliver, database, each, clock_at(NOW)) for each in transports]
    assert sum(each.result() for each in works) == 20
    names = [parcel.name for each in transports for parcel in each.sent]
    assert len(set(names)) == len(names) == 20


def test_asked_to_stop_the_sender_ends_between_two_mails(database: Database) -> None:
    queue_messages(database, 3)
    answers = iter([True, False])
    assert deliver(database, ListTransport(), clock_at(NOW), may_go_on=answers.__next__) == 1
    assert states(database).count(MessageState.pending) == 2


# Our own configuration


def test_a_refused_account_pauses_the_queue_and_burns_no_attempt(database: Database) -> None:
    queue_messages(database, 3)
    refusing = ListTransport(*[Outcome.held] * 9)
    deliver(database, refusing, clock_at(NOW))
    deliver(database, refusing, clock_at(NOW + 5 * MINUTE))
    assert len(refusing.script) == 8
    with database.read() as session:
        found = summary(session)
        assert (found.held, found.pending) == (1, 2)
        assert found.paused_because == "held for a test"
        assert found.oldest_pending_at == NOW
        assert {each.attempts for each in session.exec(select(Message))} == {0}
    deliver(database, refusing, clock_at(NOW + 16 * MINUTE))
    assert len(refusing.script) == 7
    working = ListTransport()
    assert deliver(database, working, clock_at(NOW + 32 * MINUTE)) == 3
    assert set(states(database)) == {MessageState.sent}


# Between queueing and sending


def make_reminder(session: Session, person: Person, message: Message) -> Reminder:
    assert person.department_id is not None
    milestone = make_milestone(session, make_task(session))
    reminder = Reminder(
        rule=ReminderRule.lead,
        milestone_id=milestone.id,
        deadline_version=1,
        offset=15,
        department_id=person.department_id,
        person_id=person.id,
        on=NOW.date(),
        message_id=message.id,
    )
    session.add(reminder)
    session.flush()
    return reminder


@pytest.mark.parametrize(
    "change",
    [{"is_active": False}, {"email": None}, {"email": "new@office.example"}],
    ids=["left", "no address", "other address"],
)
def test_who_left_or_moved_gets_no_mail_and_the_reminder_is_free(
    database: Database, change: dict[str, Any]
) -> None:
    with database.write() as session:
        department = make_department(session)
        person = make_person(session, department_id=department.id)
        make_reminder(session, person, make_message(session, person=person))
        make_message(session, "digest:2:2017-08-16")
    with database.write() as session:
        person = session.exec(select(Person).where(Person.account == "zhou")).one()
        for field, value in change.items():
            setattr(person, field, value)
    transport = ListTransport()
    assert deliver(database, transport, clock_at(NOW)) == 1
    assert [each.name for each in transport.sent] == ["digest-2-2017-08-16"]
    assert states(database) == [MessageState.superseded, MessageState.sent]
    with database.read() as session:
        assert session.exec(select(Reminder.message_id)).one() is None


def test_a_person_lets_a_held_mail_go(database: Database) -> None:
    with database.write() as session:
        make_message(session, state=MessageState.held, held_for=HoldReason.uncertain, uncertain=2)
        by = make_person(session, account="lin", role="coordinator")
    with database.write() as session:
        message = session.exec(select(Message)).one()
        release(session, message, session.get_one(Person, by.id), NOW)
        event = session.exec(select(Event).where(Event.action == "message.released")).one()
        assert event.change["state"] == ["held", "pending"]
    assert deliver(database, ListTransport(), clock_at(NOW)) == 1
    with pytest.raises(Conflict), database.write() as session:
        release(session, session.exec(select(Message)).one(), by, NOW)


# 退回


def make_returned(session: Session, zhou: Person) -> tuple[Report, Event]:
    assert zhou.department_id is not None
    milestone = make_milestone(session, make_task(session))
    report = Report(
        milestone_id=milestone.id,
        department_id=zhou.department_id,
        person_id=zhou.id,
        state=ReportState.returned,
        progress="正在推进中。",
        percent=60,
        asks_completion=True,
        form_key="f" * 32,
        created_at=NOW - timedelta(days=1),
        reviewed_at=NOW,
        review_text="请附名单。",
    )
    event = Event(at=NOW, person_id=None, action="report.returned", change={})
    session.add_all([report, event])
    session.flush()
    return report, event


def test_a_returned_report_mails_every_clerk_of_its_department_once(
    session: Session, zhou: Person, wu: Person
) -> None:
    make_person(session, account="li", name="李联络", department_id=zhou.department_id)
    make_person(session, account="sun", department_id=zhou.department_id, email=None)
    report, event = make_returned(session, zhou)
    assert queue_returned(session, LETTERHEAD, report, event, NOW) == 2
    assert queue_returned(session, LETTERHEAD, report, event, NOW) == 0
    messages = session.exec(select(Message).order_by(col(Message.id))).all()
    assert [each.recipient for each in messages] == ["zhou@example.invalid", "li@example.invalid"]
    assert messages[0].key == f"event:{event.id}:{zhou.id}"
    assert messages[0].subject == "【督办】退回补报：规范教育培训市场（8月16日）"
    assert "贵单位8月15日（周二）的反馈已由督查室于8月16日（周三）退回" in messages[0].text
    assert "理由：请附名单。" in messages[0].text
    assert wu.email not in {each.recipient for each in messages}


def test_a_title_on_two_lines_still_makes_one_subject(session: Session, zhou: Person) -> None:
    report, event = make_returned(session, zhou)
    report.milestone.task.title = "规范教育\n培训市场"
    assert queue_returned(session, LETTERHEAD, report, event, NOW) == 1


def test_claims_come_in_the_order_of_queueing(database: Database) -> None:
    queue_messages(database, 3)
    claims = [claim_next(database, NOW) for _each in range(4)]
    assert [each.key if each else None for each in claims] == [
        "digest:0:2017-08-16",
        "digest:1:2017-08-16",
        "digest:2:2017-08-16",
        None,
    ]
