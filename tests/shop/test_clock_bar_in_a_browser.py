"""The clock bar of the demo on a parent's phone: it lies over nothing that can be bought."""

import pytest

from tests.shop.conftest import CODE

BAR = "aside.clock"


@pytest.fixture
def phone(page_of, shop):
    """A parent who has typed the code on a phone; the pictures have no previews yet."""
    page = page_of(shop.home, width=375)
    page.get_by_label("Access code").fill(CODE)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{shop.page}")
    yield page
    page_of.complaints.clear()


def position(page):
    return page.locator(BAR).evaluate("it => getComputedStyle(it).position")


def test_the_bar_does_not_lie_over_the_gallery(phone):
    assert position(phone) == "static"


def test_the_bar_does_not_lie_over_the_products_of_the_large_view(phone, shop):
    phone.goto(shop.large())
    assert position(phone) == "static"
    bottom = phone.locator("#buy").bounding_box()
    assert phone.locator(BAR).bounding_box()["y"] >= bottom["y"] + bottom["height"] - 1
