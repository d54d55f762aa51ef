"""The photographer's second factor: off, on, off again, as they like."""

import pytest

from tests.support.pages import page, words
from tests.support.records import all_rows
from tests.support.second_factor import Phone
from tests.support.signing_in import PASSWORD, a_member_who_signs_in, signed_in
from webapp.models.staff import RecoveryCode, SecondFactor
from webapp.models.studio import SignIn

PAGE = "/studio/settings/second-factor"
SET_UP, CHANGE = f"form[action='{PAGE}']", f"form[action='{PAGE}/recovery-codes']"


@pytest.fixture
def member(client):
    member = a_member_who_signs_in()
    signed_in(client, member)
    return member


def turned_on(client):
    """The recovery codes, once it is on."""
    shown = client.get(PAGE)
    code = Phone(page(shown).select_one(".factor-key").get_text()).next_code()
    done = client.submit(shown, SET_UP, new_code=code, password=PASSWORD, follow=True)
    return [code.get_text() for code in page(done).select(".recovery code")]


def test_it_is_off_until_its_photographer_turns_it_on(client, visitor, member):
    assert "It is off." in words(client.get("/studio/settings"))
    elsewhere = signed_in(visitor(), member)
    assert len(turned_on(client)) == 10
    assert "It is on:" in words(client.get("/studio/settings"))
    assert elsewhere.get("/studio/jobs").status_code == 303
    location = visitor().submit("/sign-in", email=member.email, password=PASSWORD).location
    assert location == "/sign-in/second-factor"


def test_turned_off_with_password_and_code_the_password_is_enough(client, visitor, member):
    codes = turned_on(client)
    for facts in ({"password": "wrong", "code": codes[0]}, {"password": PASSWORD, "code": "1"}):
        assert client.submit(PAGE, CHANGE, button="Turn off", **facts).status_code == 422
    assert len(all_rows(SecondFactor)) == 1
    done = client.submit(
        PAGE, CHANGE, button="Turn off", password=PASSWORD, code=codes[0], follow=True
    )
    assert "The second factor is off." in words(done)
    assert all_rows(SecondFactor) == all_rows(RecoveryCode) == []
    assert len(all_rows(SignIn)) == 1
    browser = visitor()
    browser.submit("/sign-in", email=member.email, password=PASSWORD)
    assert browser.get("/studio/jobs").status_code == 200


def test_of_a_colleague_nothing_is_changed(client, visitor, member):
    turned_on(client)
    colleague = a_member_who_signs_in(member.studio, email="colleague@example.org")
    shown = signed_in(visitor(), colleague).get(PAGE)
    assert page(shown).select_one(".factor-key")
    assert [each.member_id for each in all_rows(SecondFactor)] == [member.id]


def test_what_is_not_there_cannot_be_turned_off_or_renewed(client, member):
    token = client.token(PAGE)
    for end in ("removal", "recovery-codes"):
        form = {"csrf_token": token, "password": PASSWORD, "code": "123456"}
        assert client.post(f"{PAGE}/{end}", data=form).location == PAGE
        assert client.post(f"{PAGE}/{end}", data=form | {"csrf_token": ""}).status_code == 400
