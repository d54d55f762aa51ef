"""A page is read without a transaction around it, and a deed on it is whole all the same."""

import pytest
from psycopg.pq import TransactionStatus
from sqlalchemy import select

from tests.support.builders import a_studio
from webapp.models.base import db, only_read, transaction
from webapp.models.studio import Studio


class Interrupted(Exception):
    """What comes in the midst of a deed."""


@pytest.fixture
def studio(app):
    studio = a_studio(name="Atelier Lindenhof")
    db.session.rollback()
    return studio


def names():
    return db.session.scalars(select(Studio.name)).all()


def is_in_a_transaction():
    connection = db.session.connection().connection.dbapi_connection
    if db.engine.dialect.name == "sqlite":
        return connection.in_transaction
    return connection.info.transaction_status == TransactionStatus.INTRANS


def test_only_sqlite_reads_a_page_in_one_transaction(studio):
    only_read()

    assert names() == ["Atelier Lindenhof"]
    assert is_in_a_transaction() == (db.engine.dialect.name == "sqlite")


def test_a_deed_after_it_is_whole_or_not_at_all(studio):
    only_read()
    names()

    with pytest.raises(Interrupted), transaction() as session:
        session.get_one(Studio, studio.id).name = "Half"
        session.flush()
        assert is_in_a_transaction()
        raise Interrupted

    assert names() == ["Atelier Lindenhof"]
