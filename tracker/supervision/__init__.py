"""Steps on many tasks at once, planned and shown before they are taken: 催签, 催办, 办结, 签收."""

from tracker.supervision.carrying import carry_out
from tracker.supervision.planning import (
    ACTIONS,
    BulkAction,
    Letter,
    Line,
    Obstacle,
    Plan,
    plan,
)

__all__ = [
    "ACTIONS",
    "BulkAction",
    "Letter",
    "Line",
    "Obstacle",
    "Plan",
    "carry_out",
    "plan",
]
