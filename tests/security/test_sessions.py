"""A cookie is worth what the sign-in behind it is worth at this moment, and on its own nothing
(ASVS 7.2.1, 7.2.4, 7.3.2, 7.4.1, 7.4.3, 3.3.1 to 3.3.4)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import select

from tests.shop.conftest import CODE
from tests.support.acting import REASON, signed_in_as
from tests.support.builders import a_code, a_job, a_studio
from tests.support.second_factor import a_second_factor
from tests.support.signing_in import PASSWORD, a_member_who_signs_in, signed_in
from tests.support.staff import somebody_of_staff
from webapp import clock, create_app
from webapp.models.base import transaction
from webapp.models.studio import SignIn

NEW = "another long sentence"
HTTPS, HTTP = "https://shop.example", "http://127.0.0.1:8000"


def cookie_of(client, name="shelflife"):
    return client.get_cookie(name, domain="127.0.0.1").value


def holding(visitor, cookie, name="shelflife"):
    """Somebody whose browser holds a copy of this cookie."""
    thief = visitor()
    thief.set_cookie(name, cookie, domain="127.0.0.1")
    return thief


def is_inside(client, home):
    return client.get(home).status_code == 200


MOMENTS = {
    "the second factor": ("/studio/jobs", "bring_code"),
    "a new password in the studio": ("/studio/settings", "change_password_of_member"),
    "a new password in the console": ("/console/account", "change_password_of_staff"),
    "signing out elsewhere": ("/console/account", "sign_out_elsewhere"),
    "beginning to act": ("/console", "begin_acting"),
    "being let change things": ("/console", "raise_acting"),
    "signing in again": ("/studio/jobs", "sign_in_again"),
}


class Moments:
    """What changes who somebody is, or what they may do: each brings the browser just before it,
    and then does it."""

    def __init__(self, client):
        self.client = client
        self.studio = a_studio()

    def bring_code(self):
        member = a_member_who_signs_in(self.studio)
        phone, _codes = a_second_factor(member)
        half = self.client.submit("/sign-in", email=member.email, password=PASSWORD)
        asked = self.client.get(half.location)
        yield
        self.client.submit(asked, "main form", code=phone.next_code())
        yield

    def change_password_of_member(self):
        signed_in(self.client, a_member_who_signs_in(self.studio))
        yield
        self._change("/studio/settings", "form[action*='/settings/password']")
        yield

    def change_password_of_staff(self):
        signed_in_as(self.client, somebody_of_staff())
        yield
        self._change("/console/account", "form[action*='/account/password']")
        yield

    def sign_out_elsewhere(self):
        signed_in_as(self.client, somebody_of_staff())
        yield
        self.client.submit("/console/account", "form[action*='/other-browsers']")
        yield

    def begin_acting(self):
        signed_in_as(self.client, somebody_of_staff())
        yield
        self.client.submit(f"/console/studios/{self.studio.id}/acting", reason=REASON)
        yield

    def raise_acting(self):
        signed_in_as(self.client, somebody_of_staff())
        self.client.submit(f"/console/studios/{self.studio.id}/acting", reason=REASON)
        yield
        self.client.submit("/console/acting/changes")
        yield

    def sign_in_again(self):
        member = signed_in(self.client, a_member_who_signs_in(self.studio))
        token = self.client.token("/studio/settings")
        yield member
        form = {"email": "owner@example.org", "password": PASSWORD, "csrf_token": token}
        self.client.post("/sign-in", data=form)
        yield

    def _change(self, page, form):
        done = self.client.submit(page, form, current=PASSWORD, password=NEW, repeated=NEW)
        assert done.status_code == 303


@pytest.mark.one_database("each moment's rotation is tried on both by the tests of its deed")
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_cookie_from_before_is_worth_nothing_after(client, visitor, moment):
    home, name = MOMENTS[moment]
    steps = getattr(Moments(client), name)()
    next(steps)
    before = cookie_of(client)
    with client.may_write("support is recorded"):
        next(steps)
        assert is_inside(client, home)
        thief = holding(visitor, before)
        with thief.may_write("support is recorded"):
            assert not is_inside(thief, home)
            assert not is_inside(thief, "/studio/jobs")
        assert is_inside(client, home), "the thief's try has put nobody out"


def test_support_that_signs_out_elsewhere_goes_on_acting(client):
    """The look at a studio hangs on the sign-in: it moves along to the new token."""
    studio, staff = a_studio(), somebody_of_staff()
    signed_in_as(client, staff)
    client.submit(f"/console/studios/{studio.id}/acting", reason=REASON)
    with client.may_write("support is recorded"):
        client.submit("/console/account", "form[action*='/other-browsers']")
        assert is_inside(client, "/studio/jobs")


@pytest.mark.one_database("who signs, not where it is stored")
def test_only_this_installation_can_make_a_cookie(app, config, client, visitor):
    member = signed_in(client, a_member_who_signs_in())
    with client.session_transaction(base_url=client.base_url) as session:
        known = dict(session)
    elsewhere = create_app(replace(config, secret_key="the secret of another installation"))
    signer = SecureCookieSessionInterface().get_signing_serializer(elsewhere)
    good = cookie_of(member)
    payload, _stamp, mac = good.rsplit(".", 2)
    forged = (signer.dumps(known), good[:-2] + "AA", f"{payload}.AAAAAA.{mac}", payload, "x" * 4000)
    assert is_inside(holding(visitor, good), "/studio/jobs")
    for cookie in forged:
        assert not is_inside(holding(visitor, cookie), "/studio/jobs"), cookie


def test_twelve_hours_after_the_sign_in_it_ends_however_busy_somebody_was(client):
    signed_in(client, a_member_who_signs_in())
    with transaction() as session:
        row = session.scalars(select(SignIn)).one()
        assert row.expires_at - row.created_at == timedelta(hours=12)
        row.created_at -= timedelta(hours=12)
        row.expires_at -= timedelta(hours=12)
    with client.session_transaction(base_url=client.base_url) as session:
        session["seen"] = int(clock.machine_now().timestamp())
    assert not is_inside(client, "/studio/jobs")


@pytest.mark.one_database("tokens of forms are in the cookie")
def test_a_form_of_another_session_or_of_before_the_sign_in_changes_nothing(client, visitor):
    member = a_member_who_signs_in()
    early = client.token("/sign-in")
    signed_in(client, member)
    other = signed_in(visitor(), a_member_who_signs_in(email="other@example.org"))
    foreign = other.token("/studio/settings")
    own = client.token("/studio/settings")
    form = {"current": PASSWORD, "password": NEW, "repeated": NEW}
    address = "/studio/settings/password"
    for token in (early, foreign, own[:-1] + ("a" if own[-1] != "a" else "b"), ""):
        in_form = client.post(address, data=form | {"csrf_token": token})
        in_head = client.post(address, data=form, headers={"X-CSRFToken": token})
        assert (in_form.status_code, in_head.status_code) == (400, 400)
    assert client.post(address, data=form | {"csrf_token": own}).status_code == 303


@pytest.mark.one_database("cookies are the same on both")
@pytest.mark.parametrize(
    ("base_url", "prefix"), [(HTTPS, "__Host-"), ("http://127.0.0.1:8000", "")]
)
def test_every_cookie_is_closed_to_scripts_other_sites_and_plain_connections(
    app, config, visitor, base_url, prefix
):
    """Those of the studio and those of a shop, when they are given and when they are taken."""
    browser = visitor()
    browser.application, browser.base_url = create_app(replace(config, base_url=base_url)), base_url
    studio = a_studio()
    a_code(a_job(studio, "selling"))
    home = f"/shop/{studio.slug}"
    answers = [browser.get("/sign-in"), browser.submit(home, code=CODE)]
    answers.append(browser.post(f"{home}/leave", data={"csrf_token": browser.token(home)}))
    given = [cookie for answer in answers for cookie in answer.headers.getlist("Set-Cookie")]
    names = {cookie.partition("=")[0] for cookie in given}
    assert names == {f"{prefix}shelflife", f"{prefix}shop-{studio.slug}"}
    assert any("Max-Age=0" in cookie for cookie in given), "leaving takes the cookie"
    for cookie in given:
        parts = {part.strip() for part in cookie.split(";")[1:]}
        assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= parts, cookie
        assert ("Secure" in parts) is bool(prefix), cookie
        assert not [part for part in parts if part.startswith("Domain")], cookie


def test_a_token_that_somebody_chose_for_a_customer_is_never_taken_over(client, visitor):
    """Whoever plants a cookie before the code is typed holds nothing afterwards."""
    studio = a_studio()
    job = a_job(studio, "selling")
    a_code(job)
    name, chosen = f"shop-{studio.slug}", "c" * 32
    client.set_cookie(name, chosen, domain="127.0.0.1")
    assert client.submit(f"/shop/{studio.slug}", code=CODE).status_code == 303
    assert cookie_of(client, name) != chosen
    page = f"/shop/{studio.slug}/jobs/{job.id}"
    assert is_inside(client, page)
    assert not is_inside(holding(visitor, chosen, name), page)
