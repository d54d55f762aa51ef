"""Freeing space: from the suggestion to the albums in the trash, with the sum at hand (D1)."""

from datetime import timedelta

from tests.support.builders import NOW, a_job, a_photo
from tests.support.deleting import figures

HALF_A_YEAR = NOW - timedelta(days=200)


def an_old_job(studio, name, size):
    job = a_job(studio, "archived", public_name=name, archived_at=HALF_A_YEAR)
    return job, a_photo(job, original_bytes=size, created_at=HALF_A_YEAR)


def test_what_is_ticked_is_added_up_and_deleted(signed_in, axe, studio, stored):
    oak, _photo = an_old_job(studio, "Oak", 3_000_000)
    ash, _photo = an_old_job(studio, "Ash", 1_234_567_890)
    page = signed_in(width=375)
    page.goto("/studio/storage")
    axe(page)
    page.get_by_role("link", name="Show 2 jobs").click()
    total = page.locator("[data-sum]")
    assert total.inner_text().replace("\N{NO-BREAK SPACE}", " ") == "2 jobs · 1.2 GB"

    page.get_by_label("Choose Ash").uncheck()
    assert total.inner_text().replace("\N{NO-BREAK SPACE}", " ") == "1 ticked · 3 MB"
    page.get_by_label("All", exact=True).check()
    assert total.inner_text().replace("\N{NO-BREAK SPACE}", " ") == "2 ticked · 1.2 GB"
    page.get_by_label("Choose Ash").uncheck()
    axe(page)

    page.get_by_role("button", name="Delete their albums").click()
    window = page.get_by_role("dialog", name="Delete the albums of 1 job?")
    window.get_by_role("button", name="Delete the albums").click()
    page.get_by_role("heading", name="What was deleted").wait_for()
    assert "In the trash now: 1 album with 1 photo, 3" in page.locator("main").inner_text()
    axe(page)
    assert figures(stored(oak)) == (0, 0, 1, 3_000_000)
    assert figures(stored(ash)) == (1, 1_234_567_890, 0, 0)
