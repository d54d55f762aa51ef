"""Being kept informed, in a real browser: by keyboard, on a phone, in the dark, without scripts."""

import pytest

from tests.shop.conftest import rows
from tests.support.builders import a_customer, a_job, a_message, a_registration, an_outgoing
from tests.support.letters import link_in, outgoing
from webapp.models.customer import Customer
from webapp.models.job import AccessCode
from webapp.use_cases import links


@pytest.mark.parametrize("scripts", [True, False])
def test_an_address_is_left_and_confirmed_by_keyboard(page_of, shop, axe, scripts):
    job = a_job(shop.studio, status="planning", access_type="public")
    page = page_of(f"{shop.home}/jobs/{job.id}", width=375, scripts=scripts)
    page.get_by_label("E-mail").focus()
    page.keyboard.type("anna@example.org")
    for _field in ("number", "name", "language", "consent"):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Your address is noted").wait_for()
    page.goto(link_in(outgoing()[0], "confirm"))
    page.get_by_role("button", name="Confirm this address").press("Enter")
    page.get_by_role("heading", name="Your address is confirmed").wait_for()
    assert rows(Customer)[0].email_confirmed_at is not None
    if scripts:
        axe(page)


@pytest.mark.parametrize("dark", [False, True])
def test_everybody_can_use_every_page_behind_a_link(page_of, shop, axe, dark):
    anna = a_customer(shop.studio, phone="+4915123456789")
    code = rows(AccessCode)[0]
    registration = a_registration(shop.job, anna, consent="Write to me.", access_code_id=code.id)
    reminder = a_message(shop.job, anna, "before-archiving", offset_days=3)
    a_message(shop.job, anna, "archived", "planned")
    an_outgoing(shop.studio, "notification", message=reminder, customer_id=anna.id)
    pages = [
        links.own_page_link(shop.studio, anna),
        links.unsubscribe_link(shop.studio, anna),
        links.open_link(shop.studio, registration),
    ]
    for link in pages:
        path = link.removeprefix(links.base_url())
        axe(page_of(path, width=375, dark=dark))
