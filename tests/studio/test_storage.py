"""The storage page and the meter in the navigation (D1, A11)."""

from datetime import timedelta

import pytest
from sqlalchemy import insert

from tests.support.builders import LONG_AGO, NOW, a_job, a_photo, a_studio
from tests.support.deleting import ADA
from tests.support.pages import page, words
from tests.support.records import statements
from webapp.models.base import new_id, transaction
from webapp.models.job import Job
from webapp.models.studio import Studio
from webapp.use_cases.throw_away import throw_photos_away

ADDRESS = "/studio/storage"
GB = 1000**3
MOST_STATEMENTS = 12


@pytest.fixture
def jobs(studio):
    a_job(studio, "selling", public_name="Oak", original_bytes=30 * GB, photo_count=1200)
    a_job(
        studio, "archived", public_name="Ash", original_bytes=40 * GB, photo_count=1, trash_count=9,
        archived_at=NOW - timedelta(days=220), trash_bytes=10 * GB,
    )  # fmt: skip
    a_job(studio, public_name="Empty")


def names(response):
    return [words(link) for link in page(response).select(".st-tbl .jobname")]


def test_archived_jobs_are_counted_in_full_and_the_page_says_so(client, studio, jobs):
    response = client.get(ADDRESS)
    assert "80 GB of 250 GB used" in words(response)
    assert "40 GB 1 job, counted in full" in words(response)
    drawing = page(response).select_one("svg[role=img]")
    shown = drawing["aria-label"].replace("\N{NO-BREAK SPACE}", " ")
    assert shown == "Live 30 GB, archived 40 GB, trash 10 GB, free 170 GB of 250 GB"


def test_the_meter_stands_in_the_navigation_of_every_page(client, studio, jobs):
    meter = page(client.get("/studio/jobs")).select_one(".side .meter-nav")
    assert meter["href"] == ADDRESS
    assert words(meter) == (
        "80 GB of 250 GB live 30 GB, archived 40 GB (counted in full) 170 GB free"
    )
    assert [bar["width"] for bar in meter.select("rect")][:3] == ["12.0%", "16.0%", "4.0%"]
    trash = page(client.get("/studio/jobs")).select_one(".side .meter-trash")
    assert (words(trash), trash["href"]) == ("Trash: 10 GB", "/studio/trash")


@pytest.mark.parametrize(("quota", "is_full"), [(85, False), (84, True), (20, True)])
def test_from_95_per_cent_on_it_says_almost_full(client, studio, jobs, quota, is_full):
    with transaction() as session:
        session.get_one(Studio, studio.id).quota_bytes = quota * GB
    meter = page(client.get("/studio/jobs")).select_one(".side .meter-nav")
    assert ("Almost full" in words(meter)) is is_full


@pytest.mark.parametrize(("quota", "is_said"), [(89, False), (88, True), (20, True)])
def test_with_less_than_a_tenth_free_the_photos_tab_says_how_much(
    client, studio, jobs, quota, is_said
):
    with transaction() as session:
        session.get_one(Studio, studio.id).quota_bytes = quota * GB
    job = a_job(studio)
    said = words(client.get(f"/studio/jobs/{job.id}/photos"))
    free = max(quota - 80, 0)
    assert (f"{free} {'GB' if free else 'B'} of {quota} GB are free." in said) is is_said


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Ash", "Oak"]),
        ({"sort": "smallest"}, ["Oak", "Ash"]),
        ({"sort": "name"}, ["Ash", "Oak"]),
        ({"sort": "evil", "status": "evil", "page": "evil"}, ["Ash", "Oak"]),
        ({"status": "selling", "sort": "trash"}, ["Oak"]),
        ({"status": "planning"}, []),
    ],
)
def test_jobs_with_photos_are_listed_as_the_address_says(client, studio, jobs, asked, found):
    assert names(client.get(ADDRESS, query_string=asked)) == found
    part = client.get(ADDRESS, query_string=asked, headers={"HX-Request": "true"})
    assert names(part) == found
    assert page(part).select_one("h1") is None


def test_a_row_says_what_lies_in_the_trash_and_whether_the_job_can_go(client, studio, jobs):
    ash, oak = page(client.get(ADDRESS)).select(".st-tbl tbody tr")
    assert words(ash) == "Ash Archived 7 months ago 1 40 GB + 10 GB in the trash Can be deleted"
    assert words(oak).endswith("30 GB On sale")


def test_suggestions_lead_to_where_they_are_carried_out(client, studio, jobs):
    a_photo(a_job(studio, public_name="Test shoot", created_at=LONG_AGO), state="failed")
    shown = page(client.get(ADDRESS)).select(".sugg li")
    assert [words(each.select_one("b")) for each in shown] == [
        "1 job archived more than 6 months ago",
        "Trash: can be freed now",
        "1 job planned for over a year",
        "1 photo without previews",
    ]
    assert shown[0].select_one("a")["href"] == f"{ADDRESS}/deletion?older=6"
    assert words(shown[0].select_one(".gb")) == "40 GB"
    assert names(client.get(shown[2].select_one("a")["href"])) == ["Test shoot"]
    assert client.get(shown[3].select_one("a")["href"]).status_code == 200


def test_the_growth_is_drawn_said_and_written_down(client, studio):
    job = a_job(studio)
    a_photo(job, original_bytes=100 * GB, created_at=NOW - timedelta(days=150))
    a_photo(job, original_bytes=48 * GB, created_at=NOW - timedelta(days=20))
    thrown = a_photo(job, original_bytes=2 * GB, created_at=NOW - timedelta(days=20))
    throw_photos_away(job.id, [thrown.id], confirmed=None, by=ADA, now=NOW)
    response = client.get(ADDRESS)
    said = "+50 GB in the last three months; at this pace full in about 6 months."
    assert said in words(response)
    rows = [words(row) for row in page(response).select(".r-table tbody tr")]
    assert rows[0] == "Sun 30 Nov 2025 0 B"
    assert rows[-3:] == ["Wed 30 Sep 100 GB ±0", "Sat 31 Oct 100 GB ±0", "Today 150 GB +50 GB"]
    assert page(response).select_one(".growth[aria-hidden=true] polygon.g-area")


def test_an_empty_studio_says_what_will_be_counted(client, studio):
    response = client.get(ADDRESS)
    assert "No photos yet." in words(response)
    assert page(response).select_one(".growth") is None


def test_another_studios_jobs_are_not_there(client, studio):
    a_job(a_studio(), public_name="Theirs", original_bytes=GB)
    assert "Theirs" not in client.get(ADDRESS).text


def test_thousands_of_jobs_cost_no_more_statements(client, studio, jobs):
    list_id = a_job(studio).price_list_id
    facts = {"studio_id": studio.id, "status": "archived", "archived_at": LONG_AGO}
    facts |= {"created_at": LONG_AGO, "original_bytes": GB, "photo_count": 1}
    facts |= {"public_name": "Job", "price_list_id": list_id}
    rows = [{"id": new_id(), "internal_name": f"n{number}", **facts} for number in range(2000)]
    with transaction() as session:
        session.execute(insert(Job), rows)
    with statements() as seen:
        response = client.get(ADDRESS)
    assert "1–50 of 2,002" in words(response)
    assert len(seen) <= MOST_STATEMENTS, "\n\n".join(seen)
