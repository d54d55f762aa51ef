"""A folder is imported by the command: each folder an album, again only what is missing."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.photos.pictures import a_jpeg
from tests.support.builders import NOW, a_job
from tests.support.deleting import delete
from tests.support.live import environment
from tests.support.records import all_rows
from tests.support.typed import typed
from webapp.cli import shelflife
from webapp.models.base import db
from webapp.models.job import Album
from webapp.models.photo import Photo
from webapp.photos.serving import current_store
from webapp.use_cases.albums_of_folders import NoAlbum
from webapp.use_cases.import_folder import import_folder

pytestmark = pytest.mark.one_database("what the command does is tested on both elsewhere")


def test_a_folder_is_imported_and_imported_again(app, config, tmp_path):
    job = a_job()
    folder = tmp_path / "Autumn"
    for name in ("2b/DSC_10.jpg", "2b/DSC_9.jpg", "2a/Groups/DSC_11.jpg", "all.jpg"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(a_jpeg(64, 64))
    (folder / "2b/DSC_9.cr3").write_bytes(b"raw")
    words = ("photos", "import", "--job", job.id, str(folder))

    first = typed(*words, environ=environment(config))
    (folder / "2b" / "letter.jpg").write_text("Dear Jonas")
    (folder / "2b" / "new.jpg").write_bytes(a_jpeg(64, 64))
    again = typed(*words, environ=environment(config))

    assert (first.returncode, first.stdout.strip()) == (
        0, "4 added, 0 already there, 0 refused, 1 left aside: no pictures",
    )  # fmt: skip
    assert (again.returncode, again.stdout.strip()) == (
        1, "1 added, 4 already there, 1 refused, 1 left aside: no pictures",
    )  # fmt: skip
    assert [line.split(":")[0] for line in again.stderr.splitlines()] == ["2b/letter.jpg"]
    names = {album.id: album.name for album in all_rows(Album)}
    photos = sorted(all_rows(Photo), key=lambda photo: photo.number)
    assert [(names[photo.album_id], photo.original_name) for photo in photos] == [
        ("Autumn", "all.jpg"),
        ("2a / Groups", "DSC_11.jpg"),
        ("2b", "DSC_9.jpg"),
        ("2b", "DSC_10.jpg"),
        ("2b", "new.jpg"),
    ]


@pytest.fixture
def here(app, config):
    """The command in this process, for what it says before it takes anything."""

    def run(job_id, *words):
        db.session.remove()
        words = ["photos", "import", "--job", job_id, *map(str, words)]
        return CliRunner().invoke(shelflife, words, env=environment(config))

    return run


@pytest.fixture
def job(app):
    return a_job()


def test_files_at_the_root_of_a_disk_need_an_album(job, tmp_path):
    (tmp_path / "all.jpg").write_bytes(b"x")

    class Root(type(tmp_path)):
        def resolve(self, strict=False):  # noqa: FBT002 - as the standard library has it
            return Path("/")

    with pytest.raises(NoAlbum):
        import_folder(job.id, None, Root(tmp_path), store=current_store(), now=NOW,
                      on_refusal=print)  # fmt: skip


def test_a_job_that_is_gone_by_now_is_named(here, job, tmp_path):
    (tmp_path / "a.jpg").write_bytes(a_jpeg(64, 64))
    job_id = job.id
    delete(job)

    for words in ((tmp_path,), ("--album", "2b", tmp_path)):
        done = here(job_id, *words)
        assert (done.exit_code, done.stderr) == (1, f"There is no job {job_id!r}.\n")


def test_more_folders_than_a_job_has_classes_are_refused_in_a_sentence(here, job, tmp_path):
    for number in range(1001):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "a.jpg").touch()

    done = here(job.id, tmp_path)

    assert (done.exit_code, done.stderr) == (
        1, "There are more than 1,000 folders inside. Import fewer.\n",
    )  # fmt: skip
    assert all_rows(Album) == []


def test_only_folders_inside_make_no_album_of_that_name_and_refusals_name_theirs(
    here, job, tmp_path
):
    autumn = tmp_path / "Autumn"
    inside = autumn / "Class 1a"
    inside.mkdir(parents=True)
    (inside / "bad.jpg").write_bytes(b"no picture")

    none = here(job.id, "--album", "All", autumn)
    refused = here(job.id, autumn)

    assert none.stderr.startswith("There are no pictures directly in this folder")
    assert refused.stderr.startswith("Class 1a/bad.jpg: This is not a picture")
    assert [album for album in all_rows(Album) if album.is_shown] == []
