"""Nobody learns from an answer what there is: the same words and work, whatever is guessed."""

import re
from dataclasses import replace

import pytest
from argon2 import PasswordHasher

from tests.support.builders import a_code, a_job, a_studio
from tests.support.client import Visitor
from tests.support.records import statements
from tests.support.signing_in import PASSWORD, a_member_who_signs_in
from tests.support.staff import somebody_of_staff
from webapp import clock, create_app
from webapp.models.base import db, transaction
from webapp.models.job import AccessCode
from webapp.models.sealing import sign
from webapp.models.staff import Staff
from webapp.use_cases.throttle import take_attempt

CODE, OTHER, REVOKED = "K7MW9Q3X4T2P", "K7MW9Q3X4T2Q", "K7MW9Q3X4T2R"
TOKEN = re.compile(rb'name="csrf_token"[^>]*>')


@pytest.fixture
def config(config):
    """Without the clock bar of demos: its form is another one on each page."""
    return replace(config, clock_file=None)


@pytest.fixture
def hashes(monkeypatch):
    """Which passwords were hashed to be compared, one after the other."""
    real, made = PasswordHasher.verify, []

    def verify(self, kept, password):
        made.append(kept)
        return real(self, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", verify)
    return made


def answered(client, address, **typed):
    """The answer without what was typed, and how many statements it took."""
    token = client.token(address)
    with statements() as asked:
        response = client.post(address, data=typed | {"csrf_token": token})
    return response.status_code, without(response, *typed.values()), len(asked)


def without(response, *typed):
    """The body without tokens and without what was typed."""
    body = TOKEN.sub(b"", response.data)
    for text in typed:
        body = body.replace(text.encode(), b"")
    return body


def test_an_address_nobody_has_is_answered_as_one_with_another_password(client, hashes):
    member, staff = a_member_who_signs_in(), somebody_of_staff()
    gone = somebody_of_staff()
    with transaction() as session:
        session.get_one(Staff, gone.id).left_at = clock.machine_now()
    answered(client, "/sign-in", email="first@example.org", password="the first one")
    answers = [
        answered(client, "/sign-in", email=email, password="wrong but long enough")
        for email in (member.email, staff.email, gone.email, "nobody@example.org")
    ]
    answers.append(answered(client, "/sign-in", email=gone.email, password=PASSWORD)[:2] + (0,))
    assert len(hashes) == len(answers) + 1
    assert {answer[:2] for answer in answers} == {answers[0][:2]}
    assert {answer[2] for answer in answers[:4]} == {answers[0][2]}


def test_a_code_is_answered_alike_whether_it_never_was_is_revoked_or_is_anothers(client):
    job = a_job(a_studio(slug="nord"), "selling")
    a_code(a_job(a_studio(slug="sued"), "selling"), OTHER)
    revoked = a_code(job, REVOKED)
    with transaction() as session:
        session.get_one(AccessCode, revoked.id).revoked_at = clock.machine_now()
    answered(client, "/shop/nord", code="AAAA")
    answers = {
        code: answered(client, "/shop/nord", code=code)
        for code in ("K7MW9Q3X4T2S", REVOKED, OTHER, "0O1IL", "k7mw-9q3x", "é" * 12)
    }
    assert {each[0] for each in answers.values()} == {422}
    assert len({each[1:] for each in answers.values()}) == 1


@pytest.mark.one_database("what is answered does not depend on the database")
def test_who_has_to_wait_is_not_told_whether_it_was_right_this_time(client, hashes):
    a_code(a_job(a_studio(slug="nord"), "selling"), CODE)
    member = a_member_who_signs_in()
    for purpose in ["code", "sign-in"] * 10:
        take_attempt(purpose, "127.0.0.1", now=clock.machine_now())
    codes = [answered(client, "/shop/nord", code=code) for code in (CODE, "AAAAAAAAAAAA")]
    signs = [answered(client, "/sign-in", email=email, password=PASSWORD)
             for email in (member.email, "nobody@example.org")]  # fmt: skip
    assert codes[0] == codes[1]
    assert signs[0] == signs[1]
    assert {codes[0][0], signs[0][0]} == {429}
    assert hashes == [], "who waits costs no hash"


@pytest.mark.one_database("what is answered does not depend on the database")
def test_a_link_is_answered_alike_whether_its_row_is_there_or_not(app, client):
    studio = a_studio(slug="nord")
    job = a_job(studio, "selling")
    there, nowhere = sign(job.id, purpose="other"), sign("a" * 16, purpose="other")
    pages = [rule.rule for rule in app.url_map.iter_rules()
             if "link" in rule.arguments and "GET" in rule.methods]  # fmt: skip
    for page in pages:
        asked = re.sub("<slug:slug>", "nord", page).replace("<id:picture_id>", "a" * 16)
        first, second = (
            client.get(asked.replace("<signed:link>", link)) for link in (there, nowhere)
        )
        assert first.status_code == second.status_code == 404, page
        assert without(first, there) == without(second, nowhere), page


def test_counters_are_the_databases_and_outlive_the_program(app, client, config):
    a_code(a_job(a_studio(slug="nord"), "selling"), CODE)
    for _each in range(10):
        take_attempt("code", "127.0.0.1", now=clock.machine_now())
    again = create_app(config)
    begun_anew = Visitor(again, again.response_class)
    status, _body, _statements = answered(begun_anew, "/shop/nord", code=CODE)
    with again.app_context():
        db.session.remove()
        db.engine.dispose()
    assert status == 429
