"""Deleting at the same moment as somebody else does something: one comes first (D2, D3, D4)."""

import secrets

import pytest

from tests.support.builders import (
    NOW,
    a_basket,
    a_basket_line,
    a_code,
    a_job,
    a_photo,
    a_product,
    a_visitor,
    an_album,
    price_list_of,
)
from tests.support.deleting import ADA, delete, empty, figures, throw_album
from tests.support.races import race
from tests.support.records import all_rows
from webapp.models.base import db
from webapp.models.basket import BasketLine
from webapp.models.deletion import Deletion, Trash
from webapp.models.job import Job
from webapp.models.order import Order
from webapp.models.studio import Studio
from webapp.use_cases.place_order import BasketEmpty, BasketRefused, place_order
from webapp.use_cases.restore_trash import TrashGoneError, restore_trash
from webapp.use_cases.throw_away import NeededByOrdersError, Thrown, throw_album_away
from webapp.use_cases.write_order import Buyer

ROUNDS = 6
BUYER = Buyer("Anna", "anna@posteo.example", "Weg 1", "04109", "Leipzig", "DE", "en")


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_who_orders_while_the_album_goes_has_the_pictures_or_an_empty_basket(app, round_):
    job = a_job(status="selling")
    album = an_album(job)
    photo = a_photo(job, album)
    visitor = a_visitor(job.studio, codes=[a_code(job)])
    a_basket_line(a_basket(visitor), photo, a_product(price_list_of(job)))
    studio_id, job_id, album_id, visitor_id = job.studio_id, job.id, album.id, visitor.id

    def order():
        return place_order(
            studio_id, BUYER, visitor_id=visitor_id, form_token=secrets.token_hex(8),
            shown_total=None, now=NOW,
        )  # fmt: skip

    def throw():
        return throw_album_away(job_id, album_id, confirmed=None, by=ADA, now=NOW)

    ordered, thrown = race(app, order, throw)

    assert all_rows(BasketLine) == []
    if isinstance(thrown, Thrown):
        assert isinstance(ordered, BasketEmpty | BasketRefused), ordered
        assert all_rows(Order) == []
        assert len(all_rows(Trash)) == 1
    else:
        assert isinstance(thrown, NeededByOrdersError), thrown
        assert len(all_rows(Order)) == 1
        assert all_rows(Trash) == []


def test_of_restoring_and_emptying_at_once_one_wins(app, stored):
    job = a_job()
    photo_count = 1
    album = an_album(job)
    a_photo(job, album)
    trash_id, studio_id = throw_album(job, album).trash_id, job.studio_id

    def restore():
        return restore_trash(studio_id, trash_id, by=ADA, now=NOW)

    def empty_it():
        return empty(db.session.get_one(Studio, studio_id))

    restored, *emptied = race(app, restore, empty_it, empty_it)

    deleted = sum(len(each.finished) for each in emptied)
    assert deleted + (not isinstance(restored, TrashGoneError)) == 1
    assert figures(stored(job)) == (photo_count - deleted, 1000 * (1 - deleted), 0, 0)
    assert len(all_rows(Deletion)) == deleted


def test_two_who_delete_a_job_at_once_delete_it_once(app):
    job = a_job()
    a_photo(job)
    job_id = job.id

    def delete_it():
        return delete(db.session.get_one(Job, job_id))

    answers = race(app, delete_it, delete_it)

    assert sum(getattr(answer, "stored", False) for answer in answers) >= 1
    assert len(all_rows(Deletion)) == 1
    assert all_rows(Job) == []
