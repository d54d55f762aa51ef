"""Migrating, setting up a studio, checking the storage: typed."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from tests.support.builders import a_job, a_studio
from tests.support.live import environment
from tests.support.records import all_rows
from tests.support.typed import clean_environment, typed
from webapp.models.base import db, transaction
from webapp.models.studio import Member, Studio

pytestmark = pytest.mark.one_database("what the commands do is tested on both elsewhere")

STUDIO = (
    "studio", "create", "--name", "Studio Nord", "--slug", "nord", "--email", "mia@nord.example",
    "--time-zone", "Europe/Berlin", "--password-stdin",
)  # fmt: skip


def test_migrating_twice_is_migrating_once(tmp_path):
    environ = clean_environment(SHELFLIFE_DATA=str(tmp_path))

    assert typed("migrate", environ=environ).returncode == 0
    assert typed("migrate", environ=environ).returncode == 0


def test_a_studio_is_set_up_with_the_password_that_was_typed(app, config, client):
    done = typed(*STUDIO, environ=environment(config), said="a long pass phrase\n")

    assert done.returncode == 0, done.stderr
    assert [(studio.slug, studio.language) for studio in all_rows(Studio)] == [("nord", "en")]
    answer = client.submit("/sign-in", email="mia@nord.example", password="a long pass phrase")
    assert answer.status_code == 303


def test_a_folder_without_a_database_says_what_to_do_first(tmp_path):
    environ = clean_environment(SHELFLIFE_DATA=str(tmp_path))

    done = typed(*STUDIO, environ=environ, said="a long pass phrase\n")

    assert done.returncode == 1
    assert (
        done.stderr.splitlines()[-1] == "It is not set up here yet: `shelflife migrate` does that."
    )
    assert "Traceback" not in done.stderr


def test_every_fault_of_a_new_studio_is_said_and_nothing_is_stored(app, config):
    wrong = {"Europe/Berlin": "Europe/Atlantis", "nord": "No Slug!", "mia@nord.example": "nomail",
             "Studio Nord": " "}  # fmt: skip
    words = [wrong.get(word, word) for word in STUDIO]

    done = typed(*words, environ=environment(config), said="short\n")

    assert done.returncode == 1
    named = [line.partition(":")[0] for line in done.stderr.splitlines()]
    assert named == ["name", "slug", "time zone", "email", "password"]
    assert all_rows(Member) == []


def test_the_storage_check_ends_with_1_where_something_differs(app, config):
    environ = environment(config)
    assert typed("storage", "check", environ=environ).returncode == 0

    a_job(a_studio(), photo_count=3)
    done = typed("storage", "check", "--repair", environ=environ)

    assert done.returncode == 1
    assert "corrected" in done.stdout
    assert typed("storage", "check", environ=environ).returncode == 0


def test_a_worker_that_runs_once_archives_what_is_due_and_ends(app, config, clock, stored):
    due = a_job(status="selling", archive_on=date(2026, 11, 23))
    not_due = a_job(status="selling", archive_on=date(2026, 11, 24))
    clock.set(datetime(2026, 11, 23, 23, 0, tzinfo=UTC))

    done = typed("worker", "--once", environ=environment(config))

    assert done.returncode == 0, done.stderr
    assert (stored(due).status, stored(not_due).status) == ("archived", "selling")


def test_a_worker_that_failed_says_so_with_its_exit_code(tmp_path):
    """There is no table in this database yet."""
    done = typed("worker", "--once", environ=clean_environment(SHELFLIFE_DATA=str(tmp_path)))

    assert done.returncode == 1
    assert "failed" in done.stderr


def test_a_database_of_a_newer_version_is_said_and_left(app, config):
    with transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'of-tomorrow'"))
    db.session.remove()

    done = typed("migrate", environ=clean_environment() | environment(config))

    assert done.returncode == 1
    assert "newer version than this program: schema of-tomorrow" in done.stderr
    assert "Traceback" not in done.stderr
    assert "locate" not in done.stderr
    assert db.session.scalar(text("SELECT version_num FROM alembic_version")) == "of-tomorrow"


@pytest.mark.parametrize("command", [["migrate"], ["run", "--port", "8999"], ["storage", "check"]])
def test_a_database_that_cannot_be_reached_is_said_without_a_traceback(tmp_path, command):
    url = "postgresql+psycopg://nobody@127.0.0.1:9/nothing"
    environ = clean_environment(SHELFLIFE_DATA=str(tmp_path), SHELFLIFE_DATABASE_URL=url)

    done = typed(*command, environ=environ)

    assert done.returncode == 1
    assert "The database cannot be used" in done.stderr
    assert "Traceback" not in done.stderr
