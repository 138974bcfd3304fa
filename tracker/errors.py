"""The tree of refusals: every class is one kind of answer, every instance one clear sentence."""


class TrackerError(Exception):
    """Something the program refuses or cannot do; the text is a sentence for the person."""


class ConfigurationError(TrackerError):
    """A setting makes no sense; the start is refused."""


class UnreadableFile(TrackerError):
    """A file cannot be read as what it claims to be."""


class EncryptedFile(UnreadableFile):
    """The file is protected by a password (已加密)."""


class DamagedFile(UnreadableFile):
    """The file is cut off or its inside does not hold together (已损坏)."""


class WrongType(UnreadableFile):
    """The bytes are of another kind than the name says (类型不符)."""


class TooLarge(UnreadableFile):
    """The file, or what it unpacks to, is over a limit (过大)."""


class UnknownFormat(UnreadableFile):
    """No reader knows these bytes, or they hold nothing readable (无法识别)."""


class ScannedFile(UnknownFormat):
    """The file holds pictures of pages; its text has to be recognised first, page by page."""


class InvalidInput(TrackerError):
    """A value a person gave cannot be used; `field` names the form field where known."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class NotFound(TrackerError):
    """There is no such thing, or this person may not know that there is."""


class TakenBack(NotFound):
    """It was there until its import was taken back; the text is a sentence for the person."""


class NotAllowed(TrackerError):
    """The person may see the thing but not do this to it."""


class Conflict(TrackerError):
    """The thing changed meanwhile: the state asked for is no longer the state it is in."""


class TooManyAttempts(TrackerError):
    """One address has failed too often; it may try again after `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many attempts; again in {seconds} seconds.")
        self.seconds = seconds


class NotNow(Conflict):
    """The thing's own state does not allow it; the text is a sentence for the person."""


class Busy(TrackerError):
    """The database stayed locked for longer than we wait."""
