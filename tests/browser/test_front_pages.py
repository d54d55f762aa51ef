"""The front pages in a real browser: setting up, signing in, and what stays after signing out."""

import pytest

from tests.support.signing_in import PASSWORD, a_member_who_signs_in
from webapp.web import setup_token


def test_a_photographer_sets_up_the_studio_and_signs_out_again(app, page_of, axe):
    page = page_of(f"/?token={setup_token.ensure(app.config['SHELFLIFE'])}", width=375)
    axe(page)
    assert page.input_value("#time_zone") == "Europe/Berlin"
    page.fill("#name", "Fotostudio Größe & Söhne")
    assert page.input_value("#slug") == "fotostudio-groesse-soehne"
    page.fill("#email", "owner@example.org")
    page.fill("#password", "short")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-summary]:focus")
    axe(page)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Set up the studio").click()
    page.wait_for_url("**/studio/jobs")
    page.get_by_label("Menu").click()
    page.get_by_role("button", name="Sign out").locator("visible=true").click()
    page.wait_for_url("**/")
    page.go_back()
    page.wait_for_url("**/sign-in?next=**")


def test_the_first_run_needs_no_scripts(app, page_of):
    page = page_of(f"/?token={setup_token.ensure(app.config['SHELFLIFE'])}", scripts=False)
    facts = {"name": "Nord", "slug": "nord", "email": "a@example.org", "password": PASSWORD}
    for field, value in facts.items():
        page.fill(f"#{field}", value)
    page.select_option("#time_zone", "Europe/Berlin")
    page.get_by_role("button", name="Set up the studio").click()
    page.wait_for_url("**/studio/jobs")


def test_a_zone_that_the_browser_calls_by_an_old_name_is_chosen_all_the_same(app, page_of):
    page = page_of("/")
    page.add_init_script(
        "const options = Intl.DateTimeFormat.prototype.resolvedOptions;"
        "Intl.DateTimeFormat.prototype.resolvedOptions = function () {"
        " return { ...options.call(this), timeZone: 'Asia/Calcutta' }; };"
    )
    page.reload()
    assert page.input_value("#time_zone") == "Asia/Calcutta"
    assert page.locator("optgroup[label=Asia] option[value='Asia/Calcutta']").count() == 1


@pytest.mark.parametrize("dark", [False, True])
def test_everybody_can_use_the_front_pages(app, page_of, axe, dark):
    a_member_who_signs_in()
    for path in ("/", "/sign-in", "/no/such/page"):
        page = page_of(path, width=320, dark=dark, language="de")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") == 320
