"""The worker was off for a week: the first look does everything once, and sends nothing late."""

from datetime import timedelta

import pytest

from tests.support.builders import (
    NOW,
    TODAY,
    a_customer,
    a_filled_basket,
    a_job,
    a_photo,
    a_profile,
    a_registration,
    a_studio,
    an_album,
)
from tests.support.deleting import throw_album
from tests.support.half_uploads import a_half_upload
from tests.support.records import all_rows, history_of, lines_off_sale, messages_of, removed_of
from webapp import clock as machine
from webapp.commands.run import outside_of
from webapp.models.base import db, transaction
from webapp.models.deletion import Deletion, Trash
from webapp.models.outgoing import Outgoing
from webapp.models.upload import Upload
from webapp.photos.serving import current_store
from webapp.use_cases.deliver_messages import Post
from webapp.use_cases.marking import mark_stale
from webapp.worker.loop import work_once

DAY = timedelta(days=1)
PROFILE = (("available", 0), ("before-archiving", 3), ("archived", 0), ("after-archiving", 2))


@pytest.fixture
def work(app, config):
    """One worker does everything that is due; another one right after it finds nothing."""

    def look():
        db.session.rollback()
        for _worker in range(2):
            assert work_once(app, current_store(), Post(outside_of(config)))

    return look


@pytest.fixture
def studio(app):
    return a_studio()


def a_told_job(studio, last_day):
    """On sale until then, in a basket, with somebody to write to."""
    profile = a_profile(studio, f"Until {last_day}", triggers=PROFILE)
    facts = {"access_type": "public", "communication_profile_id": profile.id}
    job = a_job(studio, "selling", archive_on=last_day, **facts)
    a_registration(job, a_customer(studio))
    a_filled_basket(job)
    with transaction() as session:
        mark_stale(session, job.id)
    return job


def sent_of(job):
    return sorted(
        (row.trigger, len(all_rows(Outgoing, message_id=row.id, state="sent")))
        for row in messages_of(job.id)
        if row.state == "sent"
    )


def test_a_week_without_a_worker_is_made_up_for_once_and_nothing_is_sent_late(
    work, studio, clock, stored
):
    ended, goes_on = a_told_job(studio, TODAY + 4 * DAY), a_told_job(studio, TODAY + 9 * DAY)
    work()
    assert sent_of(ended) == sent_of(goes_on) == [("available", 1)]

    clock.advance(days=8)
    work()

    assert stored(ended).status == "archived"
    assert [entry.deed for entry in history_of(ended.id)] == ["archived"]
    assert (len(removed_of(ended.id)), lines_off_sale()) == (1, 0)
    assert stored(goes_on).status == "selling"
    assert sent_of(ended) == [("archived", 1), ("available", 1)]
    assert sent_of(goes_on) == [("available", 1)]  # 'three days left' is late

    clock.advance(days=2)
    work()
    assert sent_of(ended) == [("after-archiving", 1), ("archived", 1), ("available", 1)]
    assert sent_of(goes_on) == [("archived", 1), ("available", 1)]


def test_trash_and_half_uploads_of_that_week_go_once(work, studio, clock, stored):
    job = a_job(studio)
    album = an_album(job)
    a_photo(job, album)
    throw_album(job, album)
    long_ago = machine.machine_now() - 8 * DAY
    _upload, key = a_half_upload(current_store(), job, created_at=long_ago, touched_at=long_ago)
    clock.set(NOW + 8 * DAY)

    work()

    assert len(all_rows(Deletion, studio_id=studio.id)) == 1
    assert [piece.deletion_id is None for piece in all_rows(Trash, job_id=job.id)] in ([], [False])
    assert (stored(job).photo_count, stored(job).trash_count) == (0, 0)
    assert all_rows(Upload, job_id=job.id) == []
    assert key not in list(current_store().keys("incoming"))


def test_what_was_due_in_the_night_waits_for_the_morning_after_the_outage(work, studio, clock):
    """The worker is started at three in the morning: archived at once, written to at a fit hour."""
    job = a_told_job(studio, TODAY + 4 * DAY)
    work()
    clock.set(NOW.replace(hour=2) + 8 * DAY)  # 03:00 in Berlin
    work()
    assert [entry.deed for entry in history_of(job.id)].count("archived") == 1
    assert sent_of(job) == [("available", 1)]

    clock.set(NOW + 8 * DAY)
    work()
    assert sent_of(job) == [("archived", 1), ("available", 1)]
