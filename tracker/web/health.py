"""The page /health: whether the program, its database and its scheduler are alive; no names."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlmodel import col, select

from tracker.database import SAFE_SQLITE, sqlite_version
from tracker.models import Run
from tracker.web.access import shell

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
def health() -> ResponseReturnValue:
    """Answer ok, the SQLite library, and when the scheduler last worked (UTC)."""
    database = shell().database
    version = sqlite_version(database)
    with database.read() as session:
        run = session.exec(select(Run).order_by(col(Run.beat_at).desc())).first()
    return jsonify(
        status="ok",
        sqlite=".".join(map(str, version)) if version else None,
        sqlite_is_safe=version is None or version >= SAFE_SQLITE,
        scheduler_at=run.beat_at.isoformat() if run else None,
    )
