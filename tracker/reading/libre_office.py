"""Has LibreOffice, where it is installed, save an old document as .docx.

It runs inside the child process that reads the file, takes over its limits on memory, time and
files, and is ended with its group. Each job has a profile of its own, because a second run in the
same one fails; the profile forbids what a document could have it fetch: macros, links to other
files and to the network.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from tracker.errors import DamagedFile, TooLarge, UnknownFormat
from tracker.texts import gettext as _

COMMAND = "soffice"
# Looked through instead of PATH, which the child does not have.
FOLDERS = os.pathsep.join(("/usr/local/bin", "/usr/bin", "/bin", "/snap/bin"))
SECONDS = 12
MODULE = "/org.openoffice.Office."
FORBIDDEN = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "2"),
    ("Writer/Content/Update", "Field", "false"),
)
ITEM = '<item oor:path="{path}"><prop oor:name="{name}"><value>{value}</value></prop></item>'
PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items'
    ' xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'
)


def command() -> str | None:
    """Return the path of LibreOffice's command, None where it is not installed."""
    return shutil.which(COMMAND, path=FOLDERS)


def as_docx(data: bytes, suffix: str) -> bytes:
    """Return the document in `data`, whose kind `suffix` (".rtf") tells, as a .docx file.

    Raises:
        UnknownFormat: LibreOffice is not installed; the sentence says how to save the file.
        DamagedFile: it could not read the file.
        TooLarge: it took too long.
    """
    found = command()
    if found is None:
        raise UnknownFormat(
            _(
                "This kind of %(suffix)s file cannot be read here; open it in Word or WPS, "
                "save it as .docx and upload that.",
                suffix=suffix,
            )
        )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        return _converted(found, Path(folder), data, suffix)


def _converted(found: str, folder: Path, data: bytes, suffix: str) -> bytes:
    source = folder / f"source{suffix}"
    source.write_bytes(data)
    profile = folder / "profile"
    _write_profile(profile)
    _run(
        found,
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--convert-to", "docx:MS Word 2007 XML"),
        *("--outdir", str(folder), str(source)),
    )
    target = folder / "source.docx"
    if not target.exists():  # it ends with status 0 all the same
        raise DamagedFile(
            _("The file is damaged or cut off; open it, save it again and upload that.")
        )
    return target.read_bytes()


def _write_profile(profile: Path) -> None:
    items = "".join(
        ITEM.format(path=MODULE + path, name=name, value=value) for path, name, value in FORBIDDEN
    )
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(PROFILE.format(items=items), encoding="utf-8")


def _run(found: str, *arguments: str) -> None:
    """Run LibreOffice to its end, or for as long as a person may wait, with all that it starts."""
    office = subprocess.Popen(
        [found, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"LC_ALL": "C.UTF-8", "PATH": FOLDERS, "HOME": tempfile.gettempdir()},
    )
    try:
        office.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise TooLarge(
            _("Reading the file takes too long; split it and upload the pieces.")
        ) from error
    finally:
        with contextlib.suppress(ProcessLookupError):
            office.send_signal(signal.SIGKILL)
        office.wait()
