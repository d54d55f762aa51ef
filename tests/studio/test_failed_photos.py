"""Photos without previews are listed with the reason, and tried again one by one or together."""

import pytest

from tests.support.builders import a_job, a_photo, an_album
from tests.support.pages import page, words
from webapp.domain.deriving import Turn
from webapp.photos.failures import Failure


@pytest.fixture
def job(studio):
    return a_job(studio, "selling")


def a_failed_photo(job, failure, **facts):
    return a_photo(job, **{"state": "failed", "failure": failure, "attempts": 3} | facts)


def address(job):
    return f"/studio/jobs/{job.id}/photos"


def test_each_says_where_it_is_and_why(client, job):
    class_2b = an_album(job, "Class 2b")
    for failure in Failure:
        a_failed_photo(job, failure, album=class_2b)
    a_failed_photo(job, Failure.TOO_LONG, state="ready")

    rows = [words(row) for row in page(client.get(address(job))).select("#failed-photos li")]

    assert len(rows) == 5
    assert rows[0].startswith("0001 DSC_0001.jpg · Class 2b The picture cannot be shown")
    assert "missing in the store" in rows[1]
    assert "takes too long" in rows[2]
    assert "too much memory" in rows[3]
    assert "It is shown with its old previews." in rows[4]


def test_one_is_tried_again_and_then_all(client, job, stored):
    first, second = a_failed_photo(job, Failure.UNREADABLE), a_failed_photo(job, Failure.MISSING)

    client.submit(address(job), f"form[action*='{first.id}/retry']")

    assert (stored(first).state, stored(first).queue) == ("waiting", Turn.ON_SALE)
    assert (stored(first).failure, stored(first).attempts) == ("", 0)
    assert stored(second).state == "failed"

    a_failed_photo(job, Failure.UNREADABLE)
    client.submit(address(job), f"form[action='{address(job)}/retry']")

    assert stored(second).state == "waiting"
    assert not page(client.get(address(job))).select("#failed-photos")


def test_while_previews_are_made_anew_the_tab_says_how_far_it_is(client, job):
    a_photo(job)
    a_photo(job, queue=Turn.NEW_LOOK)

    said = words(client.get(address(job)))

    assert "Previews are being made anew: 1 of 2. Until then the old ones are shown." in said
