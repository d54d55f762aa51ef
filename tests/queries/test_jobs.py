"""The job overview as it is read: narrowed, searched, sorted, counted, by pages."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support.builders import (
    NOW,
    TODAY,
    a_code,
    a_job,
    a_person,
    a_photo,
    a_registration,
    a_studio,
)
from webapp.domain.job_list import Filters
from webapp.domain.status import Status
from webapp.queries.jobs import jobs_page

DAY = timedelta(days=1)


@pytest.fixture
def studio(app):
    return a_studio()


def names(studio, **asked):
    found = jobs_page(studio, Filters.read(**asked), now=NOW)
    return [row.job.public_name for row in found.rows]


def test_what_leaves_the_shop_next_comes_first_and_archived_jobs_last(studio):
    archived_long_ago = NOW - timedelta(days=300)
    a_job(studio, "archived", public_name="Gone long ago", archived_at=archived_long_ago)
    a_job(studio, "archived", public_name="Gone", archived_at=NOW - DAY)
    a_job(studio, "planning", public_name="Planned", shot_on=date(2026, 12, 9))
    a_job(studio, "planning", public_name="Planned before", shot_on=date(2026, 12, 1))
    a_job(studio, "selling", public_name="Stays")
    a_job(studio, "selling", public_name="Later", archive_on=TODAY + 9 * DAY)
    a_job(studio, "selling", public_name="Due", archive_on=TODAY - DAY)
    a_job(studio, "selling", public_name="Next", archive_on=TODAY)
    assert names(studio) == [
        "Due", "Next", "Later", "Stays", "Planned before", "Planned", "Gone", "Gone long ago",
    ]  # fmt: skip


def test_jobs_are_sorted_by_name_age_and_size(studio):
    a_job(studio, public_name="beech", created_at=NOW - 2 * DAY, original_bytes=5)
    a_job(studio, public_name="Ash", created_at=NOW - 3 * DAY, original_bytes=9)
    a_job(studio, public_name="Cedar", created_at=NOW, original_bytes=1)
    assert names(studio, sort="name") == ["Ash", "beech", "Cedar"]
    assert names(studio, sort="newest") == ["Cedar", "beech", "Ash"]
    assert names(studio, sort="largest") == ["Ash", "beech", "Cedar"]


def test_a_status_narrows_the_list_and_every_status_keeps_its_count(studio):
    a_job(studio, "selling", public_name="Sold")
    a_job(studio, "planning", public_name="Planned")
    a_job(studio, "planning", public_name="Planned too")
    found = jobs_page(studio, Filters.read(status="selling"), now=NOW)
    assert [row.job.public_name for row in found.rows] == ["Sold"]
    assert found.counts == {Status.PLANNING: 2, Status.SELLING: 1, Status.ARCHIVED: 0}
    assert (found.total, found.page.total) == (3, 1)


def test_a_search_finds_every_word_in_either_name(studio):
    a_job(studio, public_name="Oak Lane Primary – Autumn", internal_name="2026-17")
    a_job(studio, public_name="Oak Lane Primary – Spring", internal_name="2026-18")
    assert names(studio, q="autumn oak") == ["Oak Lane Primary – Autumn"]
    assert names(studio, q="2026-18") == ["Oak Lane Primary – Spring"]
    assert names(studio, q="oak 2026-18 autumn") == []


def test_a_search_does_not_care_about_capital_letters_not_even_with_dots(studio):
    a_job(studio, public_name="Übersee-Gymnasium")
    assert names(studio, q="übersee") == ["Übersee-Gymnasium"]
    assert names(studio, q="GYMNASIUM") == ["Übersee-Gymnasium"]


@pytest.mark.parametrize("typed", ["%", "_", "\\", "100%_x", "\x00%"])
def test_what_looks_like_a_wildcard_is_looked_for_as_it_stands(studio, typed):
    a_job(studio, public_name="Oak Lane")
    assert names(studio, q=typed) == []
    wanted = typed.replace("\x00", "")
    a_job(studio, public_name=f"a {wanted} b")
    assert names(studio, q=typed) == [f"a {wanted} b"]


@pytest.mark.parametrize("typed", ["K7MW-9Q3X-4T2P", "k7mw 9q3x 4t2p", "K7MW9Q3X4T2P"])
def test_a_whole_access_code_finds_its_job(studio, typed):
    a_job(studio, public_name="Another")
    job = a_job(studio, public_name="Mia’s")
    a_code(job, "K7MW9Q3X4T2P", person=a_person(job))
    assert names(studio, q=typed) == ["Mia’s"]


def test_part_of_a_code_or_another_studios_code_finds_nothing(studio):
    other = a_job(a_studio())
    a_code(other, "K7MW9Q3X4T2P")
    job = a_job(studio)
    a_code(job, "ABCDEFGH2345")
    assert names(studio, q="K7MW-9Q3X-4T2P") == []
    assert names(studio, q="ABCD-EFGH") == []


def test_another_studios_jobs_are_never_in_the_list(studio):
    a_job(a_studio(), public_name="Theirs")
    found = jobs_page(studio, Filters(), now=NOW)
    assert (found.rows, found.total) == ([], 0)


def test_fifty_jobs_are_a_page_and_no_job_is_on_two_pages(studio):
    for number in range(101):
        a_job(studio, public_name=f"Job {number:03d}", created_at=NOW, price_list_id=None)
    pages = [names(studio, sort="newest", page=str(number)) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [50, 50, 1]
    assert len({name for page in pages for name in page}) == 101
    assert names(studio, sort="newest", page="99999") == pages[2]


def test_a_row_counts_its_customers_and_shows_its_first_photo(studio):
    job = a_job(studio)
    a_registration(job)
    a_registration(job)
    photo = a_photo(job)
    a_photo(job)
    (row,) = jobs_page(studio, Filters(), now=NOW).rows
    assert (row.customers, row.cover_id) == (2, photo.id)


def test_the_picture_after_a_qr_card_is_the_cover(studio):
    job = a_job(studio, "selling")
    a_photo(job, card_state="card")
    picture = a_photo(job)
    a_photo(job)
    [row] = jobs_page(studio, Filters.read(), now=NOW).rows
    assert row.cover_id == picture.id


def test_a_photo_without_previews_is_no_cover(studio):
    a_photo(a_job(studio), state="waiting")
    (row,) = jobs_page(studio, Filters(), now=NOW).rows
    assert row.cover_id is None


def test_jobs_that_leave_within_seven_days_are_counted_by_the_studios_days(studio):
    a_job(studio, "selling", archive_on=TODAY)
    a_job(studio, "selling", archive_on=TODAY + 7 * DAY)
    a_job(studio, "selling", archive_on=TODAY + 6 * DAY, delay="1")
    a_job(studio, "selling", archive_on=TODAY + 8 * DAY)
    a_job(studio, "selling", archive_on=TODAY - DAY)
    a_job(studio, "planning", archive_on=TODAY + DAY)
    a_job(studio, "selling", archive_on=TODAY + DAY, delay="none")
    assert jobs_page(studio, Filters(), now=NOW).leaving_soon == 3
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert jobs_page(studio, Filters(), now=late).leaving_soon == 3


@pytest.mark.parametrize("asked", [{}, {"status": "selling"}, {"q": "oak"}])
def test_pages_that_touch_several_groups_show_every_job_once(studio, asked):
    for number in range(30):
        facts = {"public_name": f"Oak {number:03d}", "price_list_id": None}
        a_job(studio, "selling", archive_on=TODAY + number * DAY, **facts)
        a_job(studio, "selling", **facts)
        a_job(studio, "planning", shot_on=None, **facts)
        a_job(studio, "archived", archived_at=NOW - number * DAY, **facts)
    found = [jobs_page(studio, Filters.read(page=str(n), **asked), now=NOW) for n in (1, 2, 3)]
    rows = [row for page in found[: found[0].page.last_number] for row in page.rows]
    assert len({row.job.id for row in rows}) == len(rows) == found[0].page.total
    order = ["selling", "planning", "archived"]
    ranks = [(order.index(row.job.status), row.job.stop_at is None) for row in rows]
    assert ranks == sorted(ranks)
    stops = [row.job.stop_at for row in rows if row.job.stop_at and row.job.status == "selling"]
    assert stops == sorted(stops)
    gone = [row.job.archived_at for row in rows if row.job.archived_at]
    assert gone == sorted(gone, reverse=True)
