"""Albums and photos are thrown away: out of the shop, restorable for seven days (D2, D4)."""

from datetime import timedelta
from io import BytesIO

import pytest

from tests.photos.pictures import a_jpeg
from tests.support.builders import (
    NOW,
    a_basket,
    a_basket_line,
    a_code,
    a_job,
    a_person,
    a_photo,
    a_product,
    a_registration,
    a_visitor,
    an_album,
    price_list_of,
)
from tests.support.deleting import ADA, drift, figures, throw_album, throw_photos
from tests.support.orders import a_line, an_order
from tests.support.records import all_rows, history_of, is_stale, lines_of, removed_of
from webapp.models.base import db, transaction
from webapp.models.basket import BasketLine
from webapp.models.deletion import Trash
from webapp.models.photo import Photo
from webapp.photos.serving import current_store
from webapp.queries.throwing_away import of_album, preview_throw
from webapp.use_cases.add_photo import add_photo
from webapp.use_cases.throw_away import NeededByOrdersError, throw_album_away

TOMORROW = NOW + timedelta(days=1)
YEARS_AGO = NOW - timedelta(days=1000)


@pytest.fixture
def job(app):
    return a_job(status="selling", access_type="person")


@pytest.fixture
def album(job):
    return an_album(job, "1a")


def test_a_deleted_album_lies_in_the_trash_for_seven_days(job, album, stored):
    for size in (10, 7):
        a_photo(job, album, original_bytes=size)
    stays = a_photo(job, original_bytes=5)

    done = throw_album(job, album)

    piece = db.session.get(Trash, done.trash_id)
    assert (piece.photo_count, piece.original_bytes, piece.actor_name) == (2, 17, "Ada Nord")
    assert piece.ends_at == NOW + timedelta(days=7)
    assert figures(stored(job)) == (1, 5, 2, 17)
    assert stored(album).removed_at == NOW
    assert [photo.id for photo in all_rows(Photo)] == [stays.id]
    assert is_stale(job)
    (record,) = history_of(job.id)
    assert (record.deed, record.counts["photos_thrown"]) == ("album-deleted", 2)


def test_the_originals_stay_where_they_are_and_everything_agrees(job, album, stored):
    picture = BytesIO(a_jpeg())
    add_photo(album.id, picture, name="mia.jpg", store=current_store(), now=NOW)

    throw_album(job, album)

    assert len(list(current_store().keys("originals"))) == 1
    assert drift() == []


def test_an_album_without_photos_is_gone_at_once_and_leaves_no_trash(job, album, stored):
    assert throw_album(job, album).trash_id is None

    assert stored(album).removed_at == NOW
    assert all_rows(Trash) == []


def test_products_leave_the_baskets_with_a_notice_and_so_do_sets_of_codes_that_open_nothing(
    job, album, stored
):
    other = an_album(job, "1b")
    mia, ben = a_person(job, "Mia", album), a_person(job, "Ben", other)
    of_mia, of_ben = a_photo(job, album, persons=[mia]), a_photo(job, other, persons=[ben])
    prints = a_product(price_list_of(job))
    basket = a_basket(a_visitor(job.studio))
    a_basket_line(basket, of_mia, prints, 2)
    a_basket_line(basket, of_ben, prints)
    files = a_product(price_list_of(job), name="All files", kind="digital-all")
    of_sets = [a_code(job, "K7MW9Q3X4T2P", person=mia), a_code(job, "K7MW9Q3X4T2R", person=ben)]
    for code in of_sets:
        line = a_basket_line(basket, of_mia, a_product(price_list_of(job), name=code.id))
        _make_set(line, code, files)

    facts = throw_album(job, album).facts

    assert (facts.products, facts.baskets) == (3, 1)
    assert lines_of(job.id) == [("All files", 1), ("Print 13 × 18 cm", 1)]
    assert removed_of(job.id) == [("All files", 1), ("Print 13 × 18 cm", 2)]


def test_the_window_counts_who_sees_no_picture_any_more(job, album):
    other = an_album(job, "1b")
    mia, ben = a_person(job, "Mia", album), a_person(job, "Ben", album)
    a_photo(job, album, persons=[mia, ben])
    a_photo(job, other, persons=[ben])
    for person, code in ((mia, "K7MW9Q3X4T2P"), (ben, "K7MW9Q3X4T2R")):
        a_registration(job, access_code_id=a_code(job, code, person=person).id)

    assert preview_throw(job.id, of_album(album.id)).customers == 1

    throw_album(job, other)
    assert preview_throw(job.id, of_album(album.id)).customers == 2


def test_what_has_changed_since_the_window_is_asked_again(job, album, stored):
    a_photo(job, album)
    said = preview_throw(job.id, of_album(album.id)).fingerprint
    a_photo(job, album)

    done = throw_album_away(job.id, album.id, confirmed=said, by=ADA, now=NOW)

    assert not done.stored
    assert done.facts.photos == 2
    assert stored(album).removed_at is None


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("print", {}),
        ("print", {"paid_at": NOW}),
        ("digital", {"paid_at": NOW, "delivered_at": NOW, "downloads_until": TOMORROW}),
        ("digital", {"delivered_at": NOW, "downloads_until": YEARS_AGO}),
    ],
)
def test_pictures_that_an_order_needs_stay_and_the_order_is_named(job, album, kind, facts, stored):
    order = an_order(job, a_line(job, a_photo(job, album), kind=kind), **facts)

    with pytest.raises(NeededByOrdersError) as refused:
        throw_album(job, album)

    (needing,) = refused.value.orders
    assert (needing.number, needing.name, needing.photos) == (order.number, "Anna Berger", 1)
    assert stored(album).removed_at is None
    assert figures(stored(job))[2:] == (0, 0)


@pytest.mark.parametrize(
    "facts",
    [
        {"delivered_at": NOW},
        {"cancelled_at": NOW, "downloads_until": TOMORROW},
        {"paid_at": NOW, "delivered_at": NOW, "downloads_until": NOW},
    ],
)
def test_an_order_that_is_delivered_or_cancelled_holds_nothing_up(job, album, facts, stored):
    kind = "digital" if "downloads_until" in facts else "print"
    an_order(job, a_line(job, a_photo(job, album), kind=kind), **facts)

    assert throw_album(job, album).stored


def test_single_photos_are_thrown_away_by_the_same_rules(job, album, stored):
    stays, goes = a_photo(job, album), a_photo(job, album, state="failed")
    foreign = a_photo(a_job())

    done = throw_photos(job, goes, foreign)

    assert done.facts.photos == 1
    assert {photo.id for photo in all_rows(Photo)} == {stays.id, foreign.id}
    assert stored(album).removed_at is None
    assert throw_photos(job, goes).stored is False


def _make_set(line, code, files):
    with transaction() as session:
        found = session.get_one(BasketLine, line.id)
        found.photo_id, found.access_code_id, found.product_id = None, code.id, files.id
