"""Support sees a job's shop as on another day; the studio reads that they did (H1, H2)."""

from datetime import date

import pytest

from tests.support.acting import acting_for
from tests.support.builders import TODAY, a_code, a_job, a_person, a_photo
from tests.support.pages import page, words
from tests.support.records import history_of
from tests.support.staff import at_the_console, somebody_of_staff
from webapp.models.base import transaction
from webapp.models.staff import Staff

WINDOW = "[role=dialog] form"
RECORDED = "support looks are recorded"


@pytest.fixture
def job(app):
    job = a_job(status="selling", archive_on=date(2026, 11, 26), access_type="person")
    mia = a_person(job, "Mia Berger")
    a_photo(job, persons=[mia])
    a_code(job, person=mia)
    return job


@pytest.fixture
def staff(client):
    staff = somebody_of_staff()
    at_the_console(client, staff)
    return staff


def address(job):
    return f"/console/jobs/{job.id}/shop-on-a-day"


def look(client, job, day):
    with client.may_write(RECORDED):
        window = client.get(address(job))
    return client.get(client.submit(window, WINDOW, day=str(day)).location)


def test_support_sees_what_a_parent_meets_on_that_day(client, staff, job):
    shown = look(client, job, "2026-11-27")
    assert shown.request.path == f"/shop/{job.studio.slug}/jobs/{job.id}"
    assert "Archived On Friday, 27 November 2026." in words(shown)
    stopped = client.submit(shown, "aside.look form")
    assert stopped.location == f"/console/jobs/{job.id}"
    assert client.get(shown.request.path).status_code == 404


def test_the_studio_reads_who_looked_and_at_which_day(client, staff, job):
    look(client, job, TODAY)
    assert [(entry.deed, entry.actor_kind, entry.actor_name) for entry in history_of(job.id)] == [
        ("looked", "support", "Samira Haddad")
    ] * 2
    assert "2026-11-23 11:00 UTC" in history_of(job.id)[-1].changes[0]["after"]


def test_the_look_ends_when_the_right_is_taken_or_they_leave(client, staff, job):
    shown = look(client, job, TODAY)
    with transaction() as session:
        session.get(Staff, staff.id).may_look = False
    assert client.get(shown.request.path).status_code == 409
    assert client.get(shown.request.path).status_code == 404


def test_who_acts_for_the_studio_looks_from_the_console(client, job):
    with acting_for(client, job.studio):
        sent = client.get(f"/studio/jobs/{job.id}/shop-on-a-day")
    assert sent.location == address(job)


@pytest.mark.parametrize("rights", [(), ("answer", "act", "operate")])
def test_without_the_right_to_look_there_is_no_such_page(client, job, rights):
    at_the_console(client, somebody_of_staff(rights=rights))
    assert client.get(address(job)).status_code == 404
    assert client.get(address(job).replace(job.id, "x" * 16)).status_code == 404


def test_no_date_and_no_such_job_are_refused(client, staff, job):
    with client.may_write(RECORDED):
        window = client.get(address(job))
    assert client.submit(window, WINDOW, day="").status_code == 422
    assert client.get(address(job).replace(job.id, "x" * 16)).status_code == 404
    assert page(window).select_one("nav[aria-label=Console]")
