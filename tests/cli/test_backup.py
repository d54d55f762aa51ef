"""Backing up and restoring as an operator types it: what is said, and how it ends."""

from pathlib import Path

import flask_migrate
import pytest
from click.testing import CliRunner

from tests.support.builders import a_job, a_member, a_photo
from tests.support.keeping import an_uploaded_photo
from tests.support.live import environment
from tests.support.second_factor import a_second_factor
from webapp.cli import shelflife
from webapp.models.base import db
from webapp.models.job import Job
from webapp.models.migration import MIGRATIONS
from webapp.models.photo import Photo
from webapp.photos.keys import original_key
from webapp.photos.serving import current_store

pytestmark = pytest.mark.one_database("that it fits the other one is tested elsewhere")


@pytest.fixture
def typed(app, config):
    """`shelflife` with these words, in this process."""

    def run(*words, **settings):
        environ = environment(config) | settings
        db.session.remove()
        return CliRunner().invoke(shelflife, [str(word) for word in words], env=environ)

    return run


@pytest.fixture
def anew(config, tmp_path):
    """The settings of an empty installation with the same photos and the same key."""
    data = tmp_path / "anew"
    return {
        "SHELFLIFE_DATA": str(data),
        "SHELFLIFE_DATABASE_URL": f"sqlite:///{data}/shelflife.sqlite3",
        "SHELFLIFE_PHOTOS_URL": str(config.photos_folder),
    }


@pytest.fixture
def backup(tmp_path):
    return tmp_path / "backup.zip"


def test_a_backup_is_verified_and_restored_once_into_an_empty_installation(typed, anew, backup):
    an_uploaded_photo(a_job(), current_store())

    done = typed("backup", backup)
    assert (done.exit_code, "secret key" in done.stdout) == (0, True)

    verified = typed("restore", "--verify", "--hashes", backup, **anew)
    assert (verified.exit_code, "can be restored" in verified.stdout) == (0, True)

    restored = typed("restore", backup, **anew)
    assert restored.exit_code == 0, restored.output
    assert "shelflife outbox release" in restored.stdout
    assert typed("storage", "check", **anew).exit_code == 0
    held = typed("outbox", **anew)
    assert (held.exit_code, "a copy was restored" in held.stdout) == (1, True)

    again = typed("restore", backup, **anew)
    assert (again.exit_code, "not empty" in again.stderr) == (1, True)


def test_verifying_changes_nothing(typed, backup):
    an_uploaded_photo(a_job(), current_store())
    typed("backup", backup)

    assert typed("restore", "--verify", backup).exit_code == 0

    assert (db.session.query(Job).count(), db.session.query(Photo).count()) == (1, 1)


def test_verifying_makes_nothing_on_a_spare_machine(typed, anew, backup):
    an_uploaded_photo(a_job(), current_store())
    typed("backup", backup)

    done = typed("restore", "--verify", backup, **anew)

    assert (done.exit_code, "can be restored" in done.stdout) == (0, True)
    assert not Path(anew["SHELFLIFE_DATA"]).exists()


def test_an_original_that_is_lost_or_another_is_named(typed, backup):
    job, store = a_job(), current_store()
    lost, other = an_uploaded_photo(job, store), an_uploaded_photo(job, store)
    typed("backup", backup)
    store.delete(original_key(lost))
    with store.local(original_key(other)) as path:
        path.write_bytes(bytes(path.stat().st_size))

    assert lost in typed("restore", "--verify", backup).stderr
    found = typed("restore", "--verify", "--hashes", backup)
    assert (found.exit_code, lost in found.stderr, other in found.stderr) == (1, True, True)


def test_another_secret_key_is_said_before_anything_is_changed(typed, anew, backup):
    a_second_factor(a_member(a_job().studio))
    typed("backup", backup)
    anew["SHELFLIFE_SECRET_KEY"] = "x" * 40

    refused = typed("restore", backup, **anew)
    assert (refused.exit_code, "secret key" in refused.stderr) == (1, True)

    done = typed("restore", "--accept-other-key", backup, **anew)
    assert (done.exit_code, "1 second factors cannot be read" in done.stdout) == (0, True)


def test_a_backup_of_an_older_schema_is_restored_into_the_newest(typed, anew, backup):
    photo = a_photo(a_job()).id
    db.session.remove()
    flask_migrate.downgrade(directory=str(MIGRATIONS), revision="0005")
    assert typed("backup", backup).exit_code == 0

    done = typed("restore", backup, **anew)

    assert (done.exit_code, "1 originals are missing" in done.stderr) == (1, True)
    assert typed("restore", "--verify", backup).exit_code == 1
    said = typed("storage", "check", **anew)
    assert (said.exit_code, photo in said.stdout) == (1, True)


def test_without_room_nothing_half_is_left_and_the_old_one_stays(typed, small_disk):
    a_job()
    backup = small_disk.folder / "backup.zip"
    assert typed("backup", backup).exit_code == 0
    before = backup.read_bytes()

    with small_disk.full_for_everything():
        done = typed("backup", backup)

    assert (done.exit_code, "no room" in done.stderr) == (1, True)
    assert backup.read_bytes() == before
    assert [path.name for path in small_disk.folder.iterdir()] == ["backup.zip"]


@pytest.mark.parametrize("words", [["restore"], ["restore", "--hashes", "x"], ["backup"]])
def test_wrong_usage_ends_with_2(typed, words):
    assert typed(*words).exit_code == 2


def test_what_is_no_backup_is_said_without_a_traceback(typed, backup):
    backup.write_text("Dear Jonas")

    done = typed("restore", "--verify", backup)

    assert (done.exit_code, "is no backup" in done.stderr) == (1, True)
