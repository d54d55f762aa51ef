"""The storage page and the meter in the navigation (D1, A11)."""

import pytest

from tests.support.builders import NOW, a_job, a_studio
from tests.support.pages import page, words

ADDRESS = "/studio/storage"
GB = 1000**3


@pytest.fixture
def jobs(studio):
    a_job(studio, "selling", public_name="Oak", original_bytes=30 * GB, photo_count=1200)
    a_job(studio, "archived", public_name="Ash", original_bytes=40 * GB, archived_at=NOW)
    a_job(studio, public_name="Empty")


def test_archived_jobs_are_counted_in_full_and_the_page_says_so(client, studio, jobs):
    response = client.get(ADDRESS)
    assert "70.0 GB of 250.0 GB used" in words(response).replace("70 GB", "70.0 GB").replace(
        "250 GB", "250.0 GB"
    )
    assert "1 job, counted in full" in words(response)
    drawing = page(response).select_one("svg[role=img]")
    assert drawing["aria-label"].replace("\N{NO-BREAK SPACE}", " ").startswith("Live 30")


def test_the_meter_stands_in_the_navigation_of_every_page(client, studio, jobs):
    meter = page(client.get("/studio/jobs")).select_one(".side .meter-nav")
    assert meter["href"] == ADDRESS
    assert words(meter).startswith("70")
    assert [bar["width"] for bar in meter.select("rect")][:3] == ["12.0%", "16.0%", "0.0%"]


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("", ["Ash", "Oak"]),
        ("largest", ["Ash", "Oak"]),
        ("smallest", ["Oak", "Ash"]),
        ("name", ["Ash", "Oak"]),
        ("evil", ["Ash", "Oak"]),
    ],
)
def test_jobs_with_photos_are_listed_in_the_chosen_order(client, studio, jobs, sort, names):
    response = client.get(ADDRESS, query_string={"sort": sort})
    assert [words(link) for link in page(response).select(".st-tbl .jobname")] == names


def test_an_empty_studio_says_what_will_be_counted(client, studio):
    assert "No photos yet." in words(client.get(ADDRESS))


def test_another_studios_jobs_are_not_there(client, studio):
    a_job(a_studio(), public_name="Theirs", original_bytes=GB)
    assert "Theirs" not in client.get(ADDRESS).text
