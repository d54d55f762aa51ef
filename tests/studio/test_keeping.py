"""How long photos stay: chosen in the studio settings and for a job, said before it is stored."""

from datetime import UTC, datetime

import pytest

from tests.support.builders import a_job, a_photo, a_registration, a_studio
from tests.support.orders import an_order
from tests.support.pages import page as document
from tests.support.pages import words
from tests.support.records import history_of
from tests.support.retention import ends
from webapp.models.base import transaction
from webapp.models.studio import Studio
from webapp.use_cases.notice_retention import notice_retention
from webapp.use_cases.retention_letters import settle_letters

ARCHIVED = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SETTINGS = "/studio/settings"


@pytest.fixture
def job(studio):
    job = a_job(studio, "archived", archived_at=ARCHIVED, public_name="Oak Lane")
    a_photo(job, original_bytes=48_000_000_000)
    return job


def save(client, **fields):
    return client.submit(SETTINGS, "#keeping form", **fields)


def test_it_is_off_until_somebody_says_otherwise(client, studio, job):
    page = client.get(f"/studio/jobs/{job.id}")
    assert "Photos are not deleted automatically" in page.text
    assert "No photos" not in page.text


def test_the_window_counts_what_would_go_and_stores_nothing_before(client, studio, job, stored):
    window = save(client, keep="months", months="12")
    assert window.status_code == 200
    said = words(window)
    assert "The photos of 1 job, 48 GB, will be deleted." in said
    assert "The first on Tuesday, 2 March 2027." in said
    assert stored(studio).retention_months is None

    done = client.submit(window, ".dialog form", button="Save keeping")
    assert done.status_code == 303
    assert stored(studio).retention_months == 12
    page = client.get(f"/studio/jobs/{job.id}")
    assert "Photos are deleted on Tuesday, 2 March 2027" in words(page)


def test_other_facts_than_the_window_said_are_said_anew(client, studio, job, stored):
    window = save(client, keep="months", months="12")
    a_photo(a_job(studio, "archived", archived_at=ARCHIVED))
    again = client.submit(window, ".dialog form", button="Save keeping")
    assert again.status_code == 200
    assert "The photos of 2 jobs" in words(again)
    assert stored(studio).retention_months is None


def test_months_that_are_none_are_named_and_nothing_is_stored(client, studio, stored):
    start = client.get(SETTINGS)
    for months in ("", "0", "121", "1.5", "-3", "twelve", "9" * 400):
        page = client.submit(start, "#keeping form", keep="months", months=months, customers=True)
        assert page.status_code == 422
        assert "Write a number of months from 1 to 120." in words(page)
        assert document(page).select_one("#months")["value"] == months
        assert document(page).select_one("#customers").has_attr("checked")
    assert stored(studio).retention_months is None


def test_without_archived_jobs_it_is_stored_at_once(client, studio, stored):
    assert save(client, keep="months", months="24", customers=True).status_code == 303
    assert (stored(studio).retention_months, stored(studio).retention_customers) == (24, True)
    assert save(client, keep="never").status_code == 303
    assert stored(studio).retention_months is None


def test_a_job_says_something_of_its_own(client, studio, job, stored):
    address = f"/studio/jobs/{job.id}/keeping"
    window = client.submit(address, ".card.form", keep="months", months="36")
    assert "The first on Friday, 2 March 2029." in words(window)
    assert stored(job).retention_months is None
    assert client.submit(window, ".dialog form", button="Save keeping").status_code == 303
    assert stored(job).retention_months == 36
    assert "Photos are deleted on Friday, 2 March 2029" in words(client.get(address))

    client.submit(address, ".card.form", keep="hold", reason="the school asked")
    row = stored(job)
    assert (row.retention_hold, row.retention_reason) == (True, "the school asked")
    page = client.get(address)
    assert "Photos are kept until released" in words(page)
    history = words(client.get(f"/studio/jobs/{job.id}/history"))
    assert "Keeping of the photos changed" in history
    assert "the school asked" in history

    client.submit(address, ".card.form", keep="studio")
    row = stored(job)
    assert (row.retention_hold, row.retention_reason, row.retention_months) == (False, "", None)
    assert len(history_of(job.id)) == 3


def test_a_later_day_is_stored_at_once_and_a_sooner_one_is_said_first(client, studio, job, stored):
    with transaction() as session:
        session.get_one(Studio, studio.id).retention_months = 24
    address = f"/studio/jobs/{job.id}/keeping"
    assert client.submit(address, ".card.form", keep="months", months="36").status_code == 303
    window = client.submit(address, ".card.form", keep="months", months="9")
    assert "The photos of 1 job, 48 GB, will be deleted." in words(window)
    assert stored(job).retention_months == 36
    client.submit(window, ".dialog form", button="Save keeping")
    assert stored(job).retention_months == 9


def test_the_window_says_whether_customers_go_with_the_photos(client, studio, job):
    assert "No customer goes with them as things stand." in words(
        save(client, keep="months", months="12", customers=True)
    )
    a_registration(job)
    assert "1 customer who never ordered goes with them." in words(
        save(client, keep="months", months="12", customers=True)
    )


def test_a_reason_that_is_too_long_is_kept_and_named(client, studio, job, stored):
    page = client.submit(
        f"/studio/jobs/{job.id}/keeping", ".card.form", keep="hold", reason="x" * 201
    )
    assert page.status_code == 422
    assert "Shorten this to 200 characters." in words(page)
    assert "x" * 201 in page.text
    assert not stored(job).retention_hold


def test_orders_that_keep_the_photos_are_named_with_their_page(client, studio, job):
    an_order(job)
    address = f"/studio/jobs/{job.id}/keeping"
    window = client.submit(address, ".card.form", keep="months", months="12")
    client.submit(window, ".dialog form", button="Save keeping")
    page = client.get(address)
    assert "Not before these orders are done" in words(page)
    assert "Anna Berger: not delivered yet" in words(page)


def test_the_page_of_another_studios_job_is_not_found(client, studio):
    other = a_job(a_studio(), "archived")
    assert client.get(f"/studio/jobs/{other.id}/keeping").status_code == 404


def test_the_storage_page_says_what_goes_by_itself_and_when(client, studio, job):
    assert "No photos are deleted automatically, unless a job says so." in words(
        client.get("/studio/storage")
    )
    save(client, keep="months", months="24")
    later = a_job(studio, "archived", archived_at=ARCHIVED, retention_months=36)
    a_photo(later, original_bytes=2_000_000_000)
    a_photo(a_job(studio, "archived", archived_at=ARCHIVED, retention_hold=True))
    window = save(client, keep="months", months="24")
    client.submit(window, ".dialog form", button="Save keeping")
    page = client.get("/studio/storage")
    assert (
        "The photos of 2 jobs, 50 GB, are deleted automatically, the first on Thursday,"
        " 2 March 2028." in words(page)
    )
    assert "/studio/deletions" in page.text
    assert "Deleted on Thu 2 Mar" in words(page)


def test_a_day_that_waits_for_its_letter_says_so(client, studio, job, clock):
    with transaction() as session:
        session.get_one(Studio, studio.id).retention_months = 6
    clock.set(datetime(2026, 9, 20, 8, 0, tzinfo=UTC))
    address = f"/studio/jobs/{job.id}/keeping"
    waits = (
        "Photos are deleted on Sunday, 4 October 2026 at the earliest: this waits for the letter"
    )
    assert waits in words(client.get(address))
    notice_retention(now=clock.now())
    assert waits in words(client.get(address))
    assert "You are told by letter 14 days ahead." in words(client.get(address))

    ends(clock.now())
    settle_letters(now=clock.now())
    assert "Photos are deleted on Sunday, 4 October 2026." in words(client.get(address))
    assert "You were told by letter." in words(client.get(address))
