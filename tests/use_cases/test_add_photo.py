"""A picture is taken in whole or not at all, and the figures of its job follow."""

import io
import threading

import pytest
from sqlalchemy import event

from tests.photos.pictures import a_jpeg, held_as, png_that_claims
from tests.support.builders import NOW, a_job, a_studio, an_album
from webapp.domain.uploads import Twin
from webapp.models.base import db, new_id, transaction
from webapp.models.deletion import Trash
from webapp.models.job import Job
from webapp.models.photo import Photo
from webapp.photos.checking import Reason, Refused
from webapp.photos.keys import original_key
from webapp.photos.serving import current_store
from webapp.photos.store import StoreDown, StoreFull
from webapp.use_cases.add_photo import add_photo


@pytest.fixture
def job(app):
    return a_job()


@pytest.fixture
def album(job):
    return an_album(job)


def add(album_id, content, name="DSC_0001.jpg", store=None):
    store = store or current_store()
    return add_photo(album_id, io.BytesIO(content), name=name, store=store, now=NOW)


def files():
    return list(current_store().keys())


def test_a_picture_is_kept_and_recorded(job, album, stored):
    content = held_as(6)

    photo_id = add(album.id, content)

    photo = db.session.get(Photo, photo_id)
    assert (photo.state, photo.number, photo.label) == ("waiting", 1, "0001")
    assert (photo.width, photo.height, photo.media_type) == (1200, 800, "image/jpeg")
    assert (photo.job_id, photo.studio_id) == (job.id, job.studio_id)
    assert photo.original_bytes == len(content)
    with current_store().open(original_key(photo_id)) as file:
        assert file.read() == content
    assert stored(job).photo_count == 1
    assert stored(job).original_bytes == len(content)


def test_numbers_go_on_through_all_albums_of_a_job(job, album):
    other = an_album(job)

    ids = [add(place, a_jpeg()) for place in (album.id, other.id, album.id)]

    assert [db.session.get(Photo, photo_id).number for photo_id in ids] == [1, 2, 3]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.EMPTY),
        (b"no picture", Reason.NOT_A_PICTURE),
        (a_jpeg()[:-50], Reason.DAMAGED),
        (png_that_claims(50_000, 50_000), Reason.TOO_MANY_PIXELS),
    ],
)
def test_a_bad_file_leaves_nothing_behind(job, album, stored, content, reason):
    with pytest.raises(Refused) as refusal:
        add(album.id, content)

    assert refusal.value.reason is reason
    assert files() == []
    assert (stored(job).photo_count, stored(job).last_photo_number) == (0, 0)


def test_beyond_the_quota_a_file_is_refused_by_so_many_bytes(app, stored):
    content = a_jpeg()
    job = a_job(a_studio(quota_bytes=2 * len(content) - 10))
    album = an_album(job)
    add(album.id, content)

    with pytest.raises(Refused) as refusal:
        add(album.id, a_jpeg())

    assert (refusal.value.reason, refusal.value.missing_bytes) == (Reason.QUOTA_FULL, 10)
    assert stored(job).original_bytes == len(content)
    assert len(files()) == 1


def test_the_quota_counts_all_jobs_of_the_studio_and_no_other(app):
    content = a_jpeg()
    studio = a_studio(quota_bytes=len(content))
    first, second, foreign = a_job(studio), a_job(studio), a_job()
    add(an_album(foreign).id, content)
    add(an_album(first).id, content)

    with pytest.raises(Refused) as refusal:
        add(an_album(second).id, content)

    assert refusal.value.missing_bytes == len(content)


def test_uploads_at_the_same_time_never_pass_the_quota_together(app, stored):
    content = a_jpeg()
    job = a_job(a_studio(quota_bytes=3 * len(content)))
    album_id, refused = an_album(job).id, []
    barrier = threading.Barrier(6)

    def upload():
        with app.app_context():
            barrier.wait()
            try:
                add(album_id, a_jpeg())
            except Refused as refusal:
                refused.append(refusal.reason)
            db.session.remove()

    threads = [threading.Thread(target=upload) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert refused == [Reason.QUOTA_FULL] * 3
    assert stored(job).original_bytes == 3 * len(content)
    numbers = db.session.scalars(db.select(Photo.number).order_by(Photo.number)).all()
    assert numbers == [1, 2, 3]
    assert len(files()) == 3


def test_a_picture_that_the_job_has_already_is_refused_with_its_place(job, album, stored):
    content = a_jpeg()
    first = add(album.id, content)

    with pytest.raises(Refused) as refusal:
        add(an_album(job).id, content, name="copy.jpg")

    assert refusal.value.reason is Reason.DUPLICATE
    assert refusal.value.twin == Twin(first, album.name, 1)
    assert stored(job).photo_count == 1
    assert files() == [original_key(first)]


def test_another_job_and_the_trash_do_not_count_as_having_it(job, album, stored):
    content = a_jpeg()
    add(an_album(a_job(job.studio)).id, content)
    thrown_away = add(album.id, content)
    with transaction() as session:
        facts = {"studio_id": job.studio_id, "job_id": job.id, "thrown_at": NOW, "ends_at": NOW}
        trash = Trash(
            photo_count=1, original_bytes=1, actor_kind="person", actor_name="Jonas", **facts
        )
        session.add(trash)
        session.flush()
        session.get_one(Photo, thrown_away).trash_id = trash.id

    assert add(album.id, content) != thrown_away


def test_an_album_that_is_gone_meanwhile_takes_no_file(job):
    with pytest.raises(Refused) as refusal:
        add(new_id(), a_jpeg())

    assert refusal.value.reason is Reason.ALBUM_GONE
    assert files() == []


def test_a_file_stays_when_nobody_knows_whether_its_record_was_stored(job, album, stored):
    """The database has stored it, and the connection breaks before it can say so."""

    def commit_and_break_off(connection):
        connection.connection.commit()
        raise ConnectionResetError

    event.listen(db.engine, "commit", commit_and_break_off, once=True)
    with pytest.raises(ConnectionResetError):
        add(album.id, a_jpeg())

    assert stored(job).photo_count == 1
    [photo_id] = db.session.scalars(db.select(Photo.id)).all()
    assert files() == [original_key(photo_id)]


@pytest.mark.parametrize(
    ("fault", "reason"), [(StoreFull, Reason.STORE_FULL), (StoreDown, Reason.STORE_DOWN)]
)
def test_a_full_or_silent_store_refuses_the_file_and_records_nothing(job, album, fault, reason):
    class Failing:
        def put(self, key, source):
            raise fault

        def delete(self, key):
            if fault is StoreDown:
                raise fault

    with pytest.raises(Refused) as refusal:
        add(album.id, a_jpeg(), store=Failing())

    assert refusal.value.reason is reason
    assert db.session.scalar(db.select(Job.photo_count).where(Job.id == job.id)) == 0


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Mia Wójcik.jpg", "Mia Wójcik.jpg"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Bilder\\IMG 1.jpg", "IMG 1.jpg"),
        ("a\0b\r\nc.jpg", "ab c.jpg"),
        ("\u200f\u202e", "unnamed"),
        ("", "unnamed"),
        (None, "unnamed"),
        ("x" * 10_000 + ".jpg", "x" * 250 + "….jpg"),
    ],
)
def test_of_a_file_s_name_only_what_can_be_read_is_kept(job, album, given, kept):
    photo = db.session.get(Photo, add(album.id, a_jpeg(), name=given))

    assert photo.original_name == kept
    assert len(photo.original_name) <= 255
