"""The trash: restored within seven days, then or by hand deleted for good (D2, D4, D5)."""

from datetime import timedelta
from io import BytesIO

import pytest

from tests.photos.pictures import a_jpeg
from tests.support.builders import (
    NOW,
    a_basket,
    a_basket_line,
    a_job,
    a_photo,
    a_product,
    a_removed_line,
    a_visitor,
    an_album,
    price_list_of,
)
from tests.support.deleting import (
    ADA,
    drift,
    empty,
    figures,
    finish_files,
    throw_album,
    throw_photos,
    wrong_figures,
)
from tests.support.orders import a_line, an_order
from tests.support.records import all_rows, history_of, is_stale, lines_of, removed_of
from webapp.domain.actors import WORKER
from webapp.domain.deletion import Reason
from webapp.models.base import db
from webapp.models.deletion import Deletion, Trash
from webapp.models.photo import Photo
from webapp.models.trash import WITH_TRASH
from webapp.photos.serving import current_store
from webapp.queries.trash import leaving, pieces_of
from webapp.use_cases import delete_in_steps, empty_trash
from webapp.use_cases.add_photo import add_photo
from webapp.use_cases.create_album import create_album, rename_album
from webapp.use_cases.delete_in_steps import delete_files_at_once
from webapp.use_cases.restore_trash import TrashGoneError, restore_trash

WEEK = timedelta(days=7)


@pytest.fixture
def job(app):
    return a_job(status="selling")


@pytest.fixture
def album(job):
    return an_album(job, "Class 1a")


@pytest.fixture
def real_photo(album):
    picture = BytesIO(a_jpeg())
    return add_photo(album.id, picture, name="mia.jpg", store=current_store(), now=NOW)


def restore(job, trash_id):
    return restore_trash(job.studio_id, trash_id, by=ADA, now=NOW)


def test_a_restored_album_is_there_again_with_its_photos_and_figures(job, album, stored):
    photo = a_photo(job, album, original_bytes=10)
    done = restore(job, throw_album(job, album).trash_id)

    assert (done.photos, done.albums) == (1, ("Class 1a",))
    assert stored(album).removed_at is None
    assert figures(stored(job)) == (1, 10, 0, 0)
    assert [each.id for each in all_rows(Photo)] == [photo.id]
    assert all_rows(Trash) == []
    assert is_stale(job)
    assert [each.deed for each in history_of(job.id)] == ["album-deleted", "trash-restored"]


def test_products_come_back_into_the_baskets_they_left(job, album):
    line = a_basket_line(
        a_basket(a_visitor(job.studio)), a_photo(job, album), a_product(price_list_of(job)), 2
    )
    assert line.quantity == 2
    trash_id = throw_album(job, album).trash_id
    assert lines_of(job.id) == []

    assert restore(job, trash_id).products == 2

    assert lines_of(job.id) == [("Print 13 × 18 cm", 2)]
    assert removed_of(job.id) == []


def test_so_do_those_that_left_before_it_was_deleted(job, album):
    """Archived first, then deleted, then sold again without it: R5 had nothing to bring back."""
    photo, product = a_photo(job, album), a_product(price_list_of(job))
    line = a_removed_line(a_basket(a_visitor(job.studio)), photo, product, 3, removed_at=NOW - WEEK)
    assert line.quantity == 3

    assert restore(job, throw_album(job, album).trash_id).products == 3

    assert lines_of(job.id) == [("Print 13 × 18 cm", 3)]
    assert removed_of(job.id) == []


def test_where_the_name_is_taken_meanwhile_the_restored_album_gets_a_number(job, album, stored):
    a_photo(job, album)
    trash_id = throw_album(job, album).trash_id
    rename_album(create_album(job.id, "Other", now=NOW), "class 1A")

    assert restore(job, trash_id).albums == ("Class 1a (2)",)


def test_photos_of_an_album_that_went_later_bring_their_album_along(job, album, stored):
    first, second = a_photo(job, album), a_photo(job, album)
    photos, rest = throw_photos(job, first).trash_id, throw_album(job, album).trash_id

    restore(job, photos)
    assert [each.id for each in all_rows(Photo)] == [first.id]
    assert stored(album).removed_at is None

    restore(job, rest)
    assert {each.id for each in all_rows(Photo)} == {first.id, second.id}


def test_nobody_restores_the_trash_of_another_studio(job, album):
    a_photo(job, album)
    trash_id = throw_album(job, album).trash_id

    with pytest.raises(TrashGoneError):
        restore(a_job(), trash_id)


def test_emptying_frees_the_disk_at_once_and_everything_agrees(job, album, real_photo, stored):
    throw_album(job, album)

    done = empty(job.studio)

    assert figures(stored(job)) == (0, 0, 0, 0)
    assert drift() == []
    delete_files_at_once(list(done.finished), current_store(), now=NOW)
    assert list(current_store().keys("originals")) == []
    assert drift() == []
    (deletion,) = all_rows(Deletion)
    assert (deletion.reason, deletion.actor_name, deletion.photo_count) == ("hand", "Ada Nord", 1)
    assert deletion.done_at is not None
    assert all_rows(Trash) == []
    assert history_of(job.id)[-1].counts == {"photos_deleted": 1}


def test_after_seven_days_the_worker_empties_it_by_the_same_way(job, album, real_photo):
    throw_album(job, album)

    assert empty_trash.empty_due_trash(now=NOW + WEEK - timedelta(seconds=1)) == 0
    assert empty_trash.empty_due_trash(now=NOW + WEEK) == 1

    finish_files()
    assert list(current_store().keys("originals")) == []
    assert [(each.reason, each.actor_kind) for each in all_rows(Deletion)] == [("trash", "worker")]
    assert drift() == []


def test_what_an_order_needs_meanwhile_stays_and_the_page_knows(job, album, stored):
    needed, other = a_photo(job, album), a_photo(job)
    throw_album(job, album)
    throw_photos(job, other)
    an_order(job, a_line(job, needed))

    done = empty(job.studio, now=NOW + WEEK)
    assert empty_trash.empty_due_trash(now=NOW + WEEK) == 0

    assert len(done.finished) == 1
    (piece,) = pieces_of(job.studio_id, now=NOW)
    assert (piece.album, piece.is_needed) == ("Class 1a", True)
    assert figures(stored(job))[2] == 1


def test_a_large_piece_goes_step_by_step_into_one_deletion(job, album, monkeypatch, stored):
    monkeypatch.setattr(delete_in_steps, "PHOTOS_AT_ONCE", 2)
    for _each in range(5):
        a_photo(job, album)
    trash_id = throw_album(job, album).trash_id
    empty_trash.begin_emptying(job.studio_id, trash_id, reason=Reason.HAND, by=ADA, now=NOW)

    assert empty_trash.go_on_emptying(trash_id, now=NOW) is None

    assert stored(job).trash_count == 3
    assert (leaving(job.studio_id).left, leaving(job.studio_id).total) == (5, 5)
    assert finish_files() == 0, "files wait until the ledger can know all of them"
    with pytest.raises(TrashGoneError):
        restore(job, trash_id)
    assert wrong_figures() == []

    assert empty_trash.empty_due_trash(now=NOW) == 1
    assert finish_files() == 5
    assert [each.photo_count for each in all_rows(Deletion)] == [5]
    assert leaving(job.studio_id).left == 0
    assert db.session.query(Photo).execution_options(**WITH_TRASH).count() == 0


def test_who_is_second_is_told_so(job, album):
    a_photo(job, album)
    trash_id = throw_album(job, album).trash_id
    begin = empty_trash.begin_emptying
    begin(job.studio_id, trash_id, reason=Reason.HAND, by=WORKER, now=NOW)

    with pytest.raises(TrashGoneError):
        begin(job.studio_id, trash_id, reason=Reason.HAND, by=WORKER, now=NOW)


def test_more_in_the_trash_than_was_confirmed_is_asked_again(job, album):
    a_photo(job, album)
    throw_album(job, album)

    done = empty_trash.empty_trash(job.studio_id, confirmed="of before", by=ADA, now=NOW)

    assert not done.stored
    assert len(all_rows(Trash)) == 1
