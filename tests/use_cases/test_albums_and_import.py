"""Albums have names of their own, and a whole folder can be taken in."""

import io
from functools import partial

import pytest

from tests.photos.pictures import a_jpeg
from tests.support.builders import NOW, a_job, an_album
from tests.support.races import race
from webapp.models.base import db, new_id
from webapp.models.job import Album
from webapp.models.photo import Photo
from webapp.photos.checking import Reason
from webapp.photos.serving import current_store
from webapp.queries.codes import codes_of
from webapp.use_cases.add_photo import add_photo
from webapp.use_cases.create_album import AlbumNameTaken, create_album, rename_album
from webapp.use_cases.import_folder import Imported, NoSuchJob, Refusal, import_folder


@pytest.fixture
def job(app):
    return a_job()


def test_new_albums_stand_last(job):
    create_album(job.id, "Class 2b", now=NOW)
    create_album(job.id, "Class 1a", now=NOW)

    albums = db.session.scalars(db.select(Album.name).order_by(Album.position)).all()
    assert albums == ["Class 2b", "Class 1a"]


@pytest.mark.parametrize("name", ["Class 2b", "class 2B"])
def test_two_albums_of_a_job_cannot_share_a_name(job, name, stored):
    create_album(job.id, "Class 2b", now=NOW)
    other = an_album(job, "Class 1a")

    with pytest.raises(AlbumNameTaken):
        create_album(job.id, name, now=NOW)
    with pytest.raises(AlbumNameTaken):
        rename_album(other.id, name)
    assert stored(other).name == "Class 1a"


def test_an_album_can_change_the_case_of_its_own_name(job, stored):
    album = an_album(job, "class 2b")

    rename_album(album.id, "Class 2b")

    assert stored(album).name == "Class 2b"


def test_another_job_may_use_the_same_name(job):
    create_album(job.id, "Class 2b", now=NOW)

    assert create_album(a_job().id, "Class 2b", now=NOW)


def test_a_new_album_has_its_code_where_every_album_has_one(app):
    job = a_job(access_type="album")

    create_album(job.id, "Class 2b", now=NOW)
    create_album(job.id, "Class 1a", now=NOW)

    assert [code.album for code in codes_of(job.id)] == ["Class 1a", "Class 2b"]


def test_albums_made_at_the_same_moment_have_one_code_each(app):
    job_id = a_job(access_type="album").id

    race(app, *(partial(create_album, job_id, name, now=NOW) for name in ("2a", "2b", "2c")))

    assert sorted(code.album for code in codes_of(job_id)) == ["2a", "2b", "2c"]


def a_folder(tmp_path, **files):
    folder = tmp_path / "from the camera"
    folder.mkdir()
    for name, content in files.items():
        (folder / f"{name}.jpg").write_bytes(content)
    (folder / ".hidden").write_bytes(b"x")
    (folder / "subfolder").mkdir()
    return folder


def test_every_picture_of_a_folder_is_added_and_a_bad_one_is_named(job, tmp_path):
    folder = a_folder(tmp_path, b=a_jpeg(), a=a_jpeg(), notes=b"not a picture", zero=b"")
    refused = []

    added = import_folder(
        job.id,
        "Class 2b",
        folder,
        store=current_store(),
        now=NOW,
        on_refusal=refused.append,
    )

    assert added == Imported(added=2, refused=2)
    assert refused == [
        Refusal("notes.jpg", Reason.NOT_A_PICTURE),
        Refusal("zero.jpg", Reason.EMPTY),
    ]
    names = db.session.scalars(db.select(Photo.original_name).order_by(Photo.number)).all()
    assert names == ["a.jpg", "b.jpg"]


def test_importing_goes_on_in_the_album_of_that_name(job, tmp_path):
    album = an_album(job, "Class 2b")
    add_photo(album.id, io.BytesIO(a_jpeg()), name="first.jpg", store=current_store(), now=NOW)

    import_folder(
        job.id,
        "class 2b",
        a_folder(tmp_path, second=a_jpeg()),
        store=current_store(),
        now=NOW,
        on_refusal=print,
    )

    assert db.session.scalars(db.select(Photo.album_id)).all() == [album.id, album.id]


def test_an_imported_album_can_be_entered_with_its_code(app, tmp_path):
    job = a_job(access_type="album")

    import_folder(
        job.id,
        "Class 2b",
        a_folder(tmp_path, first=a_jpeg()),
        store=current_store(),
        now=NOW,
        on_refusal=print,
    )

    assert [code.album for code in codes_of(job.id)] == ["Class 2b"]


def test_a_folder_that_is_not_there_makes_no_album(job, tmp_path):
    with pytest.raises(FileNotFoundError):
        import_folder(
            job.id,
            "Class 2b",
            tmp_path / "nowhere",
            store=current_store(),
            now=NOW,
            on_refusal=print,
        )

    assert db.session.scalars(db.select(Album)).all() == []


def test_a_job_that_is_not_there_is_said(app, tmp_path):
    with pytest.raises(NoSuchJob):
        import_folder(new_id(), "2b", tmp_path, store=current_store(), now=NOW, on_refusal=print)
