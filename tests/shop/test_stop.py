"""The stop is exact, to the second, without any worker (A6)."""

import io
from datetime import UTC, datetime, timedelta

import pytest

from tests.shop.conftest import fill, rows
from tests.shop.test_basket import add
from tests.shop.test_checkout import ANNA
from tests.support.pages import page, words
from webapp.models.basket import BasketLine
from webapp.models.order import Order
from webapp.photos.keys import Size, preview_key
from webapp.photos.serving import current_store

STOP = datetime(2026, 11, 26, 23, tzinfo=UTC)  # midnight in Berlin
SECOND = timedelta(seconds=1)


@pytest.fixture
def bytes_there(shop):
    """The previews of the first picture lie in the store."""
    for size in Size:
        current_store().put(preview_key(shop.photos[0].id, size), io.BytesIO(b"webp"))


def test_a_second_before_the_stop_everything_is_served(parent, shop, clock, bytes_there):
    clock.set(STOP - SECOND)
    assert "0001" in words(parent.get(shop.page))
    assert parent.get(shop.large()).status_code == 200
    for size in Size:
        answer = parent.get(shop.bytes_of(size=size.value))
        assert (answer.status_code, answer.data) == (200, b"webp")
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert answer.mimetype == "image/webp"
    assert add(parent, shop).status_code == 303


def test_at_the_stop_no_byte_is_served(parent, shop, clock, bytes_there):
    etag = parent.get(shop.bytes_of()).headers["ETag"]
    clock.set(STOP)
    for size in Size:
        assert parent.get(shop.bytes_of(size=size.value)).status_code == 404
    again = parent.get(shop.bytes_of(), headers={"If-None-Match": etag})
    assert again.status_code == 404


def test_at_the_stop_the_gallery_is_the_archived_note(parent, shop, clock):
    clock.set(STOP)
    answer = parent.get(shop.page)
    assert "Archived On Friday, 27 November 2026." in words(answer)
    assert not page(answer).select("main img")
    assert parent.get(shop.large()).status_code == 404
    home = parent.get(shop.home)
    assert page(home).select_one("article.arch")
    assert not page(home).select("main img")


def test_at_the_stop_nothing_goes_into_the_basket(parent, shop, clock):
    clock.set(STOP)
    assert add(parent, shop).status_code == 404
    assert rows(BasketLine) == []


def test_a_button_pressed_after_the_stop_leads_to_the_note(parent, shop, clock):
    fill(parent, shop)
    large = parent.get(shop.large(shop.photos[1]))
    stepper = parent.get(shop.large())
    clock.set(STOP)
    by_script = {"HX-Request": "true"}
    for before, button in ((large, None), (stepper, "One more")):
        answer = parent.submit(before, ".prods form", button=button, headers=by_script)
        if answer.status_code == 303:
            answer = parent.get(answer.location, headers=by_script)
        assert answer.headers["HX-Redirect"] == shop.page
    assert [line.quantity for line in rows(BasketLine)] == [1]


def test_at_the_stop_the_basket_orders_no_more_of_it_and_says_so(parent, shop, clock):
    fill(parent, shop)
    basket = parent.get(f"{shop.home}/basket")
    clock.set(STOP)
    parent.submit(basket, ".qty", button="One more")
    assert [line.quantity for line in rows(BasketLine)] == [1]
    answer = parent.get(f"{shop.home}/basket")
    assert "1 product in your basket can no longer be ordered" in words(answer)
    assert "archived on Friday, 27 November 2026" in words(answer)
    assert not page(answer).select("main img")
    parent.submit(answer, ".left-note form")
    assert rows(BasketLine) == []


def test_a_second_before_the_stop_the_order_is_placed(parent, shop, clock):
    fill(parent, shop)
    checkout = parent.get(f"{shop.home}/checkout")
    clock.set(STOP - SECOND)
    assert parent.submit(checkout, "#order", **ANNA).status_code == 303


def test_at_the_stop_the_order_is_refused_whole_and_says_what_left(parent, shop, clock):
    fill(parent, shop)
    checkout = parent.get(f"{shop.home}/checkout")
    clock.set(STOP)
    answer = parent.submit(checkout, "#order", **ANNA)
    assert answer.status_code == 422
    said = words(answer)
    assert "Nothing was ordered: some pictures have left the shop." in said
    assert f"1 × Print 13 × 18 cm, picture 0001 ({shop.job.public_name}" in said
    assert rows(Order) == []


def test_bytes_are_not_served_to_who_has_not_opened_a_code(client, shop, bytes_there):
    assert client.get(shop.bytes_of()).status_code == 404


def test_no_other_size_is_served_than_the_three(parent, shop, bytes_there):
    for size in ("original", "huge", "..", ""):
        assert parent.get(shop.bytes_of(size=size)).status_code == 404
