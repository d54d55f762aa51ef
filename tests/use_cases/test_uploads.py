"""A file arrives whole or not at all, wherever its line, the store or the process breaks."""

import io
import os
import subprocess
import sys
from datetime import timedelta
from functools import partial

import pytest

from tests.photos.pictures import a_jpeg
from tests.support.builders import NOW, a_job
from tests.support.live import environment
from tests.support.object_store import opened
from tests.support.races import race
from tests.support.records import all_rows
from webapp.domain.uploads import LASTS, SMALLEST_PIECE, Announced
from webapp.models.base import db, transaction
from webapp.models.job import Album, Job
from webapp.models.photo import Photo
from webapp.models.studio import Studio
from webapp.models.upload import Upload, UploadPart
from webapp.photos.checking import Reason
from webapp.photos.keys import original_key
from webapp.photos.serving import current_store
from webapp.photos.store import StoreDown, StoreFull
from webapp.use_cases.announce_uploads import announce_uploads
from webapp.use_cases.check_storage import check_storage, differences
from webapp.use_cases.finish_upload import UploadGone, WrongOffset, receive_part
from webapp.use_cases.sweep_store import sweep_store

PICTURE = a_jpeg()
HALF = len(PICTURE) // 2


@pytest.fixture
def job(app):
    return a_job()


def announced(job, content=PICTURE, path="Autumn/Class 1a/DSC_1.jpg"):
    [standing] = announce_uploads(
        job.id,
        [Announced(path, len(content), 1)],
        album_id=None,
        folders_become_albums=True,
        now=NOW,
        machine_now=NOW,
    )
    return standing.id


def send(upload_id, piece, offset=0, *, length=None, store=None, at=NOW):
    return receive_part(
        upload_id,
        io.BytesIO(piece),
        offset=offset,
        length=len(piece) if length is None else length,
        store=store or current_store(),
        now=NOW,
        machine_now=at,
    )


def received(upload_id):
    db.session.rollback()
    return db.session.scalar(db.select(Upload.received).where(Upload.id == upload_id))


def files(store=None):
    return sorted((store or current_store()).keys())


class Failing:
    """A store that breaks at its n-th call; `calls` counts them."""

    def __init__(self, store, at, fault):
        self._store, self._at, self._fault = store, at, fault
        self.calls = 0

    def __getattr__(self, name):
        def call(*args, **options):
            self.calls += 1
            if self.calls == self._at:
                raise self._fault
            return getattr(self._store, name)(*args, **options)

        return call


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("fault", [StoreDown("away"), StoreFull(), Killed()], ids=repr)
def test_whichever_call_of_the_store_breaks_the_file_is_whole_or_absent_and_goes_on(
    job, stored, fault
):
    """Two pieces; the calls are counted until none is left to break."""
    for at in range(1, 12):
        content = a_jpeg()
        upload_id = announced(job, content, f"a/{at}.jpg")
        store = Failing(current_store(), at, fault)
        for offset, piece in ((0, content[:HALF]), (HALF, content[HALF:])):
            try:
                send(upload_id, piece, offset, store=store)
            except (StoreDown, Killed, WrongOffset, UploadGone):
                break
        is_whole = [row.original_name for row in all_rows(Photo)].count(f"{at}.jpg") == 1
        [row] = all_rows(Upload, id=upload_id)
        assert is_whole == (row.state == "stored")
        if not is_whole:
            _go_on(job, content, f"a/{at}.jpg")
        if store.calls < at:
            break
    assert at == 5
    sweep_store(current_store(), now=_later())
    photos = all_rows(Photo)
    assert files() == sorted(original_key(photo.id) for photo in photos)
    assert stored(job).photo_count == len(photos) == at
    assert check_storage(current_store(), repair=True, now=_later()) == []


def _go_on(job, content, path):
    """Chosen again: from where it is to its end."""
    upload_id = announced(job, content, path)
    start = received(upload_id)
    assert send(upload_id, content[start:], start).state == "stored"


def _later():
    return NOW.replace(year=2036)


def test_of_a_broken_connection_what_is_worth_it_is_kept(job):
    content = a_jpeg(2000, 2000) + bytes(3 * SMALLEST_PIECE)
    upload_id = announced(job, content)

    few = send(upload_id, content[:1000], length=len(content))
    much = send(upload_id, content[: 2 * SMALLEST_PIECE], length=len(content))

    assert (few.received, much.received) == (0, 2 * SMALLEST_PIECE)
    last = send(upload_id, content[much.received :], much.received)
    assert last.state == "stored"


def test_of_two_that_send_the_same_piece_one_is_counted(app, job):
    upload_id = announced(job)

    answers = race(app, *[partial(send, upload_id, PICTURE[:HALF]) for _ in range(3)])

    assert sum(isinstance(answer, WrongOffset) for answer in answers) == 2
    assert received(upload_id) == HALF
    assert len(files()) == 1


def test_a_piece_that_got_lost_in_the_store_is_asked_for_again(job):
    upload_id = announced(job)
    send(upload_id, PICTURE[:HALF])
    current_store().delete_many(files())

    with pytest.raises(WrongOffset) as fault:
        send(upload_id, PICTURE[HALF:], HALF)

    assert (fault.value.received, received(upload_id)) == (0, 0)
    assert send(upload_id, PICTURE).state == "stored"


def test_an_album_that_is_gone_refuses_the_file_and_may_come_back(job):
    upload_id = announced(job)
    with transaction() as session:
        session.scalars(db.select(Album).where(Album.job_id == job.id)).one().removed_at = NOW

    assert send(upload_id, PICTURE).refusal.reason is Reason.ALBUM_GONE
    assert announced(job) == upload_id
    assert send(upload_id, PICTURE).state == "stored"
    assert all_rows(Album, job_id=job.id)[0].removed_at is None


def test_the_same_file_is_sent_again_after_its_photo_was_thrown_away(job, stored):
    upload_id = announced(job)
    send(upload_id, PICTURE)
    with transaction() as session:
        session.delete(session.scalars(db.select(Photo)).one())

    assert announced(job) == upload_id
    assert send(upload_id, PICTURE).state == "stored"
    assert [photo.number for photo in all_rows(Photo)] == [2]


def test_pieces_of_files_that_never_end_have_no_room_beyond_the_quota(job):
    with transaction() as session:
        session.get_one(Studio, job.studio_id).quota_bytes = 10 * HALF
    content = bytes(9 * HALF)
    first, second, third = (announced(job, content, f"a/{number}.jpg") for number in range(3))

    assert send(first, content[: 8 * HALF]).state == "waiting"
    refused = [send(each, content[: 8 * HALF]) for each in (second, third)]

    assert [each.refusal.missing_bytes for each in refused] == [7 * HALF] * 2
    assert sum(entry.size for entry in current_store().entries("incoming")) == 8 * HALF
    with transaction() as session:
        session.get_one(Studio, job.studio_id).quota_bytes = 8 * HALF
    late = send(first, content[8 * HALF :], 8 * HALF)
    assert (late.refusal.reason, late.refusal.missing_bytes) == (Reason.QUOTA_FULL, HALF)
    assert files() == []


def test_what_nobody_sends_is_swept_after_a_week_and_orphans_after_a_day(job):
    upload_id = announced(job)
    send(upload_id, PICTURE[:HALF])
    orphan = f"incoming/{upload_id}/000000000000-abcdefgh"
    current_store().put(orphan, io.BytesIO(b"x"))
    with current_store().local(orphan) as path:  # whatever day it is
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    in_time, late = NOW + LASTS, NOW + LASTS + timedelta(seconds=1)

    assert sweep_store(current_store(), now=in_time).forgotten_uploads == 0
    assert orphan not in files()
    assert len(files()) == 1
    assert sweep_store(current_store(), now=late).forgotten_uploads == 1
    assert (files(), all_rows(Upload), db.session.scalar(db.select(UploadPart))) == ([], [], None)


@pytest.mark.one_database("the store is in question")
def test_in_an_object_store_too(job, bucket):
    store = opened(bucket)
    upload_id = announced(job)

    send(upload_id, PICTURE[:HALF], store=store)
    assert send(upload_id, PICTURE[HALF:], HALF, store=store).state == "stored"

    assert files(store) == [original_key(photo.id) for photo in all_rows(Photo)]


_SENDER = """
import io, os, sys
from webapp import clock, create_app
from webapp.config import Config
from webapp.photos import folder_store
from webapp.photos.serving import current_store
from webapp.use_cases.finish_upload import receive_part

upload_id, offset, length = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
app = create_app(Config.from_environment())
move = folder_store._move

def move_and_die(path, target):
    move(path, target)
    os.kill(os.getpid(), 9)

folder_store._move = move_and_die
with app.app_context():
    receive_part(upload_id, sys.stdin.buffer, offset=offset, length=length,
                 store=current_store(), now=clock.now(), machine_now=clock.machine_now())
"""


@pytest.mark.one_database("a process of its own, on the database of the test")
def test_a_process_that_is_killed_with_the_last_piece_leaves_nothing_half(job, config, stored):
    upload_id = announced(job)
    send(upload_id, PICTURE[:HALF])

    ended = subprocess.run(
        [sys.executable, "-c", _SENDER, upload_id, str(HALF), str(len(PICTURE) - HALF)],
        env=environment(config), input=PICTURE[HALF:], cwd=os.getcwd(), check=False,
    )  # fmt: skip

    assert ended.returncode == -9
    assert (stored(job).photo_count, received(upload_id)) == (0, HALF)
    assert send(upload_id, PICTURE[HALF:], HALF).state == "stored"
    assert list(differences(current_store(), repair=True, now=_later(), may_delete_originals=True))
    assert files() == [original_key(photo.id) for photo in all_rows(Photo)]
    assert db.session.get(Job, job.id).photo_count == 1
