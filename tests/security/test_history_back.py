"""After somebody has signed out, the button ‘Back’ of a shared computer shows nothing of theirs
(ASVS 14.3.1, 14.3.2): in a Chromium that keeps pages in memory as people's does."""

import pytest
from playwright.sync_api import Browser, expect

from tests.support.acting import signed_in_as
from tests.support.browser import SWITCHES, chromium
from tests.support.staff import somebody_of_staff
from tests.support.walking import Walker
from tests.support.world import MIA_TOKEN, a_world

MIA = "Mia Berger"


@pytest.fixture(scope="module")
def keeping(browser: Browser):
    """Playwright has the cache of whole pages switched off; here it is on."""
    own = browser.browser_type
    running = own.launch(
        executable_path=chromium(own.executable_path),
        args=SWITCHES,
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield running
    running.close()


@pytest.fixture
def world(app):
    return a_world("nord")


@pytest.fixture
def window(keeping, live):
    context = keeping.new_context(base_url=live.url)
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def hold(page, live, name, value):
    page.context.add_cookies([{"name": name, "value": value, "url": live.url}])


def sign_in(page, live, app, *who, **member):
    browser = signed_in_as(Walker(app, app.response_class), *who, **member)
    hold(page, live, "shelflife", browser.get_cookie("shelflife", domain="127.0.0.1").value)


def walk(page, addresses, sign):
    """See these pages one after the other; the sign is on each of them."""
    for address in addresses:
        page.goto(address)
        assert sign in page.content(), address


def sign_out(page, sign, action="/sign-out"):
    page.locator(f"form[action='{action}'] button").first.evaluate("button => button.click()")
    expect(page.locator("body")).not_to_contain_text(sign)


def nothing_comes_back(page, sign, steps):
    """Back, step by step. (A page out of memory is shown without being loaded: Playwright waits
    for it in vain, and the test fails then too.)"""
    for _step in range(steps):
        page.go_back(wait_until="load")
        assert sign not in page.content(), page.url


def test_in_the_studio_also_of_what_a_script_has_put_into_the_history(window, live, app, world):
    sign_in(window, live, app, member=world.member)
    people = f"/studio/jobs/{world.job.id}/people"
    walk(window, [people], MIA)
    window.locator("#q").press_sequentially("Mia")
    window.wait_for_url("**q=Mia**")
    walk(window, [f"{people}/{world.ids['person_id']}"], MIA)
    sign_out(window, MIA)
    nothing_comes_back(window, MIA, 3)


def test_in_the_console(window, live, app, world):
    sign_in(window, live, app, somebody_of_staff())
    name, job = world.studio.name, world.job
    walk(window, [f"/console/jobs/{job.id}", f"/console/studios/{job.studio_id}"], name)
    sign_out(window, name)
    nothing_comes_back(window, name, 2)


def kept_here(page, picture):
    """Whether the browser has the bytes of a picture, without asking anybody for them."""
    return page.evaluate(
        "picture => fetch(picture, {cache: 'only-if-cached', mode: 'same-origin'})"
        ".then(answer => answer.ok, () => false)",
        picture,
    )


def test_in_the_shop(window, live, app, world):
    hold(window, live, "shop-nord", f"nord{MIA_TOKEN}")
    name = world.job.public_name
    shoot = f"/shop/nord/jobs/{world.job.id}"
    walk(window, [shoot, "/shop/nord/basket"], name)
    picture = f"{shoot}/pictures/{world.ids['photo_id']}/gallery"
    assert window.evaluate("picture => fetch(picture).then(answer => answer.text())", picture)
    assert kept_here(window, picture), "browsers keep pictures, and ask again each time"
    before = window.context.cookies()
    sign_out(window, name, "/shop/nord/leave")
    after = window.context.cookies()
    window.context.add_cookies(before)  # without them a browser does not look
    assert not kept_here(window, picture)
    window.context.clear_cookies()
    window.context.add_cookies(after)
    nothing_comes_back(window, name, 2)
