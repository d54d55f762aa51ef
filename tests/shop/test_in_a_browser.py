"""The shop in a real browser: by keyboard, on a phone, in the dark, with and without scripts."""

import io

import pytest
from PIL import Image
from sqlalchemy import insert

from tests.shop.conftest import CODE, rows
from tests.shop.test_many_pictures import a_row
from tests.support.signing_in import PASSWORD, a_member_who_signs_in
from webapp.models.base import transaction
from webapp.models.basket import BasketLine
from webapp.models.photo import Photo
from webapp.photos.keys import Size, preview_key
from webapp.photos.serving import current_store


@pytest.fixture
def previews(shop):
    """Every picture has its previews in the store."""
    for photo in shop.photos:
        for size in Size:
            content = io.BytesIO()
            Image.new("RGB", (80, 100), "steelblue").save(content, "WEBP")
            content.seek(0)
            current_store().put(preview_key(photo.id, size), content)


@pytest.fixture
def parent_at(page_of, shop, previews):
    """Opens the shop as a parent who has typed the code."""

    def enter(**options):
        page = page_of(shop.home, **options)
        page.get_by_label("Access code").fill(CODE.lower())
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{shop.page}")
        return page

    return enter


def test_the_large_view_is_walked_through_by_keyboard(parent_at, shop):
    page = parent_at()
    page.get_by_role("link", name="Picture 0001 Choose").click()
    page.get_by_text("1 of 3").wait_for()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    page.get_by_text("2 of 3").wait_for()
    page.keyboard.press("ArrowRight")
    page.get_by_text("3 of 3").wait_for()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.get_by_text("2 of 3").wait_for()
    page.keyboard.press("Escape")
    page.wait_for_url(f"**{shop.page}#p0002")


def test_pictures_are_marked_and_looked_through_by_finger_and_by_keyboard(parent_at, shop, axe):
    page = parent_at(width=375, has_touch=True)
    page.goto(shop.large())
    swipe(page, from_x=300, to_x=60)
    page.get_by_text("2 of 3").wait_for()
    page.get_by_role("button", name="Favourite").focus()
    page.keyboard.press("Enter")
    page.locator("#favourite[aria-pressed=true]:focus").wait_for()
    swipe(page, from_x=60, to_x=300)
    page.get_by_text("1 of 3").wait_for()
    page.get_by_role("link", name="Next picture").focus()
    page.keyboard.press("Enter")
    page.locator("a[rel=next]:focus").wait_for()
    page.keyboard.press("Enter")
    page.locator("a[rel=prev]:focus").wait_for()
    page.get_by_text("3 of 3").wait_for()
    page.keyboard.press("Escape")
    page.wait_for_url(f"**{shop.page}#p0003")
    page.get_by_role("link", name="Favourites 1").click()
    page.get_by_role("link", name="Picture 0002 Favourite Choose").click()
    page.get_by_text("1 of 1").wait_for()
    axe(page)


def test_add_to_basket_stays_on_the_picture_and_keeps_the_focus(parent_at, shop):
    page = parent_at()
    page.goto(shop.large())
    page.get_by_role("button", name="Add to basket", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Basket · 1 product").wait_for()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "One more"
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Basket · 2 products").wait_for()
    assert [line.quantity for line in rows(BasketLine)] == [2]


def test_the_basket_counts_along_without_loading_the_page_again(parent_at, shop):
    page = parent_at(width=375)
    page.goto(shop.large())
    page.get_by_role("button", name="Add to basket", exact=True).click()
    page.get_by_role("link", name="Basket · 1 product").click()
    page.get_by_role("button", name="One more").wait_for()
    page.evaluate("document.body.dataset.same = 'yes'")
    page.get_by_role("button", name="One more").click()
    page.get_by_text("€17.80").first.wait_for()
    page.get_by_role("link", name="Basket, 2 products").wait_for()
    assert page.evaluate("document.body.dataset.same") == "yes"


def test_a_photographer_looks_at_the_last_day_and_changes_nothing(page_of, shop, previews, axe):
    member = a_member_who_signs_in(shop.studio)
    page = page_of(f"/sign-in?next=/studio/jobs/{shop.job.id}", width=375)
    page.get_by_label("E-mail").fill(member.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="The shop on another day").click()
    axe(page)
    page.get_by_role("button", name="Archiving date Thu 26 Nov").click()
    page.wait_for_url(f"**{shop.page}")
    page.get_by_text("You see this shop as on Thursday, 26 November 2026").wait_for()
    page.get_by_text("Last day").wait_for()
    axe(page)
    page.get_by_role("link", name="Picture 0001 Choose").click()
    page.get_by_role("button", name="Add to basket", exact=True).click()
    page.get_by_role("heading", name="Nothing was changed").wait_for()
    axe(page)
    page.get_by_role("button", name="Stop").click()
    page.wait_for_url(f"**/studio/jobs/{shop.job.id}")
    assert rows(BasketLine) == []


@pytest.fixture
def class_of_many(shop):
    """The class has 120 pictures more for everybody, with previews."""
    content = io.BytesIO()
    Image.new("RGB", (80, 100), "steelblue").save(content, "WEBP")
    numbers = range(100, 220)
    with transaction() as session:
        many = [
            a_row(shop.job, [shop.album] * 40, number) | {"is_group": True} for number in numbers
        ]
        session.execute(insert(Photo), many)
    for row in many:
        for size in (Size.SMALL, Size.GALLERY):
            content.seek(0)
            current_store().put(preview_key(row["id"], size), content)


def test_show_more_adds_the_next_pictures_and_goes_on_with_the_first(class_of_many, parent_at, axe):
    page = parent_at(width=375)
    assert page.locator(".ph").count() == 120
    page.get_by_role("link", name="Show more").focus()
    page.keyboard.press("Enter")
    page.locator("#p0220").wait_for()
    assert page.locator(".ph").count() == 123
    page.wait_for_function("document.activeElement.id === 'p0218'")
    assert page.get_by_role("link", name="Show more").count() == 0
    axe(page)


@pytest.mark.parametrize(("width", "dark"), [(320, False), (375, True), (1280, False)])
def test_everybody_can_use_every_page_of_the_shop(parent_at, shop, axe, width, dark):
    page = parent_at(width=width, dark=dark)
    page.goto(shop.large())
    page.get_by_role("button", name="Add to basket", exact=True).click()
    page.get_by_role("link", name="Basket · 1 product").wait_for()
    paths = ("", f"/jobs/{shop.job.id}", f"/jobs/{shop.job.id}/photos/{shop.photos[0].id}",
             "/basket", "/checkout")  # fmt: skip
    for path in paths:
        page.goto(shop.home + path)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.get_by_role("button", name="Place order").click()
    page.wait_for_selector("[data-summary]:focus")
    axe(page)


def test_the_archived_note_can_be_read_by_everybody(parent_at, shop, axe, clock):
    for dark in (False, True):
        page = parent_at(dark=dark, width=375)
        now = clock.now()
        clock.advance(days=4)
        for path in ("", f"/jobs/{shop.job.id}"):
            page.goto(shop.home + path)
            axe(page)
        clock.set(now)


def swipe(page, from_x, to_x):
    """A finger goes across the picture."""
    screen = page.context.new_cdp_session(page)
    steps = [from_x + (to_x - from_x) * step / 4 for step in range(5)]
    for kind, x in [("touchStart", from_x), *(("touchMove", x) for x in steps)]:
        touch = {"type": kind, "touchPoints": [{"x": x, "y": 200}]}
        screen.send("Input.dispatchTouchEvent", touch)
    screen.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
