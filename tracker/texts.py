"""Turns an English msgid into the Chinese text a person reads, outside and inside the web."""

import gettext as standard
from functools import cache
from pathlib import Path

from tracker.errors import ConfigurationError

LANGUAGE = "zh_Hans_CN"
TRANSLATIONS = Path(__file__).with_name("translations")


@cache
def catalogue() -> standard.GNUTranslations:
    """Return the compiled catalogue of the one language we ship.

    Raises:
        ConfigurationError: the catalogue was not compiled (`make catalogue` does it).
    """
    try:
        return standard.translation("tracker", TRANSLATIONS, [LANGUAGE])
    except OSError as error:
        raise ConfigurationError(
            "The text catalogue is not compiled; run `make catalogue`."
        ) from error


def gettext(msgid: str, **values: object) -> str:
    """Return the Chinese text for `msgid`, its %(name)s places filled from `values`."""
    text = catalogue().gettext(msgid)
    return text % values if values else text


def ngettext(singular: str, plural: str, count: int, **values: object) -> str:
    """Return the text for `count` things; %(num)s is filled with the count."""
    text = catalogue().ngettext(singular, plural, count)
    return text % {"num": count, **values}
