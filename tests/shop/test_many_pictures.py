"""A gallery of many pictures: a page at a time, small, and in few queries."""

import gzip

import pytest
from sqlalchemy import event, insert

from tests.shop.test_gallery import numbers
from tests.support.builders import NOW, a_code, a_job, an_album
from tests.support.pages import page, words
from webapp.models.base import db, new_id, transaction
from webapp.models.photo import Photo
from webapp.queries.gallery import AT_MOST


@pytest.fixture
def thousand(client, shop):
    """A job of a thousand pictures in forty classes, opened by its code; its page."""
    job = a_job(shop.studio, status="selling")
    a_code(job, "2222BBBB3333")
    albums = [an_album(job, f"Class {number}") for number in range(40)]
    with transaction() as session:
        session.execute(insert(Photo), [a_row(job, albums, number) for number in range(1000)])
    client.submit(shop.home, code="2222BBBB3333")
    return f"{shop.home}/jobs/{job.id}"


def test_a_thousand_pictures_cost_few_queries_and_a_small_page(client, thousand):
    counted = []
    listen = (db.engine, "before_cursor_execute", lambda *args: counted.append(args[2]))
    event.listen(*listen)
    answer = client.get(thousand)
    event.remove(*listen)
    assert "1000 pictures" in words(answer)
    assert len(numbers(answer)) == AT_MOST
    assert len(counted) <= 12, counted
    assert len(gzip.compress(answer.data)) <= 30_000
    lazy = page(answer).select("img[loading=lazy]")
    assert len(lazy) == AT_MOST - 4
    first = page(answer).select_one("img[fetchpriority=high]")
    assert first["srcset"].endswith("w") and first["sizes"]
    assert [each.split()[1] for each in first["srcset"].split(", ")] == ["320w", "720w"]
    assert all(image["width"] and image["height"] for image in lazy)


def test_show_more_leads_through_all_the_pictures_without_a_script(client, thousand):
    seen, answer = [], client.get(thousand)
    for number in range(1, 10):
        first, last = AT_MOST * (number - 1) + 1, min(AT_MOST * number, 1000)
        assert f"{first:,}–{last:,} of 1,000" in words(answer)
        assert "Class 0 25" in words(answer) or number > 1
        seen += numbers(answer)
        more = page(answer).select_one("#more a[rel=next]")
        if more:
            answer = client.get(more["href"])
    assert more is None
    assert len(seen) == len(set(seen)) == 1000
    back = page(answer).select_one("a[rel=prev]")
    assert back["href"] == f"{thousand}?page=8"


def test_show_more_brings_a_script_the_pictures_and_the_next_button(client, thousand):
    more = page(client.get(thousand)).select_one("#more a[rel=next]")
    assert more["hx-get"] == more["href"] == f"{thousand}?page=2"
    assert (more["hx-target"], more["hx-select"]) == ("#more", "#pictures > *")
    part = page(client.get(more["hx-get"], headers={"HX-Request": "true"}))
    assert len(part.select("#pictures .ph")) == AT_MOST
    assert part.select_one("#pictures > #more a")["href"] == f"{thousand}?page=3"
    focused = part.select("[autofocus]")
    assert focused == part.select(".ph")[:1], "who pressed the button goes on with what it brought"


@pytest.mark.parametrize("asked", ["0", "-1", "99", "nonsense", "9" * 400, "1.5", ""])
def test_a_page_that_does_not_exist_is_the_nearest(client, thousand, asked):
    shown = numbers(client.get(f"{thousand}?page={asked}"))
    assert shown == numbers(client.get(f"{thousand}?page={9 if asked == '99' else 1}"))


def test_the_large_view_leads_back_to_the_page_of_its_picture(client, thousand):
    tile = page(client.get(f"{thousand}?page=3")).select(".ph")[7]
    large = page(client.get(tile["href"]))
    assert large.select_one("[data-close-large]")["href"] == f"{thousand}?page=3#{tile['id']}"


def test_a_shoot_of_few_pictures_has_one_page(parent, shop):
    document = page(parent.get(shop.page))
    assert document.select_one("#more, a[rel=prev]") is None
    assert page(parent.get(f"{shop.page}?page=2")).select(".ph")


def a_row(job, albums, number):
    return {
        "id": new_id(),
        "studio_id": job.studio_id,
        "job_id": job.id,
        "album_id": albums[number % 40].id,
        "number": number + 1,
        "original_name": "x.jpg",
        "content_hash": "0" * 64,
        "original_bytes": 1,
        "media_type": "image/jpeg",
        "width": 1200 + number % 3,
        "height": 1500,
        "is_group": False,
        "state": "ready",
        "failure": "",
        "attempts": 0,
        "created_at": NOW,
    }
