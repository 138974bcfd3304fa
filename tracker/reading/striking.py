"""Says which words were left out because somebody struck them through.

Whoever strikes words out in Word or Excel without tracking changes takes them back, and leaves them
there for others to see. They are no part of the text that holds; but only a person can be sure, so
they are quoted.
"""

from collections.abc import Sequence

from tracker.texts import gettext as _

MOST_QUOTED = 5
LONGEST = 20


def left_out(passages: Sequence[str]) -> tuple[str, ...]:
    """Return the sentence on the passages that were struck through, none where none were."""
    said = [" ".join(passage.split()) for passage in passages]
    said = [passage for passage in said if any(map(str.isalnum, passage))]
    if not said:
        return ()
    quoted = " ".join(f"“{_shortened(passage)}”" for passage in said[:MOST_QUOTED])
    return (
        _(
            "Words struck through were left out (%(count)d places): %(words)s; "
            "if they are meant, add them to the rows.",
            count=len(said),
            words=quoted,
        ),
    )


def _shortened(passage: str) -> str:
    return passage if len(passage) <= LONGEST else passage[:LONGEST] + "…"
