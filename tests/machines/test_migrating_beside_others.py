"""A migration waits for whoever works on its tables, however long: giving up mends nothing."""

import threading

import pytest
from sqlalchemy import create_engine, make_url, text

from tests.support import databases
from webapp import create_app
from webapp.config import Config
from webapp.models.base import db
from webapp.models.migration import bring_to, revision_of, revisions, upgrade

BEFORE_ITS_INDEXES = "0008"
IS_ONE_WAITING = text(
    "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
    " WHERE d.datname = current_database() AND NOT l.granted"
)


@pytest.fixture
def house(run, need, tmp_path):
    """A database before a migration, of a program that waits for a lock for an instant only."""
    need(bool(databases.server(run)), "postgresql", "no server and no programs to start one")
    with databases.empty_postgresql(run) as address:
        url = make_url(address).update_query_dict({"options": "-c lock_timeout=1"})
        app = create_app(
            Config(
                data=tmp_path,
                database_url=url.render_as_string(hide_password=False),
                secret_key="s" * 32,
            )
        )
        with app.app_context():
            bring_to(BEFORE_ITS_INDEXES, from_revision="")
            yield app, create_engine(address)
            db.session.remove()
            db.engine.dispose()


def test_a_migration_outlasts_whoever_writes(house):
    app, others = house
    migrating = threading.Thread(target=upgrade, args=(app,), daemon=True)
    with others.connect() as writer:
        writer.execute(text("LOCK TABLE message IN ROW EXCLUSIVE MODE"))
        migrating.start()
        waited = False
        while migrating.is_alive() and not waited:
            waited = bool(writer.scalar(IS_ONE_WAITING))
        assert waited, "it gave up"
        writer.rollback()
    migrating.join()
    with others.connect() as looking:
        assert revision_of(looking) == revisions()[0]
    others.dispose()
