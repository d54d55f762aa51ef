"""Favourites: marked below the picture, shown in the gallery, seen by nobody else."""

from datetime import UTC, datetime

from tests.shop.conftest import CODE, rows
from tests.shop.test_gallery import numbers
from tests.support.builders import a_job, a_photo
from tests.support.pages import page, words
from webapp.models.base import transaction
from webapp.models.customer import Favourite, Visitor
from webapp.models.job import Job


def press_heart(client, address, **options):
    """Press the heart below the picture at this address: to mark it, or to take that back."""
    return client.submit(address, ".buy-h form", **options)


def pressed(answer):
    return page(answer).select_one("#favourite")["aria-pressed"] == "true"


def test_a_marked_picture_is_found_again_in_the_gallery(parent, shop):
    assert "Favourites" not in words(parent.get(shop.page))
    answer = press_heart(parent, shop.large(shop.photos[1]), follow=True)
    assert answer.request.path == shop.large(shop.photos[1])
    assert pressed(answer)
    press_heart(parent, shop.large(shop.photos[2]))
    gallery = parent.get(shop.page)
    assert "All pictures Favourites 2" in words(gallery)
    assert "0002 Favourite" in words(gallery)
    assert "0001 Choose" in words(gallery)
    only = parent.get(f"{shop.page}?favourites=1")
    assert [number.split()[0] for number in numbers(only)] == ["0002", "0003"]
    assert [words(head) for head in page(only).select("h2.gal-s")] == ["Mia Berger 1", "Class 2b 1"]
    assert {each.photo_id for each in rows(Favourite)} == {each.id for each in shop.photos[1:3]}


def test_favourites_are_looked_through_one_after_the_other(parent, shop):
    for photo in (shop.photos[0], shop.photos[2]):
        press_heart(parent, shop.large(photo))
    tile = page(parent.get(f"{shop.page}?favourites=1")).select_one(".ph")
    first = parent.get(tile["href"])
    assert "1 of 2" in words(first)
    onward = page(first).select_one("a[rel=next]")["href"]
    assert onward == f"{shop.large(shop.photos[2])}?favourites=1"
    unmarked = press_heart(parent, onward, follow=True)
    assert "2 of 2" in words(unmarked), "it stays until one goes on"
    assert not pressed(unmarked)
    close = page(unmarked).select_one("[data-close-large]")["href"]
    assert close == f"{shop.page}?favourites=1#p0003"
    added = parent.submit(onward, ".prods form", follow=True)
    assert added.request.query_string == b"favourites=1"
    press_heart(parent, shop.large())
    assert "You have marked no picture yet" in words(parent.get(f"{shop.page}?favourites=1"))


def test_marking_twice_is_marking_once(parent, shop):
    large = parent.get(shop.large())
    answers = [press_heart(parent, large) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(rows(Favourite)) == 1


def test_a_script_is_answered_with_the_part(parent, shop):
    part = press_heart(parent, shop.large(), follow=True, headers={"HX-Request": "true"})
    assert pressed(part)
    assert not page(part).select("html > head title")


def test_a_browser_without_a_code_marks_pictures_of_a_public_shoot(client, shop):
    public = a_job(shop.studio, status="selling", access_type="public")
    photo = a_photo(public)
    address = f"{shop.home}/jobs/{public.id}/photos/{photo.id}"
    assert pressed(press_heart(client, address, follow=True))
    assert len(rows(Visitor)) == 1
    assert "Favourites 1" in words(client.get(f"{shop.home}/jobs/{public.id}"))


def test_a_picture_that_may_not_be_seen_can_not_be_marked(parent, shop):
    ben = f"{shop.large(shop.photos[3])}/favourite"
    form = page(parent.get(shop.large())).select_one("#buy .buy-h form")
    token = form.select_one("[name=csrf_token]")["value"]
    assert parent.post(ben, data={"csrf_token": token, "marked": "1"}).status_code == 404
    set_archived(shop, datetime(2026, 11, 22, 9, tzinfo=UTC))
    mine = f"{shop.large()}/favourite"
    assert parent.post(mine, data={"csrf_token": token, "marked": "1"}).status_code == 404
    assert rows(Favourite) == []


def test_favourites_come_back_with_their_shoot(parent, shop):
    press_heart(parent, shop.large())
    set_archived(shop, datetime(2026, 11, 22, 9, tzinfo=UTC))
    assert "Favourite" not in words(parent.get(f"{shop.page}?favourites=1"))
    set_archived(shop, None)
    assert "Favourites 1" in words(parent.get(shop.page))


def test_what_one_browser_marks_no_other_sees(parent, visitor, shop):
    press_heart(parent, shop.large())
    other = visitor()
    other.submit(shop.home, code=CODE)
    assert "Favourites" not in words(other.get(shop.page))
    parent.submit(shop.home, "form[action$=leave]")
    assert rows(Favourite) == []


def set_archived(shop, archived_at):
    """The shoot is archived, or (None) on sale again."""
    with transaction() as session:
        job = session.get_one(Job, shop.job.id)
        job.status = "archived" if archived_at else "selling"
        job.archived_at = archived_at
