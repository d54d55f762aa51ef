"""Previews are made behind the page, once, whatever happens to the worker."""

import io
import resource
from datetime import timedelta
from threading import Event
from time import sleep

import pytest

from tests.photos.pictures import a_jpeg
from tests.support.builders import NOW, a_job, an_album
from tests.support.races import race
from webapp import clock
from webapp.models.base import db, transaction
from webapp.models.photo import Photo
from webapp.photos.failures import Failure
from webapp.photos.keys import Size, original_key, preview_key
from webapp.photos.serving import current_store
from webapp.photos.store import StoreDown, StoreFull
from webapp.use_cases.add_photo import add_photo
from webapp.use_cases.claim_photos import Result, claim_photos, finish_photos
from webapp.use_cases.derive_photos import run_once
from webapp.use_cases.retry_photos import retry_photos


@pytest.fixture
def album(app):
    return an_album(a_job())


def an_uploaded_photo(album, content=None):
    photo_id = add_photo(
        album.id,
        io.BytesIO(content or a_jpeg()),
        name="DSC_0001.jpg",
        store=current_store(),
        now=NOW,
    )
    return db.session.get(Photo, photo_id)


def previews():
    kept = list(current_store().keys())
    return {key for key in kept if key.startswith("derived/")}


def derive(store=None, **facts):
    facts = {"workers": 1, "machine_now": clock.machine_now} | facts
    return run_once(store or current_store(), **facts)


def seconds_of_ended_processes():
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def spoil(photo, content=b"no longer a picture"):
    current_store().put(original_key(photo.id), io.BytesIO(content))


def test_waiting_photos_become_ready_with_three_previews(album, stored):
    photos = [an_uploaded_photo(album) for _ in range(3)]

    assert derive() == 3

    assert {stored(photo).state for photo in photos} == {"ready"}
    assert previews() == {preview_key(photo.id, size) for photo in photos for size in Size}


def test_when_nothing_waits_no_process_is_started(album):
    before = seconds_of_ended_processes()

    assert derive() == 0

    assert seconds_of_ended_processes() == before


def test_a_photo_that_cannot_be_read_fails_alone_after_three_attempts(album, stored):
    good, bad = an_uploaded_photo(album), an_uploaded_photo(album)
    spoil(bad)

    derive()

    assert (stored(good).state, stored(bad).state) == ("ready", "failed")
    assert (stored(bad).failure, stored(bad).attempts) == (Failure.UNREADABLE, 3)


def test_a_photo_whose_original_is_missing_says_so(album, stored):
    photo = an_uploaded_photo(album)
    current_store().delete(original_key(photo.id))

    derive()

    assert (stored(photo).state, stored(photo).failure) == ("failed", Failure.MISSING)


def test_a_failed_photo_waits_again_when_asked(album, stored):
    photo = an_uploaded_photo(album)
    spoil(photo)
    derive()
    spoil(photo, a_jpeg())

    assert retry_photos(photo.job_id) == 1
    derive()

    assert (stored(photo).state, stored(photo).failure) == ("ready", "")


def test_a_photo_is_lent_to_one_worker_at_a_time(album):
    an_uploaded_photo(album)
    now = clock.machine_now()

    assert len(claim_photos(10, now=now)) == 1
    assert claim_photos(10, now=now + timedelta(minutes=4)) == []
    assert len(claim_photos(10, now=now + timedelta(minutes=6))) == 1


def test_who_overslept_the_lease_changes_nothing(album, stored):
    photo = an_uploaded_photo(album)
    now = clock.machine_now()
    [late] = claim_photos(10, now=now)
    [current] = claim_photos(10, now=now + timedelta(minutes=6))

    assert finish_photos([Result(late)], store=current_store(), now=now) == 0
    assert stored(photo).state == "waiting"
    assert finish_photos([Result(current)], store=current_store(), now=now) == 1
    assert stored(photo).state == "ready"


def test_finishing_locks_photos_in_the_order_in_which_all_others_do(app, album):
    photos = sorted((an_uploaded_photo(album) for _ in range(2)), key=lambda photo: photo.id)
    claims = {claim.photo_id: claim for claim in claim_photos(10, now=clock.machine_now())}
    done_last_first = [Result(claims[photo.id]) for photo in reversed(photos)]
    ids, store = [photo.id for photo in photos], current_store()
    first_is_locked = Event()

    def lock_one_after_the_other():
        with transaction() as session:
            for photo_id in ids:
                session.get_one(Photo, photo_id, with_for_update=True)
                first_is_locked.set()
                sleep(0.3)

    def finish():
        first_is_locked.wait()
        return finish_photos(done_last_first, store=store, now=clock.machine_now())

    assert race(app, lock_one_after_the_other, finish) == [None, 2]


def test_a_worker_that_dies_three_times_over_a_photo_does_not_try_for_ever(album, stored):
    photo = an_uploaded_photo(album)
    now = clock.machine_now()
    for times in range(3):
        assert len(claim_photos(10, now=now + timedelta(minutes=6 * times))) == 1

    assert claim_photos(10, now=now + timedelta(minutes=18)) == []

    assert (stored(photo).state, stored(photo).failure) == ("failed", Failure.UNREADABLE)


def test_previews_of_a_photo_deleted_meanwhile_are_removed_and_its_original_is_left(album, stored):
    photo = an_uploaded_photo(album)
    [claim] = claim_photos(10, now=clock.machine_now())
    current_store().put(preview_key(photo.id, Size.SMALL), io.BytesIO(b"preview"))
    with transaction() as session:
        session.delete(session.get(Photo, photo.id))

    finish_photos([Result(claim)], store=current_store(), now=clock.machine_now())

    assert previews() == set()
    assert list(current_store().keys()) == [original_key(photo.id)]


@pytest.mark.parametrize("fault", [StoreFull, StoreDown])
@pytest.mark.parametrize("step", ["local", "put"])
def test_a_full_or_silent_store_puts_previews_off_without_counting(album, stored, fault, step):
    photo = an_uploaded_photo(album)

    class Failing:
        local = staticmethod(current_store().local)
        put = staticmethod(current_store().put)

    def fail(*_):
        raise fault

    setattr(Failing, step, staticmethod(fail))
    derive(Failing())

    assert (stored(photo).state, stored(photo).attempts) == ("waiting", 0)
    assert claim_photos(10, now=clock.machine_now()) == []
    assert len(claim_photos(10, now=clock.machine_now() + timedelta(minutes=2))) == 1


def test_a_worker_that_is_asked_to_stop_takes_no_further_photos(album, stored):
    photo = an_uploaded_photo(album)

    assert derive(stopping=lambda: True) == 0
    assert stored(photo).attempts == 0


def test_a_worker_that_is_asked_to_stop_gives_back_what_it_has_not_begun(album, stored):
    photos = [an_uploaded_photo(album) for _ in range(12)]

    ready = derive(stopping=lambda: bool(previews()))

    assert 1 <= ready < len(photos)
    assert sum(stored(photo).attempts for photo in photos) == ready
    later = clock.machine_now() + timedelta(minutes=2)
    assert len(claim_photos(20, now=later)) == len(photos) - ready
