"""The code that proves who set up the machine: printed at the start, good for one first run."""

import os
import secrets
from pathlib import Path

from webapp.config import Config
from webapp.queries.sign_ins import is_empty_installation

_FILE = "setup-token"
_BYTES = 18


def ensure(config: Config) -> str | None:
    """The code of an empty installation, made if there is none; None when a studio exists.

    Needs an application context. Readable by the program's owner only.
    """
    if not is_empty_installation():
        forget(config)
        return None
    path = _path(config)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return read(config)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(_BYTES))
    return read(config)


def read(config: Config) -> str | None:
    """The code as it was printed; None when there is none."""
    try:
        return _path(config).read_text(encoding="ascii").strip() or None
    except FileNotFoundError:
        return None


def forget(config: Config) -> None:
    """Remove the code: it was used, or is no longer needed."""
    _path(config).unlink(missing_ok=True)


def _path(config: Config) -> Path:
    return config.data / _FILE
