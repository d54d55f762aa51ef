"""The folder of the demo: emptied at every start, and only if it really is a demo's."""

import fcntl
import os
import shutil
from pathlib import Path

from webapp.config import DEMO_MARKER


class NotADemoError(Exception):
    """The folder holds something that no demo has made; nothing was touched."""


class InUseError(Exception):
    """Another demo runs on this folder."""


def fresh_folder(folder: Path) -> int:
    """Make the folder, or empty it; the handle that holds it for this process alone.

    Errors: NotADemoError, InUseError.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(handle)
        raise InUseError from error
    if folder.exists():
        if any(folder.iterdir()) and not (folder / DEMO_MARKER).is_file():
            raise NotADemoError
        shutil.rmtree(folder)
    folder.mkdir()
    (folder / DEMO_MARKER).write_text(
        "Everything in this folder belongs to the demo and is deleted when it starts again.\n",
        encoding="utf-8",
    )
    return handle
