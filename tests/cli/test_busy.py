"""A command that meets somebody who writes without end says so, and leaves everything as it was."""

import sqlite3
import sys

import pytest
from sqlalchemy import Engine, event

from tests.support.live import environment
from webapp.cli import main

pytestmark = pytest.mark.one_database("only SQLite has one writer for all")


@pytest.fixture
def little_patience():
    """Connections wait for others for a moment, not for ten seconds."""

    def hurry(connection, _record):
        connection.execute("PRAGMA busy_timeout=20")

    event.listen(Engine, "connect", hurry)
    yield
    event.remove(Engine, "connect", hurry)


@pytest.mark.usefixtures("little_patience")
def test_a_database_that_others_write_without_end_is_said_without_a_traceback(
    app, config, monkeypatch, capsys
):
    for name, value in environment(config).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["shelflife", "clock", "release"])
    path = config.database_url.removeprefix("sqlite:///")
    with sqlite3.connect(path, isolation_level=None) as writer:
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(SystemExit) as ended:
            main()

    assert ended.value.code == 1
    assert "Nothing was stored" in capsys.readouterr().err
