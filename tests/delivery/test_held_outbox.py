"""A restored or cloned installation holds its outbox until a person releases it (C10)."""

import shutil
import sqlite3

import pytest

from tests.support.builders import a_studio
from tests.support.delivering import Office, a_mail, waiting
from tests.support.live import environment
from tests.support.typed import clean_environment, typed
from webapp import create_app
from webapp.config import Config
from webapp.domain.copies import Held, Mark, why_held
from webapp.models.base import db
from webapp.queries.outbox import outbox_held
from webapp.use_cases.hold_outbox import NOTE, gate_of, release


@pytest.fixture
def office(app, config):
    return Office(app, config)


def mails(folder):
    return len(list((folder / "mail").glob("*.eml"))) if (folder / "mail").exists() else 0


def held():
    db.session.rollback()
    return outbox_held()


def a_copy(config, folder):
    """The data folder of a clone: its database, its note, its secret, elsewhere."""
    folder.mkdir()
    _settle(config)
    for name in ("shelflife.sqlite3", NOTE):
        if (config.data / name).exists():
            shutil.copy(config.data / name, folder / name)
    return Config(
        data=folder,
        database_url=f"sqlite:///{folder / 'shelflife.sqlite3'}",
        secret_key=config.secret_key,
        testing=True,
    )


def _settle(config):
    db.session.rollback()
    db.engine.dispose()
    with sqlite3.connect(config.data / "shelflife.sqlite3") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def test_an_installation_that_stays_where_it_is_is_never_held(office):
    studio = a_studio()
    for _ in range(3):
        a_mail(studio)
        office.work()

    assert (waiting(), held()) == (0, None)


@pytest.mark.one_database("a file that is copied")
def test_a_clone_sends_nothing_until_somebody_says_so(office, config, tmp_path):
    studio = a_studio()
    a_mail(studio)
    office.work()
    a_mail(studio)
    clone = a_copy(config, tmp_path / "clone")

    app = create_app(clone)
    with app.app_context():
        there = Office(app, clone)
        assert there.work() == {}
        assert (held().why, held().at, waiting()) == (Held.ELSEWHERE, there.now, 1)
        assert mails(clone.data) == 0

        assert release(gate_of(clone.data))
        there.work()
        assert (held(), waiting(), mails(clone.data)) == (None, 0, 1)
        db.session.remove()
        db.engine.dispose()
    office.work()
    assert (held(), waiting()) == (None, 0)


@pytest.mark.one_database("a file that is copied")
def test_an_older_copy_in_the_same_place_sends_nothing_again(office, config, tmp_path):
    studio = a_studio()
    a_mail(studio)
    office.work()
    a_mail(studio)
    _settle(config)
    backup = tmp_path / "backup"
    shutil.copy(config.data / "shelflife.sqlite3", backup)
    office.work()
    _settle(config)
    with backup.open("rb") as old, (config.data / "shelflife.sqlite3").open("r+b") as file:
        shutil.copyfileobj(old, file)
        file.truncate()

    sent = mails(config.data)
    assert office.work() == {}

    assert (held().why, waiting(), mails(config.data)) == (Held.OLDER, 1, sent)
    release(gate_of(config.data))
    office.work()
    assert (held(), waiting()) == (None, 0)


def test_a_database_that_was_sent_from_more_often_than_it_says_is_held(office):
    studio = a_studio()
    a_mail(studio)
    office.work()
    gate = gate_of(office.outside.data)
    gate.note(gate.noted().rounds + 1)
    a_mail(studio)

    office.work()

    assert (held().why, waiting()) == (Held.OLDER, 1)


def test_machines_with_folders_of_their_own_share_one_database(app, config, tmp_path):
    studio = a_studio()
    offices = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        offices.append(Office(app, config, data=tmp_path / name))
    for turn in range(4):
        a_mail(studio)
        offices[turn % 2].work()
        offices[turn % 2].work()

    assert (held(), waiting()) == (None, 0)


def test_after_a_release_no_other_machine_holds_it_again(app, config, tmp_path):
    studio = a_studio()
    offices = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        offices.append(Office(app, config, data=tmp_path / name))
        a_mail(studio)
        offices[-1].work()
    for number, office in enumerate(offices):
        gate = gate_of(office.outside.data)
        gate.note(gate.noted().rounds + 10 + 100 * number)
    a_mail(studio)
    offices[0].work()
    assert held().why is Held.OLDER

    release(gate_of(offices[0].outside.data))
    offices[1].work()

    assert (held(), waiting()) == (None, 0)


def test_releasing_what_is_not_held_changes_nothing(office):
    assert not release(gate_of(office.outside.data))


@pytest.mark.parametrize("note", [None, "", "no json", "[]", '{"place": "x"}'])
def test_a_note_that_cannot_be_read_holds_nothing(office, note):
    studio = a_studio()
    a_mail(studio)
    office.work()
    path = office.outside.data / NOTE
    path.unlink() if note is None else path.write_text(note)
    a_mail(studio)

    office.work()

    assert (held(), waiting()) == (None, 0)


def test_the_note_of_another_database_says_nothing():
    assert why_held(Mark("here", 1), here="here", noted=Mark("there", 99)) is None


@pytest.mark.one_database("what the commands do is tested on both elsewhere")
def test_an_operator_sees_what_waits_and_why_and_releases_it(office, config):
    studio = a_studio()
    a_mail(studio)
    office.work()
    a_mail(studio)
    gate = gate_of(config.data)
    gate.note(gate.noted().rounds + 1)
    office.work()
    db.session.rollback()

    seen = typed("outbox", environ=environment(config))
    assert seen.returncode == 1
    assert "1 waiting, the oldest since 2026-11-23 09:00 UTC" in seen.stdout
    assert "Held since 2026-11-23 09:00 UTC: the database is older" in seen.stdout

    assert typed("outbox", "release", environ=environment(config)).returncode == 0
    assert held() is None
    assert typed("outbox", environ=environment(config)).returncode == 0
    done = typed("worker", "--once", environ=environment(config))
    assert done.returncode == 0, done.stdout + done.stderr
    assert (waiting(), mails(config.data)) == (0, 2)


@pytest.mark.one_database("what the commands do is tested on both elsewhere")
def test_an_empty_outbox_is_said_in_one_line(tmp_path):
    environ = clean_environment(SHELFLIFE_DATA=str(tmp_path))
    typed("migrate", environ=environ)

    done = typed("outbox", environ=environ)

    assert (done.returncode, done.stdout) == (0, "0 waiting\n")
