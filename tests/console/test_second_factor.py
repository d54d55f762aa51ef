"""Staff and their second factor: nothing but its page is open until it is set up (H2)."""

import pytest

from tests.support.pages import page, words
from tests.support.records import all_rows
from tests.support.second_factor import Phone, a_second_factor
from tests.support.signing_in import PASSWORD
from tests.support.staff import at_the_console, somebody_of_staff
from webapp.models.staff import SecondFactor

PAGE = "/console/second-factor"
CODE = "form[action='/sign-in/second-factor']"
SET_UP = f"form[action='{PAGE}']"
RENEW = f"form[action='{PAGE}/recovery-codes']"


@pytest.fixture
def staff(app):
    return somebody_of_staff(is_demo=False)


def phone_on(response):
    """An app that has scanned the page."""
    document = page(response)
    assert document.select_one("svg.qr")
    key = document.select_one(".factor-key").get_text()
    assert key.replace(" ", "") in document.select_one("a[href^='otpauth://']")["href"]
    return Phone(key)


def codes_on(response):
    return [code.get_text() for code in page(response).select(".recovery code")]


def test_without_one_every_page_leads_to_its_set_up(client, staff):
    at_the_console(client, staff)
    for address in ("/console", "/console/account", f"{PAGE}/other-app"):
        assert client.get(address).location == PAGE
    assert page(client.get(PAGE)).select(".nav a, .crumb a") == []
    token = client.token(PAGE)
    form = {"csrf_token": token, "name": "Sam", "language": "de"}
    assert client.post("/console/account", data=form).location == PAGE


def test_set_up_with_a_code_the_console_opens_and_the_next_sign_in_asks(client, visitor, staff):
    at_the_console(client, staff)
    elsewhere = at_the_console(visitor(), staff)
    shown = client.get(PAGE)
    phone = phone_on(shown)
    done = client.submit(shown, SET_UP, new_code=phone.next_code(), password=PASSWORD, follow=True)
    codes = codes_on(done)
    assert (done.status_code, len(codes)) == (200, 10)
    assert done.headers["Cache-Control"] == "no-store"
    assert client.get("/console").status_code == 200
    assert elsewhere.get("/console").location.startswith("/sign-in")
    client.submit(done, "form.sign-out")
    asked = client.submit("/sign-in", email=staff.email, password=PASSWORD, follow=True)
    assert client.submit(asked, CODE, code=codes[0]).location == "/console"
    assert codes[0] not in client.get(PAGE).text


def test_the_token_changes_when_the_console_opens(client, staff):
    at_the_console(client, staff)
    with client.session_transaction(base_url=client.base_url) as session:
        before = session["_user_id"]
    shown = client.get(PAGE)
    client.submit(shown, SET_UP, new_code=phone_on(shown).next_code(), password=PASSWORD)
    with client.session_transaction(base_url=client.base_url) as session:
        assert session["_user_id"] != before


def test_reloading_shows_the_same_key_and_a_wrong_code_keeps_it(client, staff):
    at_the_console(client, staff)
    key = phone_on(client.get(PAGE)).totp.secret
    wrong = client.submit(PAGE, SET_UP, new_code="000000", password=PASSWORD)
    assert wrong.status_code == 422
    assert "This is not the code of this key" in words(page(wrong).select_one("#new_code-error"))
    assert phone_on(wrong).totp.secret == phone_on(client.get(PAGE)).totp.secret == key
    assert all_rows(SecondFactor) == []
    assert client.get("/console").location == PAGE


def test_who_found_an_open_browser_sets_nothing_up(client, staff):
    at_the_console(client, staff)
    shown = client.get(PAGE)
    wrong = client.submit(shown, SET_UP, new_code=phone_on(shown).next_code(), password="a guess")
    assert wrong.status_code == 422
    assert words(page(wrong).select_one("#password-error"))
    assert all_rows(SecondFactor) == []


@pytest.fixture
def inside(client, staff):
    """Somebody who is wholly signed in, with phone and codes."""
    phone, codes = a_second_factor(staff)
    asked = client.submit("/sign-in", email=staff.email, password=PASSWORD, follow=True)
    client.submit(asked, CODE, code=phone.next_code())
    return phone, codes


def test_staff_renew_but_never_turn_off(client, inside):
    _phone, codes = inside
    shown = client.get(PAGE)
    assert "10 recovery codes are left" in words(shown)
    assert "Turn off" not in words(shown)
    assert (
        client.post(f"{PAGE}/removal", data={"csrf_token": client.token(PAGE)}).status_code == 404
    )
    wrong = client.submit(shown, RENEW, password=PASSWORD, code="000000")
    assert wrong.status_code == 422
    assert "Each works once only" in words(page(wrong).select_one("#code-error"))
    done = client.submit(wrong, RENEW, password=PASSWORD, code=codes[0], follow=True)
    assert set(codes_on(done)).isdisjoint(codes)
    again = client.get(done.request.path)
    assert "The recovery codes were shown once" in words(again)
    assert codes_on(again) == []
    assert client.get("/console").status_code == 200


def test_another_app_takes_the_place_of_todays(client, inside):
    _old, codes = inside
    shown = client.get(f"{PAGE}/other-app")
    new = phone_on(shown)
    form = {"password": PASSWORD, "new_code": new.next_code()}
    refused = client.submit(shown, SET_UP, **form, code="000000")
    assert refused.status_code == 422
    assert page(refused).select_one("#code-error")
    done = client.submit(refused, SET_UP, **form, code=codes[0], follow=True)
    assert len(codes_on(done)) == 10
    assert client.get("/console").status_code == 200


def test_the_pages_are_for_staff_alone(client):
    for address in (PAGE, f"{PAGE}/other-app", "/console/account"):
        assert client.get(address).location.startswith("/sign-in?next=")
    assert client.post(PAGE).status_code == 400
