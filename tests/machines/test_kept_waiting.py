"""Somebody else's lock is waited for, but not for ever, and no job is to blame for it (A5)."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, event, make_url, text
from sqlalchemy.exc import OperationalError

from tests.support.builders import NOW, TODAY, a_customer, a_job, a_message, a_studio
from webapp import create_app
from webapp.config import Config
from webapp.models.base import db
from webapp.models.patience import engine_options
from webapp.use_cases import archive_jobs
from webapp.use_cases.archive_jobs import archive_due_jobs

LATER = NOW + timedelta(days=1)
BLAME = "failed"


@pytest.fixture
def hurried(far_database, tmp_path):
    """An application that waits for a lock for a tenth of a second instead of half a minute."""
    url = make_url(far_database).update_query_dict({"options": "-c lock_timeout=100"})
    address = url.render_as_string(hide_password=False)
    app = create_app(Config(data=tmp_path, database_url=address, secret_key="s" * 32))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def due_jobs(number):
    """Jobs whose stop has passed, each with a message that archiving cancels."""
    jobs = []
    for _ in range(number):
        job = a_job(status="selling", archive_on=TODAY)
        a_message(job, a_customer(job.studio), state="planned")
        jobs.append(job.id)
    db.session.rollback()
    return jobs


@contextmanager
def held_by_somebody(statement, **words):
    with db.engine.connect() as connection:
        connection.execute(text(statement), words)
        yield
        connection.rollback()


@pytest.mark.usefixtures("hurried")
def test_a_job_that_somebody_holds_is_left_to_the_next_round_and_blamed_for_nothing(capsys):
    held, *others = due_jobs(3)
    hold = "SELECT id FROM message WHERE job_id = :job FOR UPDATE"
    with held_by_somebody(hold, job=held):
        assert archive_due_jobs(now=LATER) == len(others)
    said = capsys.readouterr().out
    assert held in said
    assert BLAME not in said
    assert archive_due_jobs(now=LATER) == 1


@pytest.mark.usefixtures("hurried")
def test_a_round_ends_where_somebody_is_in_everybodys_way(capsys, monkeypatch):
    monkeypatch.setattr(archive_jobs, "_IN_EVERYBODYS_WAY", 2)
    jobs = due_jobs(4)
    with held_by_somebody("LOCK TABLE message IN EXCLUSIVE MODE"), pytest.raises(OperationalError):
        archive_due_jobs(now=LATER)
    said = capsys.readouterr().out
    assert sum(job in said for job in jobs) == 1, "the second one ended it"
    assert BLAME not in said
    assert archive_due_jobs(now=LATER) == len(jobs)


@pytest.mark.usefixtures("hurried")
def test_no_job_is_to_blame_for_a_database_that_goes_away_while_each_is_tried_alone(capsys):
    due_jobs(3)
    looks = []

    def break_then_cut(connection, _cursor, statement, *_rest):
        if "FOR UPDATE OF job" not in statement:
            return
        looks.append(statement)
        if len(looks) == 1:
            raise RuntimeError("this chunk cannot be archived")
        connection.connection.dbapi_connection.close()

    event.listen(db.engine, "before_cursor_execute", break_then_cut)
    with pytest.raises(OperationalError):
        archive_due_jobs(now=LATER)
    event.remove(db.engine, "before_cursor_execute", break_then_cut)
    db.session.rollback()

    assert len(looks) == 2, "it did not go on to the next job"
    assert "archiving a job failed" not in capsys.readouterr().out
    assert archive_due_jobs(now=LATER) == 3


def test_a_page_that_is_kept_waiting_says_that_it_is_busy_and_comes_later(hurried):
    hurried.config["PROPAGATE_EXCEPTIONS"] = False
    address = f"/shop/{a_studio().slug}"
    db.session.rollback()
    client, host = hurried.test_client(), hurried.config["SHELFLIFE"].base_url
    with held_by_somebody("LOCK TABLE studio IN ACCESS EXCLUSIVE MODE"):
        page = client.get(address, base_url=host)
    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    assert client.get(address, base_url=host).status_code != 503


def test_an_installation_waits_for_a_lock_for_half_a_minute_at_most(far_database):
    engine = create_engine(far_database, **engine_options(far_database))
    with engine.connect() as connection:
        assert connection.scalar(text("SHOW lock_timeout")) == "30s"
    engine.dispose()
