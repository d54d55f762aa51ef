"""The gallery of a shoot, 'almost ready', and the archived note."""

from datetime import UTC, date, datetime

import pytest

from tests.shop.conftest import CODE
from tests.support.builders import NOW, a_job, a_photo, a_studio
from tests.support.pages import page, words
from webapp.models.base import new_id, transaction
from webapp.models.job import Job


def numbers(answer):
    return [tag.get_text() for tag in page(answer).select(".ph b")]


def test_a_parent_sees_the_pictures_of_the_own_child_and_the_class_photo(parent, shop):
    answer = parent.get(shop.page)
    assert numbers(answer) == ["0001", "0002", "0003"]
    heads = [words(head) for head in page(answer).select("h2.gal-s")]
    assert heads == ["Mia Berger 2", "Class 2b 1"]


def test_pictures_without_previews_wait(parent, shop):
    a_photo(shop.job, shop.album, state="waiting", persons=[shop.mia])
    a_photo(shop.job, shop.album, state="failed", persons=[shop.mia])
    assert numbers(parent.get(shop.page)) == ["0001", "0002", "0003"]


def test_the_counter_says_how_long_it_is_on_sale(parent, shop, clock):
    assert "3 days left Order until the end of Thursday, 26 November" in words(
        parent.get(shop.page)
    )
    clock.set(datetime(2026, 11, 25, 9, tzinfo=UTC))
    assert "1 day left" in words(parent.get(shop.page))
    clock.set(datetime(2026, 11, 26, 9, tzinfo=UTC))
    assert "Last day Order until the end of today, Thursday, 26 November" in words(
        parent.get(shop.page)
    )


def test_there_is_no_counter_before_the_last_fourteen_days(client, shop):
    for day, shown in ((date(2026, 12, 7), True), (date(2026, 12, 8), False)):
        job = a_job(shop.studio, status="selling", access_type="public", archive_on=day)
        assert ("14 days left" in words(client.get(f"{shop.home}/jobs/{job.id}"))) is shown


def test_in_the_days_of_the_delay_it_is_the_last_chance(client, shop):
    job = a_job(
        shop.studio,
        status="selling",
        access_type="public",
        archive_on=date(2026, 11, 22),
        delay="2",
    )
    answer = client.get(f"{shop.home}/jobs/{job.id}")
    assert "Last chance: until the end of Tuesday, 24 November" in words(answer)


@pytest.mark.parametrize("what", ["page", "large", "bytes_of"])
def test_everything_of_a_shoot_is_unknown_to_who_has_no_code_of_it(client, shop, what):
    address = shop.page if what == "page" else getattr(shop, what)()
    answer = client.get(address)
    other = new_id()
    unknown = client.get(address.replace(shop.job.id, other))
    assert answer.status_code == unknown.status_code == 404
    assert body(answer).replace(shop.job.id, other) == body(unknown)


def test_another_studio_s_shop_does_not_show_the_shoot(parent, shop):
    other = a_studio()
    assert parent.get(shop.page.replace(shop.studio.slug, other.slug)).status_code == 404


def test_the_picture_of_a_classmate_is_unknown(parent, shop):
    ben = shop.photos[3]
    assert parent.get(shop.large(ben)).status_code == 404
    assert parent.get(shop.bytes_of(ben)).status_code == 404


def test_a_picture_is_not_found_through_another_shoot_of_the_same_parent(parent, shop):
    public = a_job(shop.studio, status="selling", access_type="public")
    address = f"{shop.home}/jobs/{public.id}/photos/{shop.photos[3].id}"
    assert parent.get(address).status_code == 404


def test_the_large_view_leads_to_its_neighbours(parent, shop):
    answer = parent.get(shop.large(shop.photos[1]))
    assert "0002 2 of 3 · Mia Berger" in words(answer)
    document = page(answer)
    assert document.select_one("a[rel=prev]")["href"] == shop.large(shop.photos[0])
    assert document.select_one("a[rel=next]")["href"] == shop.large(shop.photos[2])
    assert document.select_one("a[data-close-large]")["href"] == f"{shop.page}#p0002"


def test_a_shoot_that_was_on_sale_before_is_paused_and_not_almost_ready(parent, shop):
    with transaction() as session:
        job = session.get_one(Job, shop.job.id)
        job.status, job.selling_since = "planning", NOW
    for address in (shop.home, shop.page):
        said = words(parent.get(address))
        assert "Not on sale at the moment" in said
        assert "Your basket waits" in said
        assert "almost ready" not in said
        assert "still working" not in said
    noted = parent.submit(shop.page, email="anna@example.org", consent=True, follow=True)
    assert "We have written to anna@example.org" in words(noted)


def test_an_archived_shoot_is_greyed_out_with_its_note_and_without_a_picture(parent, shop):
    with transaction() as session:
        job = session.get_one(Job, shop.job.id)
        job.status, job.archived_at = "archived", datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    for address in (shop.home, shop.page):
        answer = parent.get(address)
        card = page(answer).select_one("article.arch")
        said = words(card)
        assert "Archived On Monday, 23 November 2026." in said
        assert "The pictures can no longer be viewed or ordered." in said
        assert shop.studio.email in said
        assert shop.studio.phone in said
        assert not page(answer).select("main img")
    again = parent.submit(shop.home, code=CODE, follow=True)
    assert again.request.path == shop.page


def body(answer):
    """The page without what the clock bar's form, there in demo and tests alone, has of its own."""
    document = page(answer)
    for token in document.select("input[name=csrf_token]"):
        token.decompose()
    return str(document)
