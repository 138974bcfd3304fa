"""Departments and people: matching names as written, accounts, sessions."""

from tracker.directory.departments import all_departments, find_or_create_department
from tracker.directory.names import Match, is_function_name, is_group_name, match_department
from tracker.directory.passwords import dummy_hash, hash_password, verify_password
from tracker.directory.people import (
    FAILURES_ALLOWED,
    LOCKED_FOR,
    authenticate,
    clerks,
    create_person,
    has_accounts,
    operator,
)
from tracker.directory.sessions import (
    ABSOLUTE_LIMIT,
    IDLE_LIMIT,
    close_session,
    find_session,
    open_session,
    token_hash,
    touch_session,
)

__all__ = [
    "ABSOLUTE_LIMIT",
    "FAILURES_ALLOWED",
    "IDLE_LIMIT",
    "LOCKED_FOR",
    "Match",
    "all_departments",
    "authenticate",
    "clerks",
    "close_session",
    "create_person",
    "dummy_hash",
    "find_or_create_department",
    "find_session",
    "has_accounts",
    "hash_password",
    "is_function_name",
    "is_group_name",
    "match_department",
    "open_session",
    "operator",
    "token_hash",
    "touch_session",
    "verify_password",
]
