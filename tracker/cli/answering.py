"""Runs the web server until it is told to stop, and lets it finish what it is answering."""

import threading
import time
from typing import Any

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer

LOOK_EVERY = 0.5
FINISH_WITHIN = 20.0

# What waitress listens to and talks with, by the number of the socket.
Sockets = dict[int, Any]


def answer_until(stopping: threading.Event, sockets: Sockets) -> None:
    """Answer requests until `stopping` is set, then those under way, for 20 seconds at the most.

    waitress itself would drop a form that is still being sent or an answer not yet written.
    """
    while not stopping.is_set():
        turn(sockets)
    for listener in [each for each in sockets.values() if isinstance(each, BaseWSGIServer)]:
        listener.del_channel(sockets)
        listener.socket.close()
    latest = time.monotonic() + FINISH_WITHIN
    while is_answering(sockets) and time.monotonic() < latest:
        turn(sockets)


def turn(sockets: Sockets) -> None:
    """Read and write what is ready; wait half a second for it at the most."""
    wasyncore.loop(timeout=LOOK_EVERY, use_poll=True, map=sockets, count=1)


def is_answering(sockets: Sockets) -> bool:
    """Return whether a request is being received or answered, or an answer waits to be sent."""
    return any(
        each.request is not None or each.requests or each.total_outbufs_len
        for each in sockets.values()
        if isinstance(each, HTTPChannel)
    )
