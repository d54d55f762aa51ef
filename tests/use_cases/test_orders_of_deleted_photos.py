"""Orders whose pictures were deleted: nothing promises them again, also at the same moment (D4)."""

from datetime import timedelta
from functools import partial

import pytest

from tests.support.builders import NOW, a_job, a_photo, an_album
from tests.support.deleting import ADA, throw_album, throw_photos
from tests.support.letters import outgoing
from tests.support.orders import a_line, an_order
from tests.support.races import with_locks_all_is_well, without_locks_it_goes_wrong
from tests.support.records import all_rows
from webapp.domain.downloads import FILES_LAST
from webapp.domain.orders import Mark
from webapp.models.order import OrderEvent
from webapp.use_cases.mark_orders import mark_orders
from webapp.use_cases.renew_downloads import FilesDeletedError, Renewed, renew_downloads
from webapp.use_cases.throw_away import NeededByOrdersError, Thrown, throw_album_away

ENDED = NOW - timedelta(days=1)
DELIVERED = {"paid_at": NOW, "delivered_at": NOW, "downloads_until": ENDED}


@pytest.fixture
def job(app):
    return a_job(status="archived", archived_at=NOW)


@pytest.fixture
def album(job):
    return an_album(job)


def renew(order):
    return renew_downloads(order.studio_id, order.id, by=ADA, now=NOW)


def test_files_that_were_deleted_are_neither_renewed_nor_written_about(job, album, stored):
    order = an_order(job, a_line(job, a_photo(job, album), kind="digital"), **DELIVERED)
    throw_album(job, album)

    with pytest.raises(FilesDeletedError):
        renew(order)

    assert stored(order).downloads_until == ENDED
    assert (outgoing(), all_rows(OrderEvent)) == ([], [])


def test_the_files_that_are_left_are_renewed_and_the_others_named(job, album):
    goes, stays = a_photo(job, album), a_photo(job, album)
    lines = [a_line(job, photo, kind="digital") for photo in (goes, stays)]
    order = an_order(job, *lines, **DELIVERED)
    throw_photos(job, goes)

    assert renew(order) == Renewed(NOW + FILES_LAST, ("0001",))
    assert len(outgoing()) == 1


@pytest.mark.parametrize(
    ("wanted", "facts"),
    [(Mark.NOT_DELIVERED, {"delivered_at": NOW}), (Mark.REOPENED, {"cancelled_at": NOW})],
)
def test_no_order_is_to_be_delivered_again_without_its_pictures(job, album, wanted, facts, stored):
    gone, kept = (an_order(job, a_line(job, photo), **facts) for photo in two(job, album))
    throw_album(job, album)

    plan = mark_orders(job.studio_id, [gone.id, kept.id], wanted, by=ADA, now=NOW)

    assert [each.order_id for each in plan.changing] == [kept.id]
    assert [each.reason for each in plan.staying] == ["has-no-pictures"]
    assert (stored(gone).delivered_at, stored(gone).cancelled_at) == tuple(
        facts.get(name) for name in ("delivered_at", "cancelled_at")
    )


def test_who_pays_late_is_not_told_of_files_that_are_gone(job, album, stored):
    """As after a deletion on request, which no order keeps back for ever."""
    order = an_order(job, a_line(job, a_photo(job, album), kind="digital"), **DELIVERED)
    throw_album(job, album)
    mark_orders(job.studio_id, [order.id], Mark.NOT_PAID, by=ADA, now=NOW)

    plan = mark_orders(job.studio_id, [order.id], Mark.PAID, by=ADA, now=NOW)

    assert (len(plan.changing), plan.told, outgoing()) == (1, (), [])
    assert stored(order).downloads_until == ENDED


def two(job, album):
    return a_photo(job, album), a_photo(job)


class RenewalAgainstDeletion:
    """The studio renews the files of an order while somebody deletes their album."""

    def __init__(self, studio):
        job = a_job(studio, "archived", archived_at=NOW)
        album = an_album(job)
        self.order = an_order(job, a_line(job, a_photo(job, album), kind="digital"), **DELIVERED)
        wanted = (studio.id, self.order.id)
        throw = partial(throw_album_away, job.id, album.id, confirmed=None)
        self.deeds = [
            partial(each, by=ADA, now=NOW) for each in (partial(self.again, *wanted), throw)
        ]

    again = staticmethod(renew_downloads)

    def is_right(self, answers):
        again, thrown = map(type, answers)
        return (again, thrown) in ((Renewed, NeededByOrdersError), (FilesDeletedError, Thrown))


class UndeliveringAgainstDeletion(RenewalAgainstDeletion):
    """The order of deleted files is to be delivered again while their album goes."""

    @staticmethod
    def again(studio_id, order_id, *, by, now):
        return mark_orders(studio_id, [order_id], Mark.NOT_DELIVERED, by=by, now=now)

    def is_right(self, answers):
        plan, thrown = answers
        again, thrown = getattr(plan, "changing", None), type(thrown)
        return (len(again), thrown) in ((1, NeededByOrdersError), (0, Thrown))


SCENES = [RenewalAgainstDeletion, UndeliveringAgainstDeletion]


@pytest.mark.soaked
@pytest.mark.parametrize("scene", SCENES)
def test_either_the_order_has_its_pictures_again_or_they_are_deleted(app, scene):
    with_locks_all_is_well(app, scene)


@pytest.mark.soaked
@pytest.mark.parametrize("scene", SCENES)
def test_without_the_locks_the_same_race_goes_wrong(app, scene):
    without_locks_it_goes_wrong(app, scene)
