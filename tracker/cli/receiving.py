"""Takes in a body over the limit without keeping it, so that the application can refuse it.

waitress answers such a request while it is still being sent, with a line of English, and hangs up:
a browser then shows that line, or on a slower network that the connection was reset. Here the body
is received to its end and dropped; the application sees its length and refuses it in a page.
"""

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer
from waitress.utilities import RequestEntityTooLarge

from tracker.cli.answering import Sockets


class Request(HTTPRequestParser):  # type: ignore[misc]  # waitress names no types
    """One request; `dropping` counts the bytes of a body over the limit that are still to come."""

    dropping = 0
    error: RequestEntityTooLarge | None

    def received(self, data: bytes) -> int:
        """Take what came, and return how many bytes of it belong to this request."""
        if self.dropping:
            taken = min(self.dropping, len(data))
            self.dropping -= taken
            self.completed = not self.dropping
            return taken
        taken = int(super().received(data))
        if isinstance(self.error, RequestEntityTooLarge) and not self.chunked:
            self.error, self.completed = None, False
            self.dropping = self.content_length
        return taken


class Channel(HTTPChannel):  # type: ignore[misc]  # nor here
    """A connection whose requests are ours."""

    parser_class = Request


def drop_large_bodies(sockets: Sockets) -> None:
    """Let the servers among `sockets` receive bodies over their limit and keep nothing of them."""
    for server in sockets.values():
        if isinstance(server, BaseWSGIServer):
            server.channel_class = Channel
