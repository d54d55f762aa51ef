"""Deleting albums of several archived jobs: the choice, the window, what came of it (D1, D2)."""

from datetime import timedelta

import pytest

from tests.support.builders import NOW, a_job, a_photo, a_studio
from tests.support.deleting import figures
from tests.support.orders import a_line, an_order
from tests.support.pages import page, words

ADDRESS = "/studio/storage/deletion?older=6"
FORM = "#deletion"


def an_old_job(studio, name, days=300, size=2_500_000):
    job = a_job(studio, "archived", public_name=name, archived_at=NOW - timedelta(days=days))
    return job, a_photo(job, original_bytes=size)


@pytest.fixture
def oak(studio):
    return an_old_job(studio, "Oak", size=3_000_000)[0]


@pytest.fixture
def ash(studio):
    return an_old_job(studio, "Ash")[0]


@pytest.fixture
def needed(studio):
    job, photo = an_old_job(studio, "Needed")
    return job, an_order(job, a_line(job, photo))


def ticked(response):
    return [box["value"] for box in page(response).select("[name=job][checked]")]


def test_every_job_that_can_go_is_ticked_and_their_sum_is_said(client, oak, ash, needed, studio):
    an_old_job(studio, "Young", days=100)
    response = client.get(ADDRESS)
    assert ticked(response) == [oak.id, ash.id]
    assert words(page(response).select_one("[data-sum]")) == "2 jobs · 5.5 MB"
    rows = page(response).select("tbody tr")
    assert [words(row.select_one(".jobname")) for row in rows] == ["Oak", "Ash", "Needed"]
    assert f"Stays: Needed by order {needed[1].number}" in words(rows[2])
    assert rows[2].select_one("input") is None


def test_without_scripts_a_button_adds_up_what_is_ticked(client, oak, ash, stored):
    response = client.submit(ADDRESS, FORM, button="Recalculate", job=[ash.id])
    assert response.status_code == 200
    assert ticked(response) == [ash.id]
    assert words(page(response).select_one("[data-sum]")) == "1 job · 2.5 MB"
    assert figures(stored(ash)) == (1, 2_500_000, 0, 0)


def test_somebody_who_ticks_nothing_is_told(client, oak):
    response = client.submit(ADDRESS, FORM, button="Delete their albums", job=None)
    assert response.status_code == 422
    assert "Tick at least one job." in words(response)
    assert ticked(response) == []


def test_the_window_counts_what_goes_and_the_answer_says_what_became_of_each(
    client, oak, ash, stored
):
    window = client.submit(ADDRESS, FORM, button="Delete their albums")
    assert "Delete the albums of 2 jobs?" in words(window)
    assert "To the trash: 2 albums with 2 photos, 5.5 MB." in words(window)
    assert "Until Monday, 30 November 2026, 10:00 everything can be restored." in words(window)
    assert figures(stored(oak)) == (1, 3_000_000, 0, 0)

    done = client.submit(window, ".dialog", button="Delete the albums")
    assert done.status_code == 200
    assert "In the trash now: 2 albums with 2 photos, 5.5 MB." in words(done)
    rows = [words(row) for row in page(done).select("tbody tr")]
    assert rows[0] == "Oak Deleted: 1 album, 1 photo, 3 MB"
    assert figures(stored(oak)) == (0, 0, 1, 3_000_000)
    assert figures(stored(ash)) == (0, 0, 1, 2_500_000)


def test_an_order_that_comes_meanwhile_makes_it_ask_again(client, oak, ash, stored):
    window = client.submit(ADDRESS, FORM, button="Delete their albums")
    order = an_order(ash, a_line(ash, a_photo(ash)))
    again = client.submit(window, ".dialog", button="Delete the albums")
    assert "Delete the albums of 1 job?" in words(again)
    assert f"‘Ash’ Needed by order {order.number}" in words(again)
    assert figures(stored(oak)) == (1, 3_000_000, 0, 0)
    client.submit(again, ".dialog", button="Delete the albums")
    assert figures(stored(oak)) == (0, 0, 1, 3_000_000)
    assert stored(ash).trash_count == 0


def test_another_studios_jobs_cannot_be_chosen(client, oak, stored):
    theirs, _photo = an_old_job(a_studio(), "Theirs")
    assert "Theirs" not in client.get(ADDRESS).text
    window = client.submit(
        ADDRESS, FORM, button="Delete their albums", job=[theirs.id], tampered=True
    )
    assert "Nothing of these can be deleted" in words(window)
    assert figures(stored(theirs)) == (1, 2_500_000, 0, 0)


@pytest.mark.parametrize("older", ["", "x", "-6", "5", "12"])
def test_an_address_that_asks_for_no_group_shows_the_oldest(client, ash, older):
    response = client.get(f"/studio/storage/deletion?older={older}")
    assert words(page(response).select_one(".seg [aria-current]")) == "12 months ago"
    assert "No job with photos was archived that long ago." in words(response)
