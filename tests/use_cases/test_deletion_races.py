"""Deleting at the same moment as somebody else does something: one comes first (D2, D3, D4)."""

import secrets
from functools import partial

import pytest

from tests.support.builders import (
    NOW,
    a_basket,
    a_basket_line,
    a_filled_basket,
    a_job,
    a_photo,
    a_product,
    a_visitor,
    an_album,
    price_list_of,
)
from tests.support.deleting import ADA, delete, empty, figures, throw_album
from tests.support.races import with_locks_all_is_well, without_locks_it_goes_wrong
from tests.support.records import all_rows, history_of
from tests.support.retention import OVER, TOLD, archived
from tests.support.saving import JONAS, page_of, press
from tests.support.verdicts import FEW
from webapp.domain.status import Status
from webapp.models.base import db, transaction
from webapp.models.basket import BasketLine
from webapp.models.deletion import Deletion, Trash
from webapp.models.job import Job
from webapp.models.order import Order
from webapp.models.photo import Photo
from webapp.models.studio import Studio
from webapp.queries.deleting_job import preview_job_deletion
from webapp.use_cases.apply_retention import apply_retention
from webapp.use_cases.delete_job import JobNotDeletableError, delete_job
from webapp.use_cases.place_order import BasketEmpty, BasketRefused, place_order
from webapp.use_cases.restore_trash import TrashGoneError, restore_trash
from webapp.use_cases.save_job_settings import save_job_settings
from webapp.use_cases.throw_away import NeededByOrdersError, Thrown, throw_album_away
from webapp.use_cases.write_order import Buyer

pytestmark = pytest.mark.soaked

BUYER = Buyer("Anna", "anna@posteo.example", "Weg 1", "04109", "Leipzig", "DE", "en")


def ordering(studio_id, visitor_id):
    return partial(
        place_order, studio_id, BUYER, visitor_id=visitor_id, form_token=secrets.token_hex(8),
        shown_total=None, now=NOW,
    )  # fmt: skip


class OrderAgainstThrowing:
    """A customer orders while the album goes into the trash."""

    def __init__(self, studio):
        job = a_job(studio, status="selling", access_type="public")
        album, visitor = an_album(job), a_visitor(studio)
        a_basket_line(a_basket(visitor), a_photo(job, album), a_product(price_list_of(job)))
        self.job_id, self.studio_id = job.id, studio.id
        throwing = partial(throw_album_away, job.id, album.id, confirmed=None, by=ADA, now=NOW)
        self.deeds = [ordering(studio.id, visitor.id), throwing]

    def is_right(self, answers):
        ordered, thrown = answers
        orders = len(all_rows(Order, studio_id=self.studio_id))
        pieces = len(all_rows(Trash, job_id=self.job_id))
        if all_rows(BasketLine, job_id=self.job_id):
            return False
        if isinstance(thrown, Thrown):
            return isinstance(ordered, BasketEmpty | BasketRefused) and (orders, pieces) == (0, 1)
        return isinstance(thrown, NeededByOrdersError) and (orders, pieces) == (1, 0)


class RestoreAgainstEmptying:
    """An album is restored while two others empty the trash."""

    def __init__(self, studio):
        job = a_job(studio)
        album = an_album(job)
        a_photo(job, album)
        trash_id = throw_album(job, album).trash_id
        self.job_id, self.studio_id = job.id, studio.id
        restoring = partial(restore_trash, studio.id, trash_id, by=ADA, now=NOW)
        self.deeds = [restoring, self.empty, self.empty]

    def empty(self):
        return empty(db.session.get_one(Studio, self.studio_id))

    def is_right(self, answers):
        restored, *emptied = answers
        deleted = sum(len(each.finished) for each in emptied)
        (job,) = all_rows(Job, id=self.job_id)
        return (
            deleted + (not isinstance(restored, TrashGoneError)) == 1
            and figures(job) == (1 - deleted, 1000 * (1 - deleted), 0, 0)
            and len(all_rows(Deletion, studio_id=self.studio_id)) == deleted
        )


class TwoDeletions:
    """Two delete the same job."""

    stopped_by = "the key of a deleted photo"

    def __init__(self, studio):
        job = a_job(studio)
        a_photo(job)
        self.job_id, self.studio_id = job.id, studio.id
        self.deeds = [self.delete] * 2

    def delete(self):
        return delete(db.session.get_one(Job, self.job_id))

    def is_right(self, answers):
        return (
            sum(getattr(answer, "stored", False) for answer in answers) >= 1
            and len(all_rows(Deletion, studio_id=self.studio_id)) == 1
            and all_rows(Job, id=self.job_id) == []
        )


class OrderAndSellingAgainstDeletion:
    """A job is put on sale while another hand deletes it, and a customer of the studio orders.

    A job that is on sale cannot be deleted: what can be ordered is never being deleted.
    """

    runs = FEW

    def __init__(self, studio):
        job = a_job(studio, status="archived", archived_at=NOW, access_type="public")
        a_photo(job)
        other = a_job(studio, status="selling", access_type="public")
        visitor = a_visitor(studio)
        a_filled_basket(other, visitor=visitor)
        self.job_id, self.studio_id = job.id, studio.id
        window = press(job.id, now=NOW, status=Status.SELLING)
        wanted, version = page_of(job.id, status=Status.SELLING)
        selling = partial(
            save_job_settings, job.id, wanted, version=version,
            confirmed=window.plan.fingerprint if window.plan else None, by=JONAS, now=NOW,
        )  # fmt: skip
        found = db.session.get_one(Job, job.id)
        said, name = preview_job_deletion(found).fingerprint, found.internal_name
        deleting = partial(delete_job, job.id, typed=name, confirmed=said, by=ADA, now=NOW)
        self.deeds = [selling, deleting, ordering(studio.id, visitor.id)]

    def is_right(self, answers):
        sold, deleted, ordered = answers
        jobs = all_rows(Job, id=self.job_id)
        if getattr(sold, "stored", False) is getattr(deleted, "stored", False):
            return False
        if isinstance(deleted, JobNotDeletableError):
            is_one = len(jobs) == 1 and jobs[0].status == "selling" and jobs[0].photo_count == 1
        else:
            is_one = jobs == [] and len(all_rows(Deletion, studio_id=self.studio_id)) == 1
        return is_one and isinstance(ordered, str)


class RetentionAgainstSelling:
    """Photos whose time is over are put on sale while the worker deletes them."""

    runs = FEW

    def __init__(self, studio):
        with transaction() as session:
            session.get_one(Studio, studio.id).retention_months = 3
        job = archived(studio, access_type="public", retention_noticed_at=TOLD)
        self.job_id, self.studio_id = job.id, studio.id
        window = press(job.id, now=OVER, status=Status.SELLING)
        wanted, version = page_of(job.id, status=Status.SELLING)
        selling = partial(
            save_job_settings, job.id, wanted, version=version,
            confirmed=window.plan.fingerprint if window.plan else None, by=JONAS, now=OVER,
        )  # fmt: skip
        self.deeds = [selling, partial(apply_retention, now=OVER)]

    def is_right(self, answers):
        _sold, counts = answers
        (job,) = all_rows(Job, id=self.job_id)
        left = len(all_rows(Photo, job_id=self.job_id))
        deeds = [entry.deed for entry in history_of(self.job_id)]
        if counts.get("retention_jobs"):
            return (
                left == job.photo_count == 0
                and len(all_rows(Deletion, studio_id=self.studio_id)) == 1
                and deeds[0] == "retention-applied"
                and deeds.count("retention-applied") == 1
            )
        return job.status == "selling" and left == job.photo_count == 2 and len(deeds) == 1


SCENES = [
    OrderAgainstThrowing,
    RestoreAgainstEmptying,
    TwoDeletions,
    OrderAndSellingAgainstDeletion,
    RetentionAgainstSelling,
]


@pytest.mark.parametrize("scene", SCENES)
def test_deleting_comes_first_or_last_and_nothing_is_half_gone(app, scene):
    with_locks_all_is_well(app, scene)


@pytest.mark.parametrize("scene", SCENES)
def test_without_the_locks_the_same_race_goes_wrong(app, scene):
    without_locks_it_goes_wrong(app, scene)
