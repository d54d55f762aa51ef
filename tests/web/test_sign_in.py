"""The way into the studio and out of it."""

import pytest
from flask import render_template_string
from sqlalchemy import select

from tests.support.builders import a_job
from tests.support.pages import page, words
from tests.support.signing_in import (
    PASSWORD,
    a_member_who_signs_in,
    give_studio_page,
    signed_in,
)
from webapp import clock
from webapp.models.base import db, new_id, transaction
from webapp.models.studio import SignIn
from webapp.web import policy


@pytest.fixture
def member(app):
    return a_member_who_signs_in()


def session_of(client):
    return client.session_transaction(base_url=client.base_url)


@pytest.fixture(autouse=True)
def a_page_with_a_form(app):
    """For members who are inside already: every page of the studio has the sign-out."""

    @policy.studio
    def view():
        return render_template_string(
            "<!doctype html><html lang=en><title>Try</title><form method=post action=/sign-out>"
            "<input type=hidden name=csrf_token value='{{ csrf_token() }}'></form>"
        )

    give_studio_page(app, "try_form", "/try-form", view)


def sign_ins():
    """Those that are stored."""
    db.session.rollback()
    return db.session.scalars(select(SignIn)).all()


def token_in(client):
    """A forgery token of this session, as its next form would carry it."""
    return client.token("/studio/try-form")


def is_inside(client):
    return client.get("/studio").location == "/studio/jobs"


def test_the_front_page_says_what_this_is_and_lets_members_in(client, member):
    response = client.get("/")
    assert "Every photo job has a shelf life." in words(response)
    response = client.submit(response, email=member.email, password=PASSWORD)
    assert (response.status_code, response.location) == (303, "/studio/jobs")
    assert is_inside(client)
    assert client.get("/").location == "/studio/jobs"
    assert client.get("/sign-in").location == "/studio/jobs"


def test_nobody_is_led_to_the_sign_in_and_back_to_the_page_they_wanted(client, member):
    response = client.get("/studio?q=a%26b")
    assert response.location == "/sign-in?next=/studio?q%3Da%2526b"
    response = client.submit(response.location, email=member.email, password=PASSWORD)
    assert (response.status_code, response.location) == (303, "/studio?q=a%26b")


def test_nobody_learns_from_the_way_to_the_sign_in_which_ids_exist(client):
    known, unknown = (f"/studio/jobs/{id_}/settings" for id_ in (a_job().id, new_id()))
    answers = [client.get(address) for address in (known, unknown)]
    assert [each.status_code for each in answers] == [303, 303]
    assert [each.location for each in answers] == [f"/sign-in?next={known}",
                                                   f"/sign-in?next={unknown}"]  # fmt: skip


def test_htmx_is_told_to_go_to_the_sign_in_itself(client, member):
    response = client.get("/studio", headers={"HX-Request": "true"})
    assert response.status_code == 204
    assert response.headers["HX-Redirect"].startswith("/sign-in?next=")


def test_unknown_and_wrong_look_the_same(client, visitor, member):
    def refused(email):
        response = visitor().submit("/sign-in", email=email, password="wrong")
        return response.status_code, words(response)

    assert refused(member.email) == refused("nobody@example.org")
    assert refused(member.email)[0] == 422


def test_the_address_typed_is_kept_and_the_password_is_not(client, member):
    response = client.submit("/sign-in", email=member.email, password="wrong")
    assert page(response).select_one("[name=email]")["value"] == member.email
    assert not page(response).select_one("[name=password]").get("value")


def test_ten_wrong_passwords_make_everybody_at_this_connection_wait(client, visitor, member):
    for number in range(10):
        headers = {"X-Forwarded-For": f"198.51.100.{number}", "Forwarded": f"for=192.0.2.{number}"}
        wrong = visitor().submit("/sign-in", email=member.email, password="no", headers=headers)
        assert wrong.status_code == 422
    response = client.submit(
        "/sign-in", email=member.email, password=PASSWORD, headers={"X-Forwarded-For": "192.0.2.99"}
    )
    assert response.status_code == 429
    assert 1 <= int(response.headers["Retry-After"]) <= 15
    assert "Nothing is locked" in words(response)
    assert not is_inside(client)


def test_nothing_of_the_session_before_the_sign_in_stays_but_the_language(client, member):
    client.get("/sign-in")
    with session_of(client) as session:
        session.update(planted="by somebody else", _user_id="fixed", language="de")
        before = session["csrf_token"]
    client.submit("/sign-in", email=member.email, password=PASSWORD)
    with session_of(client) as session:
        assert "planted" not in session
        assert session.get("csrf_token") != before
        assert session["_user_id"] != "fixed"
        assert session["language"] == "de"


def test_each_sign_in_has_a_token_of_its_own_and_ends_the_one_before(client, member):
    signed_in(client, member)
    with session_of(client) as session:
        old = session["_user_id"]
    form = {"email": member.email, "password": PASSWORD, "csrf_token": token_in(client)}
    assert client.post("/sign-in", data=form).status_code == 303
    with session_of(client) as session:
        assert session["_user_id"] != old
    assert len(sign_ins()) == 1


def test_signing_out_ends_the_session_at_once_also_for_a_copied_cookie(client, visitor, member):
    signed_in(client, member)
    thief = visitor()
    copied = client.get_cookie("shelflife", domain="127.0.0.1").value
    thief.set_cookie("shelflife", copied, domain="127.0.0.1")
    assert is_inside(thief)
    response = client.post("/sign-out", data={"csrf_token": token_in(client)})
    assert response.status_code == 303
    assert response.headers["Clear-Site-Data"] == '"cache"'
    thief.set_cookie("shelflife", copied, domain="127.0.0.1")
    assert not is_inside(thief)
    assert not is_inside(client)
    assert sign_ins() == []


def test_signing_out_is_never_a_link(client, member):
    signed_in(client, member)
    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out").status_code == 400
    assert is_inside(client)


def test_a_sign_in_ends_when_its_row_expires(client, member):
    signed_in(client, member)
    with transaction() as session:
        session.scalars(select(SignIn)).one().expires_at = clock.machine_now()
    assert not is_inside(client)


def test_a_sign_in_ends_after_three_idle_hours(client, member):
    signed_in(client, member)
    for seconds, stays in ((3 * 3600 - 60, True), (3 * 3600, False)):
        with session_of(client) as session:
            session["seen"] = int(clock.machine_now().timestamp()) - seconds
        assert is_inside(client) is stays


def test_moving_the_clock_of_the_business_keeps_nobody_in_and_throws_nobody_out(
    client, member, clock
):
    signed_in(client, member)
    clock.advance(days=400)
    assert is_inside(client)


def test_a_member_who_is_gone_is_out(client, member):
    signed_in(client, member)
    with transaction() as session:
        session.delete(session.scalars(select(SignIn)).one())
    assert not is_inside(client)


@pytest.mark.one_database("the address is looked at, not the database")
@pytest.mark.parametrize("evil", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_after_the_sign_in_nobody_is_led_away(client, member, evil):
    response = client.submit(
        "/sign-in", email=member.email, password=PASSWORD, next=evil, tampered=True
    )
    assert (response.status_code, response.location) == (303, "/studio/jobs")
