"""A studio moves to another time zone: days stay, stops move, archived jobs stay archived (A2)."""

from datetime import UTC, date, datetime

import pytest

from tests.support.builders import NOW, a_job, a_studio
from tests.support.records import history_of
from tests.support.saving import JONAS, press_twice
from webapp.domain.status import Status
from webapp.use_cases.archive_jobs import archive_due_jobs
from webapp.use_cases.change_studio import UnknownTimeZoneError, change_time_zone

DATE = date(2026, 12, 14)
IN_BERLIN = datetime(2026, 12, 14, 23, tzinfo=UTC)
IN_NEW_YORK = datetime(2026, 12, 15, 5, tzinfo=UTC)
IN_KIRITIMATI = datetime(2026, 12, 14, 10, tzinfo=UTC)


@pytest.fixture
def studio(app):
    return a_studio(time_zone="Europe/Berlin")


def move(studio, zone="America/New_York", now=NOW):
    return change_time_zone(studio.id, zone, by=JONAS, now=now)


@pytest.mark.parametrize("status", ["planning", "selling"])
def test_the_stop_moves_to_the_same_local_day_of_the_new_zone(studio, stored, status):
    job = a_job(studio, status, archive_on=DATE)
    assert job.stop_at == IN_BERLIN
    assert move(studio) == 1
    assert (stored(job).stop_at, stored(job).archiving_date) == (IN_NEW_YORK, DATE)
    assert stored(studio).time_zone == "America/New_York"


def test_one_record_per_job_whose_stop_moved_and_none_for_the_others(studio, stored):
    moved = a_job(studio, "selling", archive_on=DATE)
    others = [
        a_job(studio, "selling"),
        a_job(studio, "selling", archive_on=DATE, delay="none"),
        a_job(studio, "archived", archive_on=DATE),
        a_job(a_studio(), "selling", archive_on=DATE),
    ]
    move(studio)
    (entry,) = history_of(moved.id)
    assert (entry.at, entry.actor_name, entry.deed) == (NOW, "Jonas Weber", "time-zone-changed")
    assert entry.changes == [
        {"field": "time_zone", "before": "Europe/Berlin", "after": "America/New_York"}
    ]
    for job in others:
        stop = job.stop_at
        assert history_of(job.id) == []
        assert (stored(job).stop_at, stored(job).version) == (stop, 1)
    assert stored(moved).version == 2, "an open settings page shows another stop (S7)"


def test_an_archived_job_is_not_taken_back_though_its_stop_would_lie_ahead(studio, stored):
    job = a_job(studio, "selling", archive_on=DATE)
    archive_due_jobs(now=IN_BERLIN)
    move(studio, now=IN_BERLIN)
    assert (stored(job).status, stored(job).archived_at) == ("archived", IN_BERLIN)
    assert archive_due_jobs(now=IN_NEW_YORK) == 0


def test_an_archived_job_gets_the_stop_of_the_new_zone_when_it_goes_on_sale(studio, stored):
    job = a_job(studio, "archived", archive_on=DATE)
    move(studio)
    press_twice(job.id, now=NOW, status=Status.SELLING)
    assert stored(job).stop_at == IN_NEW_YORK


def test_a_job_whose_stop_has_passed_in_the_new_zone_is_archived_by_the_worker(studio, stored):
    job = a_job(studio, "selling", archive_on=DATE)
    now = datetime(2026, 12, 14, 12, tzinfo=UTC)
    move(studio, "Pacific/Kiritimati", now=now)
    assert (stored(job).status, stored(job).stop_at) == ("selling", IN_KIRITIMATI)
    assert archive_due_jobs(now=now) == 1


def test_the_same_zone_changes_nothing(studio, stored):
    job = a_job(studio, "selling", archive_on=DATE)
    assert move(studio, "Europe/Berlin") == 0
    assert (history_of(job.id), stored(job).version) == ([], 1)


@pytest.mark.parametrize("zone", ["", "Europe/Atlantis", "../etc/localtime", "CET"])
def test_an_unknown_zone_changes_nothing(studio, stored, zone):
    job = a_job(studio, "selling", archive_on=DATE)
    with pytest.raises(UnknownTimeZoneError):
        move(studio, zone)
    assert stored(studio).time_zone == "Europe/Berlin"
    assert (stored(job).stop_at, history_of(job.id)) == (IN_BERLIN, [])
