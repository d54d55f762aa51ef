"""The real application behind a real server, in a process of its own."""

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from gunicorn.app import wsgiapp

from tests.support import warm
from webapp.config import Config


@dataclass(frozen=True)
class Live:
    """A running installation: its address, and the application of the test on the same data."""

    url: str
    app: Flask
    log: Path

    def address(self, path: str) -> str:
        """The whole address of a path."""
        return f"{self.url}{path}"


def environment(config: Config) -> dict[str, str]:
    """The settings of a program that runs beside the test, on the same data and clock."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("SHELFLIFE_")}
    return own | {
        "SHELFLIFE_DATA": str(config.data),
        "SHELFLIFE_DATABASE_URL": config.database_url,
        "SHELFLIFE_BASE_URL": config.base_url,
        "SHELFLIFE_SECRET_KEY": config.secret_key,
        "SHELFLIFE_CLOCK_FILE": str(config.clock_file),
    }


@pytest.fixture
def live(app: Flask, config: Config, door: socket.socket) -> Iterator[Live]:
    """The application served on a free port of 127.0.0.1; SQLite only.

    The port listens before the server has started, so nobody has to wait or to try again.
    """
    with serving(config, door) as log:
        yield Live(config.base_url, app, log)


@contextmanager
def serving(config: Config, door: socket.socket, **more: str) -> Iterator[Path]:
    """A server behind this open port, within, with `more` settings; the file of its log."""
    log = config.data / "server.log"
    server = warm.begin(_serve, door, environ=environment(config) | more, log=log)
    try:
        yield log
    finally:
        server.terminate()
        server.join(10)
        server.kill()
        server.join()
    assert b"Traceback" not in log.read_bytes(), log.read_text()


def _serve(door: socket.socket) -> None:
    sys.argv = ["gunicorn", "--bind", f"fd://{door.fileno()}", "--worker-class", "gthread",
                "--threads", "8", "--no-control-socket", "--graceful-timeout", "1",
                "wsgi:app"]  # fmt: skip
    wsgiapp.run()
