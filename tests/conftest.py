"""What every test can ask for: the application on both databases, a clock, visitors, browsers."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from flask import Flask
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import inspect

pytest.register_assert_rewrite("tests.support")

from tests.support import databases, engines  # noqa: E402 - their assertions are rewritten first
from tests.support.client import Visitor  # noqa: E402
from tests.support.clock import Clock  # noqa: E402
from tests.support.run import Run  # noqa: E402
from webapp import create_app  # noqa: E402
from webapp.config import Config  # noqa: E402
from webapp.models.base import db  # noqa: E402
from webapp.models.trash import WITH_TRASH  # noqa: E402

pytest_plugins = [
    "tests.support.session",
    "tests.support.live",
    "tests.support.nginx",
    "tests.support.browser",
    "tests.support.object_store",
    "tests.support.second_home",
    "tests.support.small_disk",
    "tests.support.outage.cut_off",
]

Row = TypeVar("Row")

# Examples share two cores with a browser: how long one takes says nothing.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture
def database(
    request: pytest.FixtureRequest, run: Run, tmp_path: Path, need: Callable[..., None]
) -> Iterator[str]:
    """The address of an empty, migrated database: SQLite or PostgreSQL, by the test's id."""
    if request.param == "sqlite":
        yield databases.sqlite_copy(run, tmp_path / "shelflife.sqlite3")
        return
    need(bool(databases.server(run)), "postgresql", "no server and no programs to start one")
    with databases.postgresql_copy(run) as address:
        yield address


@pytest.fixture
def door(request: pytest.FixtureRequest) -> Iterator[socket.socket | None]:
    """The open port of the live server, None in a test without one."""
    if "live" not in request.fixturenames:
        yield None
        return
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


@pytest.fixture
def clock(tmp_path: Path) -> Clock:
    """The application's clock: Monday, 23 November 2026, 10:00 in Berlin, until it is turned."""
    return Clock(tmp_path / "clock")


@pytest.fixture
def config(database: str, clock: Clock, tmp_path: Path, door: socket.socket | None) -> Config:
    """The settings of the application under test."""
    port = door.getsockname()[1] if door else 8000
    return Config(
        data=tmp_path,
        database_url=database,
        base_url=f"http://127.0.0.1:{port}",
        secret_key="the fixed secret of the tests, known to all",
        clock_file=clock.path,
        testing=True,
    )


@pytest.fixture
def app(config: Config, run: Run) -> Iterator[Flask]:
    """The application, with a context pushed so that builders can store rows."""
    app = create_app(config)
    app.test_client_class = Visitor
    compiled = run.folder / "templates"
    compiled.mkdir(exist_ok=True)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(compiled))
    with app.app_context():
        engines.share_statements(db.engine)
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def visitor(app: Flask, config: Config) -> Callable[[], Visitor]:
    """Makes one more visitor, with cookies of their own, where a test needs several."""

    def enter() -> Visitor:
        client = app.test_client()
        assert isinstance(client, Visitor)
        client.base_url = config.base_url
        return client

    return enter


@pytest.fixture
def client(visitor: Callable[[], Visitor]) -> Visitor:
    """A visitor who is signed in nowhere yet."""
    return visitor()


@pytest.fixture
def stored(app: Flask) -> Callable[[Row], Row]:
    """The row as it is committed: what was not stored is forgotten first; None when it is gone."""

    def reload(row: Row) -> Row:
        identity = inspect(row).identity
        assert identity is not None, "this row was never stored"
        db.session.rollback()
        db.session.expire_all()
        return db.session.get(  # type: ignore[return-value]
            type(row), identity, populate_existing=True, execution_options=WITH_TRASH
        )

    return reload
