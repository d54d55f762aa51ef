"""The job overview: rows with their shelves in words, filters in the address, empty states."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event

from tests.support.builders import NOW, TODAY, a_job, a_photo, a_registration, a_studio
from tests.support.pages import page, words
from webapp.models.base import db

ADDRESS = "/studio/jobs"
DAY = timedelta(days=1)


def life_texts(response):
    return [words(piece) for piece in page(response).select(".life-txt")]


@pytest.fixture
def statements(app):
    """The statements sent to the database from here on."""
    sent = []

    def note(_connection, _cursor, statement, *_unused):
        if not statement.startswith(("PRAGMA", "BEGIN")):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        ({"archive_on": TODAY + 3 * DAY}, "Archives in 3 days · Thu 26 Nov"),
        ({"archive_on": TODAY + DAY}, "Archives in 1 day · Tue 24 Nov"),
        ({"archive_on": TODAY}, "Last day · ends tonight, Mon 23 Nov"),
        ({"archive_on": TODAY, "delay": "1"},
         "Archives in 1 day · Tue 24 Nov (customers told Mon 23)"),
        ({"archive_on": TODAY + 5 * DAY, "delay": "1"},
         "Archives in 6 days · Sun 29 Nov (customers told Sat 28)"),
        ({"archive_on": TODAY + 7 * DAY, "delay": "2"},
         "Archives in 9 days · Wed 2 Dec (customers told Mon 30)"),
        ({"archive_on": TODAY + 38 * DAY, "delay": "2"},
         "Archives in 40 days · Sat 2 Jan 2027 (customers told Thu 31)"),
        ({"archive_on": TODAY - DAY, "delay": "2"}, "Last chance · until Tue 24 Nov"),
        ({"archive_on": TODAY - DAY, "delay": "1"}, "Last chance · ends tonight, Mon 23 Nov"),
        ({"archive_on": TODAY + 59 * DAY}, "Archives in 59 days · Thu 21 Jan 2027"),
        ({"archive_on": TODAY + 21 * DAY, "delay": "none"},
         "Stays on sale · customers told Mon 14 Dec"),
        ({}, "Stays on sale · no archiving date"),
        ({"archive_on": TODAY - DAY}, "Archiving now · sold until Sun 22 Nov"),
    ],
)  # fmt: skip
def test_a_selling_job_says_when_it_leaves_the_shop(client, studio, facts, text):
    a_job(studio, "selling", **facts)
    assert life_texts(client.get(ADDRESS)) == [text]


@pytest.mark.parametrize(
    ("archived_at", "text"),
    [
        (datetime(2026, 10, 30, 23, 0, 5, tzinfo=UTC), "Archived 23 days ago · Sat 31 Oct"),
        (NOW, "Archived today · Mon 23 Nov"),
        (NOW - DAY, "Archived yesterday · Sun 22 Nov"),
        (datetime(2025, 12, 18, 23, 0, 5, tzinfo=UTC), "Archived 11 months ago · Fri 19 Dec 2025"),
    ],
)
def test_an_archived_job_says_since_when(client, studio, archived_at, text):
    a_job(studio, "archived", archived_at=archived_at)
    assert life_texts(client.get(ADDRESS)) == [text]


def test_a_planned_job_counts_who_left_an_address(client, studio):
    job = a_job(studio, shot_on=date(2026, 12, 1), kind="kindergarten")
    assert life_texts(client.get(ADDRESS)) == ["Not on sale yet"]
    a_registration(job)
    response = client.get(ADDRESS)
    assert life_texts(response) == ["Not on sale yet · 1 left an address"]
    assert "Kindergarten · shoot on Tue 1 Dec" in words(response)


def test_a_row_shows_name_status_customers_photos_and_storage(client, studio):
    job = a_job(studio, "selling", public_name="Oak Lane", original_bytes=9_800_000_000)
    a_registration(job)
    a_photo(job)
    row = words(page(client.get(ADDRESS)).select_one("tbody tr"))
    assert row.startswith("Oak Lane School · shot 12 Oct 2026 Selling")
    assert row.endswith("1 1 9.8 GB")


def test_a_running_counter_is_amber_and_a_far_date_is_not(client, studio):
    a_job(studio, "selling", archive_on=TODAY + 14 * DAY)
    a_job(studio, "selling", archive_on=TODAY + 15 * DAY)
    soon = [piece["class"] for piece in page(client.get(ADDRESS)).select(".life-txt")]
    assert soon == [["life-txt", "soon"], ["life-txt"]]


def test_a_job_whose_stop_has_passed_is_shown_as_archiving_now(client, studio):
    a_job(studio, "selling", archive_on=TODAY - DAY)
    assert words(page(client.get(ADDRESS)).select_one("tbody .pill")) == "Archiving now"


def test_the_filters_count_every_status_and_keep_the_search(client, studio):
    a_job(studio, "selling", public_name="Elm")
    a_job(studio, "planning", public_name="Ash")
    response = client.get(ADDRESS, query_string={"q": "elm", "sort": "name"})
    links = page(response).select(".seg a")
    assert [words(link) for link in links] == ["All 2", "Planning 1", "Selling 1", "Archived 0"]
    assert links[2]["href"] == f"{ADDRESS}?status=selling&q=elm&sort=name"
    assert words(page(response).select_one("tbody")).startswith("Elm")


def test_searching_without_scripts_keeps_the_status(client, studio):
    a_job(studio, "selling", public_name="Oak")
    a_job(studio, "planning", public_name="Oak too")
    found = client.submit(f"{ADDRESS}?status=selling", "form.filters", q="oak")
    assert [words(link) for link in page(found).select(".jobname")] == ["Oak"]


def test_htmx_gets_the_list_and_the_filters_alone(client, studio):
    a_job(studio, "selling", public_name="Oak")
    response = client.get(f"{ADDRESS}?q=oak", headers={"HX-Request": "true"})
    assert "<html" not in response.text
    assert page(response).select_one("#job-statuses[hx-swap-oob=true]")
    assert response.headers["Vary"] == "HX-Request, Cookie"


def test_a_studio_without_jobs_is_shown_how_to_begin(client, studio):
    response = client.get(ADDRESS)
    assert "No jobs yet." in words(response)
    assert page(response).select_one(f"a[href='{ADDRESS}/new']")
    assert not page(response).select_one("form.filters")


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("q=elm", "No job matches ‘elm’."),
        ("status=archived", "No job has the status Archived."),
        ("q=elm&status=archived", "No job with the status Archived matches ‘elm’."),
    ],
)
def test_a_list_emptied_by_filters_names_them_and_clears_them(client, studio, asked, sentence):
    a_job(studio, "selling", public_name="Ash")
    response = client.get(f"{ADDRESS}?{asked}")
    assert sentence in words(response)
    cleared = page(response).select_one(".empty a")
    assert (words(cleared), cleared["href"]) == ("Clear filters", ADDRESS)


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "%"},
        {"q": "x" * 10_000},
        {"q": "<script>alert(1)</script>"},
        {"q": "\x00"},
        {"q": "\u202eOak\u2069"},
        {"page": "0"},
        {"page": "99999"},
        {"page": "9" * 400},
        {"sort": "evil"},
        {"sort": "public_name; DROP TABLE job"},
        {"status": "sold"},
    ],
)
def test_a_strange_address_is_a_page_like_any_other(client, studio, asked):
    a_job(studio, public_name="Ash")
    response = client.get(ADDRESS, query_string=asked)
    assert response.status_code == 200
    assert "<script>alert" not in response.text


def test_the_second_page_shows_the_rest_and_keeps_the_filters(client, studio):
    for number in range(51):
        a_job(studio, public_name=f"Job {number:02d}", price_list_id=None)
    first = client.get(f"{ADDRESS}?sort=name&status=planning")
    assert "1–50 of 51" in words(first)
    following = page(first).select_one("a[rel=next]")["href"]
    assert following == f"{ADDRESS}?status=planning&sort=name&page=2"
    second = client.get(following)
    assert [words(link) for link in page(second).select(".jobname")] == ["Job 50"]
    back = page(second).select_one("a[rel=prev]")["href"]
    assert back == f"{ADDRESS}?status=planning&sort=name"


def test_another_studios_jobs_are_not_there(client, studio):
    a_job(a_studio(), public_name="Theirs")
    assert "Theirs" not in client.get(ADDRESS).text


def test_however_many_jobs_the_page_asks_twelve_times_at_most(client, studio, statements):
    for number in range(60):
        job = a_job(studio, "selling", price_list_id=None)
        if number < 5:
            a_registration(job)
    statements.clear()
    assert client.get(f"{ADDRESS}?q=oak").status_code == 200
    assert len(statements) <= 12
