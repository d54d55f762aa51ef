"""The second half of the sign-in: until the code is brought, nothing is open."""

import re

import pytest
from sqlalchemy import select, update

from tests.support.pages import page, words
from tests.support.second_factor import a_second_factor
from tests.support.signing_in import PASSWORD, a_member_who_signs_in
from tests.support.staff import somebody_of_staff
from webapp import clock
from webapp.models.base import db, transaction
from webapp.models.staff import SecondFactor
from webapp.models.studio import SignIn

CODE = "/sign-in/second-factor"
SEND = f"form[action='{CODE}']"


@pytest.fixture
def member(app):
    return a_member_who_signs_in()


@pytest.fixture
def phone(member):
    return a_second_factor(member)[0]


def half_way(client, person, start="/sign-in"):
    """Their password was right; the answer is the page that asks for the code."""
    response = client.submit(start, email=person.email, password=PASSWORD)
    assert response.status_code == 303
    assert response.location.startswith(CODE)
    return client.get(response.location)


def session_of(client):
    return client.session_transaction(base_url=client.base_url)


def token_of(client):
    with session_of(client) as session:
        return session["_user_id"]


def test_after_the_password_the_code_is_asked_for_and_opens(client, member, phone):
    asked = half_way(client, member)
    field = page(asked).select_one("[name=code]")
    assert (field["autocomplete"], field["inputmode"]) == ("one-time-code", "numeric")
    code = phone.next_code()
    response = client.submit(asked, SEND, code=f" {code[:3]} {code[3:]} ")
    assert (response.status_code, response.location) == (303, "/studio/jobs")
    assert client.get("/studio/jobs").status_code == 200


def test_staff_and_photographers_come_to_the_page_they_wanted(visitor, member, phone):
    browser = visitor()
    asked = half_way(browser, member, "/sign-in?next=/studio/orders%3Fq%3D1")
    assert browser.submit(asked, SEND, code=phone.next_code()).location == "/studio/orders?q=1"
    staff, browser = somebody_of_staff(is_demo=False), visitor()
    own_phone, _codes = a_second_factor(staff)
    asked = half_way(browser, staff, "/sign-in?next=/console/account")
    refused = browser.submit(asked, SEND, code="000000")
    assert browser.submit(refused, SEND, code=own_phone.next_code()).location == "/console/account"


@pytest.mark.parametrize("evil", ["https://evil.example", "//evil.example", "/\\evil.example"])
@pytest.mark.one_database("the address is looked at, not the database")
def test_after_the_code_nobody_is_led_away(client, member, phone, evil):
    asked = half_way(client, member)
    answer = client.submit(asked, SEND, code=phone.next_code(), next=evil, tampered=True)
    assert answer.location == "/studio/jobs"


def test_the_token_changes_with_the_code_and_nothing_planted_stays(client, visitor, member, phone):
    asked = half_way(client, member)
    old = token_of(client)
    with session_of(client) as session:
        session["planted"] = "by somebody else"
    copied = client.get_cookie("shelflife", domain="127.0.0.1").value
    client.submit(asked, SEND, code=phone.next_code())
    assert token_of(client) != old
    with session_of(client) as session:
        assert "planted" not in session
    thief = visitor()
    thief.set_cookie("shelflife", copied, domain="127.0.0.1")
    assert thief.get("/studio/jobs").location.startswith("/sign-in?next=")


def test_wrong_used_and_wrong_recovery_codes_look_the_same(client, member):
    phone, codes = a_second_factor(member)
    used = phone.next_code()
    client.submit(half_way(client, member), SEND, code=used)
    client.submit("/studio/jobs", "form.sign-out")
    client.submit(half_way(client, member), SEND, code=codes[0])
    client.submit("/studio/jobs", "form.sign-out")
    asked = half_way(client, member)
    answers = [client.submit(asked, SEND, code=code) for code in (used, codes[0], "000000", "?!")]
    assert {each.status_code for each in answers} == {422}
    assert len({words(each) for each in answers}) == 1
    assert "Each works once only" in words(answers[0])
    assert not page(answers[0]).select_one("[name=code]").get("value")


def test_a_recovery_code_is_typed_with_letters_and_says_how_many_are_left(client, member):
    _phone, codes = a_second_factor(member)
    asked = half_way(client, member, "/sign-in?next=/studio/orders")
    other = client.get(page(asked).select_one("main a[href*='recovery']")["href"])
    assert "inputmode" not in page(other).select_one("[name=code]").attrs
    wrong = client.submit(other, SEND, code="000000")
    assert "inputmode" not in page(wrong).select_one("[name=code]").attrs
    answer = client.submit(wrong, SEND, code=codes[0], follow=True)
    assert answer.request.path == "/studio/orders"
    assert "That recovery code is used up; 9 are left." in words(answer)


def test_nobody_comes_to_the_code_without_the_password(client, member, phone):
    assert client.get(f"{CODE}?next=/studio/orders").location == "/sign-in?next=/studio/orders"
    form = {"code": phone.next_code(), "csrf_token": client.token("/sign-in")}
    assert client.post(CODE, data=form).location == "/sign-in"
    assert client.get("/studio/jobs").status_code == 303
    assert client.post(CODE, data={"code": "000000"}).status_code == 400


def test_a_half_way_sign_in_that_ran_out_begins_with_the_password(client, member, phone):
    asked = half_way(client, member)
    with transaction() as session:
        session.execute(update(SignIn).values(expires_at=clock.machine_now()))
    answer = client.submit(asked, SEND, code=phone.next_code(), follow=True)
    assert answer.request.path == "/sign-in"
    assert "Begin with your password" in words(answer)


def test_an_empty_code_is_asked_for_again(client, member, phone):
    answer = client.submit(half_way(client, member), SEND, code="")
    assert answer.status_code == 422
    assert "Write the code." in words(page(answer).select_one("#code-error"))


def test_eleven_wrong_codes_make_wait_and_say_that_nothing_is_locked(client, member, phone):
    asked = half_way(client, member)
    for number in range(10):
        assert client.submit(asked, SEND, code=f"{number:06}").status_code == 422
    answer = client.submit(asked, SEND, code=phone.next_code())
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 15
    assert "Nothing is locked" in words(answer)
    assert client.get(page(answer).select_one("main a.btn")["href"]).status_code == 200
    assert client.get("/studio/jobs").status_code == 303


def test_a_reload_is_no_attempt(client, member, phone):
    asked = half_way(client, member)
    assert client.submit(asked, SEND, code="000000").status_code == 422
    for _reload in range(12):
        assert client.submit(asked, SEND, code="000000").location == CODE
    assert client.submit(asked, SEND, code=phone.next_code()).location == "/studio/jobs"


def test_a_wrong_recovery_code_speaks_of_no_app(client, member, phone):
    asked = half_way(client, member)
    other = client.get(page(asked).select_one("main a[href*='recovery']")["href"])
    told = words(client.submit(other, SEND, code="AAAA-BBBB"))
    assert "take one not used yet" in told
    assert "in your app" not in told


def test_who_started_with_the_wrong_account_begins_anew(client, member, phone):
    client.submit(half_way(client, member), "form[action='/sign-out']")
    db.session.rollback()
    assert db.session.scalars(select(SignIn)).all() == []


def test_a_key_that_cannot_be_read_is_explained(app, client, member, phone):
    asked = half_way(client, member)
    with transaction() as session:
        session.scalars(select(SecondFactor)).one().secret_sealed = "sealed by another key"
    answer = client.submit(asked, SEND, code=phone.next_code())
    assert answer.status_code == 422
    assert "another secret key" in words(answer)


@pytest.mark.one_database("the doors are the same on both")
@pytest.mark.parametrize("is_staff", [False, True])
def test_half_signed_in_no_page_of_studio_or_console_opens(app, client, member, is_staff):
    person = somebody_of_staff(is_demo=False) if is_staff else member
    a_second_factor(person)
    half_way(client, person)
    opened = []
    for rule in app.url_map.iter_rules():
        if rule.rule.split("/")[1] not in ("studio", "console") or "GET" not in rule.methods:
            continue
        answer = client.get(an_address_of(app, rule))
        if answer.status_code != 404 and "/sign-in?next=" not in answer.headers.get(
            "Location", answer.headers.get("HX-Redirect", "")
        ):
            opened.append(f"{rule.rule}: {answer.status}")
    assert opened == []


def an_address_of(app, rule):
    """The rule with something in each of its parts."""
    values = {name: _something_for(app, rule, name) for name in rule.arguments}
    with app.test_request_context(base_url="http://127.0.0.1:8000"):
        return app.url_for(rule.endpoint, **values)


def _something_for(app, rule, name):
    found = re.search(rf"<(?:(\w+)(?:\(([^)]*)\))?:)?{name}>", rule.rule)
    if found[1] == "any":
        return found[2].split(",")[0].strip(" '\"")
    return 1 if found[1] == "int" else "a" * 16
