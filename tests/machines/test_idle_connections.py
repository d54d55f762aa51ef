"""A connection that lay in the pool: asked whether it lives only where that is in doubt."""

import pytest
from sqlalchemy import create_engine, text

from webapp.models import idle_connections
from webapp.models.patience import engine_options

ASKED = "SELECT query FROM pg_stat_activity WHERE pid = :pid"
PAGE = "SELECT 'what a page asks'"


@pytest.fixture
def machine(far_database):
    """An engine as the program makes it, on which a page has been read."""
    engine = create_engine(far_database, **engine_options(far_database))
    read_a_page(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def there(far_database):
    """Somebody else at the database."""
    engine = create_engine(far_database, isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()


def read_a_page(engine):
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(PAGE))
        return pid_of(connection)


def pid_of(connection):
    return connection.connection.dbapi_connection.info.backend_pid


def last_asked(engine, there):
    """What its server has heard last when it is taken out of the pool again."""
    with engine.connect() as again, there.connect() as beside:
        return beside.scalar(text(ASKED), {"pid": pid_of(again)})


def test_what_was_used_a_moment_ago_is_not_asked(machine, there):
    assert last_asked(machine, there) == PAGE


def test_what_has_lain_for_long_is_asked(machine, there, monkeypatch):
    monkeypatch.setattr(idle_connections, "TRUSTED_SECONDS", 0)

    assert last_asked(machine, there) == "SELECT 1"


def test_what_the_server_has_ended_is_replaced_unnoticed(machine, there):
    first = read_a_page(machine)
    with there.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": first})

    assert read_a_page(machine) != first
