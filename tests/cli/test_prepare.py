"""Migrating, setting up a studio, importing a folder, checking the storage: typed."""

from datetime import UTC, date, datetime

import pytest

from tests.photos.pictures import a_jpeg
from tests.support.builders import a_job, a_studio
from tests.support.live import environment
from tests.support.records import all_rows
from tests.support.typed import clean_environment, typed
from webapp.models.photo import Photo
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


def test_every_fault_of_a_new_studio_is_said_and_nothing_is_stored(app, config):
    wrong = {"Europe/Berlin": "Europe/Atlantis", "nord": "No Slug!", "mia@nord.example": "nomail",
             "Studio Nord": " "}  # fmt: skip
    words = [wrong.get(word, word) for word in STUDIO]

    done = typed(*words, environ=environment(config), said="short\n")

    assert done.returncode == 1
    named = [line.partition(":")[0] for line in done.stderr.splitlines()]
    assert named == ["name", "slug", "time zone", "email", "password"]
    assert all_rows(Member) == []


def test_pictures_of_a_folder_are_imported_and_each_refused_one_is_named(app, config, tmp_path):
    job = a_job()
    folder = tmp_path / "camera"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.jpg").write_bytes(a_jpeg())
    (folder / "letter.jpg").write_text("Dear Jonas")
    (folder / "empty.jpg").touch()

    done = typed(
        "photos", "import", "--job", job.id, "--album", "Class 2b", str(folder),
        environ=environment(config),
    )  # fmt: skip

    assert done.returncode == 1
    assert sorted(line.split(":")[0] for line in done.stderr.splitlines()) == [
        "empty.jpg",
        "letter.jpg",
    ]
    assert [photo.original_name for photo in all_rows(Photo)].count("letter.jpg") == 0
    assert len(all_rows(Photo)) == 3


def test_a_folder_of_good_pictures_ends_with_0(app, config, tmp_path):
    folder = tmp_path / "camera"
    folder.mkdir()
    (folder / "mia.jpg").write_bytes(a_jpeg())

    words = ("photos", "import", "--job", a_job().id, "--album", "2b", str(folder))
    done = typed(*words, environ=environment(config))

    assert (done.returncode, done.stdout.strip()) == (0, "1 added, 0 refused")


def test_a_job_that_does_not_exist_takes_no_pictures(app, config, tmp_path):
    words = ("photos", "import", "--job", "unknown", "--album", "2b", str(tmp_path))
    done = typed(*words, environ=environment(config))

    assert done.returncode == 1
    assert "unknown" in done.stderr


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


@pytest.mark.parametrize("command", [["migrate"], ["run", "--port", "8999"], ["storage", "check"]])
def test_a_database_that_cannot_be_reached_is_said_without_a_traceback(tmp_path, command):
    url = "postgresql+psycopg://nobody@127.0.0.1:9/nothing"
    environ = clean_environment(SHELFLIFE_DATA=str(tmp_path), SHELFLIFE_DATABASE_URL=url)

    done = typed(*command, environ=environ)

    assert done.returncode == 1
    assert "The database cannot be used" in done.stderr
    assert "Traceback" not in done.stderr
