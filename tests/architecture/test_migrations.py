"""Migrations: up and down, equal to the models, on both databases; what the database refuses."""

from contextlib import nullcontext

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, inspect, select, text
from sqlalchemy.exc import IntegrityError

from tests.support import databases
from tests.support.builders import NOW, a_job, a_studio
from tests.support.orders import a_line, an_order
from webapp import create_app
from webapp.config import Config
from webapp.domain.actors import WORKER
from webapp.models.base import db, transaction
from webapp.models.job import Job
from webapp.models.migration import MIGRATIONS, upgrade
from webapp.models.order import Order
from webapp.queries.history_proof import proven_chains
from webapp.use_cases.recording import record


@pytest.fixture
def unmigrated(database, run, tmp_path):
    """The application on a database without any table, of the same kind as `database`."""
    is_sqlite = database.startswith("sqlite")
    empty = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    with nullcontext(empty) if is_sqlite else databases.empty_postgresql(run) as address:
        app = create_app(Config(data=tmp_path, database_url=address, secret_key="x" * 40))
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()


def _differences():
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, db.metadata)


def test_the_migrations_make_exactly_the_tables_of_the_models(unmigrated):
    upgrade(unmigrated)
    assert _differences() == []


def test_the_database_checks_what_the_models_say_it_checks(unmigrated):
    upgrade(unmigrated)
    tables = inspect(db.engine)
    stored = {
        (table, check["name"])
        for table in db.metadata.tables
        for check in tables.get_check_constraints(table)
    }
    wanted = {
        (table.name, str(check.name))
        for table in db.metadata.tables.values()
        for check in table.constraints
        if isinstance(check, CheckConstraint)
    }
    assert stored == wanted


def test_the_migrations_lead_back_to_nothing_and_up_again(unmigrated):
    upgrade(unmigrated)
    flask_migrate.downgrade(directory=str(MIGRATIONS), revision="base")
    assert inspect(db.engine).get_table_names() == ["alembic_version"]
    upgrade(unmigrated)
    assert _differences() == []


def test_orders_and_lines_of_many_pictures_go_down_and_up_again(app):
    job = a_job(a_studio())
    of_one = a_line(job)
    of_many = a_line(job, kind="digital-all")
    of_many.photo_id = of_many.photo_number = None
    an_order(job, of_one, of_many, number=1, paid_at=NOW)
    an_order(job, number=2, cancelled_at=NOW)
    db.session.remove()

    flask_migrate.downgrade(directory=str(MIGRATIONS), revision="0003")
    upgrade(app)

    first, second = sorted(db.session.scalars(select(Order)), key=lambda order: order.number)
    assert (first.state, first.paid_at) == ("paid", first.placed_at)
    assert (second.state, second.cancelled_at) == ("cancelled", second.placed_at)
    kinds = {line.product_kind: [each.photo_id for each in line.photos] for line in first.lines}
    assert len(kinds.pop("print")) == 1
    assert kinds == {"digital-all": []}


def test_migrating_twice_changes_nothing(unmigrated):
    upgrade(unmigrated)
    upgrade(unmigrated)
    assert _differences() == []


def test_the_database_refuses_an_unknown_status(app):
    job = a_job(a_studio())
    with pytest.raises(IntegrityError):
        db.session.execute(text("UPDATE job SET status = 'lost' WHERE id = :id"), {"id": job.id})
    db.session.rollback()


def test_a_history_that_was_written_before_is_linked_as_it_stands(app):
    ids = a_job(a_studio()).id, a_job(a_studio()).id

    def write(*job_ids):
        with transaction() as session:
            for each in job_ids:
                job = session.get_one(Job, each)
                record(session, job, by=WORKER, now=NOW, deed="archived", counts={"lines": 3})

    write(ids[0], ids[1], ids[0])
    db.session.remove()

    flask_migrate.downgrade(directory=str(MIGRATIONS), revision="0007")
    upgrade(app)

    chains = {each.chain: (each.records, each.faults) for each in proven_chains()}
    assert chains == {ids[0]: (2, []), ids[1]: (1, [])}
    write(ids[0])
    assert [each.faults for each in proven_chains()] == [[], []]
