"""A folder is imported by the command: each folder an album, again only what is missing."""

import pytest

from tests.photos.pictures import a_jpeg
from tests.support.builders import a_job
from tests.support.live import environment
from tests.support.records import all_rows
from tests.support.typed import typed
from webapp.models.job import Album
from webapp.models.photo import Photo

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
    assert [line.split(":")[0] for line in again.stderr.splitlines()] == ["letter.jpg"]
    names = {album.id: album.name for album in all_rows(Album)}
    photos = sorted(all_rows(Photo), key=lambda photo: photo.number)
    assert [(names[photo.album_id], photo.original_name) for photo in photos] == [
        ("Autumn", "all.jpg"),
        ("2a / Groups", "DSC_11.jpg"),
        ("2b", "DSC_9.jpg"),
        ("2b", "DSC_10.jpg"),
        ("2b", "new.jpg"),
    ]


def test_a_job_that_does_not_exist_takes_no_pictures(app, config, tmp_path):
    words = ("photos", "import", "--job", "unknown", "--album", "2b", str(tmp_path))
    done = typed(*words, environ=environment(config))

    assert done.returncode == 1
    assert "unknown" in done.stderr
