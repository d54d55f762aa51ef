"""The real application behind a real server, in a process of its own."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from webapp.config import Config

_ROOT = Path(__file__).resolve().parents[2]


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
    log = config.data / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--bind", f"fd://{door.fileno()}",
             "--worker-class", "gthread", "--threads", "8", "--no-control-socket",
             "--graceful-timeout", "1", "wsgi:app"],
            cwd=_ROOT,
            env=environment(config),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=[door.fileno()],
        )  # fmt: skip
    try:
        yield Live(config.base_url, app, log)
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
    assert b"Traceback" not in log.read_bytes(), log.read_text()
