"""All files of a code in a basket: they come back only where the code opens a picture (D2, R5)."""

import pytest

from tests.support.builders import (
    NOW,
    a_basket,
    a_code,
    a_job,
    a_photo,
    a_product,
    a_visitor,
    an_album,
    price_list_of,
)
from tests.support.deleting import ADA, throw_album, throw_photos
from tests.support.records import all_rows
from webapp.models.base import new_id, transaction
from webapp.models.basket import BasketLine, RemovedLine
from webapp.models.job import Job
from webapp.models.photo import Photo
from webapp.queries.basket_counts import Products, returning
from webapp.use_cases.basket_lines import bring_back, take_out
from webapp.use_cases.restore_trash import restore_trash


@pytest.fixture
def job(app):
    return a_job(status="selling")


@pytest.fixture
def albums(job):
    """Two, each with two pictures, and a basket with the set of a code of the first."""
    first, second = an_album(job, "1a"), an_album(job, "1b")
    for album in (first, first, second, second):
        a_photo(job, album)
    files = a_product(price_list_of(job), "All files", 4900, "digital-all")
    line = BasketLine(
        id=new_id(), basket_id=a_basket(a_visitor(job.studio)).id, job_id=job.id,
        access_code_id=a_code(job, album=first).id, product_id=files.id, quantity=1, created_at=NOW,
    )  # fmt: skip
    with transaction() as session:
        session.add(line)
    return first, second


def on_sale_again(job):
    """What would come back, and what does, when the job was off sale."""
    with transaction() as session:
        take_out(session, [job.id], now=NOW)
    with transaction() as session:
        held = session.get_one(Job, job.id)
        said = returning(session, held.id, held.price_list_id)
        done = bring_back(session, held.id, held.price_list_id, now=NOW)
    assert said == done
    return done


def test_a_set_of_a_deleted_album_stays_away_when_the_job_is_on_sale_again(job, albums):
    throw_album(job, albums[0])

    assert on_sale_again(job) == Products()
    assert all_rows(BasketLine) == []


def test_while_one_picture_is_left_the_set_comes_back(job, albums):
    (one, *_others) = all_rows(Photo, album_id=albums[0].id)
    throw_photos(job, one)

    assert on_sale_again(job) == Products(1, 1)
    assert len(all_rows(BasketLine)) == 1


def test_of_two_albums_that_went_together_each_brings_back_its_own(job, albums):
    """At the very same moment, as when the storage page deletes those of many jobs."""
    first, second = (throw_album(job, album) for album in albums)

    restore_trash(job.studio_id, second.trash_id, by=ADA, now=NOW)
    assert (all_rows(BasketLine), len(all_rows(RemovedLine))) == ([], 1)
    restore_trash(job.studio_id, first.trash_id, by=ADA, now=NOW)
    assert (len(all_rows(BasketLine)), all_rows(RemovedLine)) == (1, [])
