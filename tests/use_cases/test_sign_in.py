"""Signing in, signing out, and what ends a sign-in."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.support.signing_in import PASSWORD, a_member_who_signs_in
from webapp.domain.accounts import Account
from webapp.models.base import db
from webapp.models.studio import SignIn
from webapp.queries.sign_ins import member_of
from webapp.use_cases.change_password import change_password
from webapp.use_cases.passwords import NOBODYS_HASH, is_outdated, is_right
from webapp.use_cases.sign_in import SignedIn, TooManyAttempts, WrongSignIn, sign_in
from webapp.use_cases.sign_out import sign_out

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def member(app):
    return a_member_who_signs_in(email="owner@example.org")


def enter(email="owner@example.org", password=PASSWORD, now=NOON, **facts):
    return sign_in(email, password, address="203.0.113.7", now=now, **facts)


def number_of_sign_ins():
    return db.session.scalar(select(func.count()).select_from(SignIn))


def test_the_right_password_signs_in_for_twelve_hours(member):
    signed_in = enter()
    assert isinstance(signed_in, SignedIn)
    almost = NOON + timedelta(hours=12) - timedelta(seconds=1)
    assert member_of(signed_in.token, now=almost).id == member.id
    assert member_of(signed_in.token, now=NOON + timedelta(hours=12)) is None


def test_the_address_is_taken_however_it_is_typed(member):
    assert isinstance(enter(email="  OWNER@Example.org "), SignedIn)


def test_the_database_never_holds_the_token(member):
    token = enter().token
    row = db.session.scalars(select(SignIn)).one()
    assert token not in (row.id, row.token_hash)
    assert token not in repr(enter())


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("owner@example.org", "wrong"),
        ("owner@example.org", ""),
        ("owner@example.org", PASSWORD + "x" * 300),
        ("nobody@example.org", PASSWORD),
        ("", PASSWORD),
        ("' OR 1=1 --", "x"),
        ("owner@example.org\0", PASSWORD),
        ("x" * 100_000, "y" * 100_000),
    ],
)
def test_wrong_and_unknown_get_the_same_answer(member, email, password):
    assert enter(email, password) == WrongSignIn()
    assert number_of_sign_ins() == 0


def test_the_hash_nobody_has_costs_what_a_members_costs():
    assert not is_outdated(NOBODYS_HASH)
    assert not is_right("", None)
    assert not is_right("anything", None)


def test_the_eleventh_attempt_is_refused_even_with_the_right_password(member):
    for _attempt in range(10):
        assert enter(password="wrong") == WrongSignIn()
    assert enter() == TooManyAttempts(15)
    assert isinstance(enter(now=NOON + timedelta(seconds=15)), SignedIn)


def test_signing_in_again_ends_the_sign_in_before_on_the_same_browser(member):
    before = enter().token
    elsewhere = enter().token
    after = enter(replaces=before).token
    assert member_of(before, now=NOON) is None
    assert member_of(elsewhere, now=NOON) is not None
    assert member_of(after, now=NOON) is not None


def test_signing_out_ends_this_sign_in_only(member):
    here, elsewhere = enter().token, enter().token
    sign_out(here)
    sign_out("a token that never was")
    assert member_of(here, now=NOON) is None
    assert member_of(elsewhere, now=NOON) is not None


def test_a_changed_password_ends_all_other_sign_ins(member):
    here, elsewhere = enter().token, enter().token
    changed = change_password(Account(member_id=member.id), "another long sentence", keep=here)
    assert member_of(changed.token, now=NOON) is not None
    assert member_of(here, now=NOON) is None
    assert member_of(elsewhere, now=NOON) is None
    assert enter() == WrongSignIn()
    assert isinstance(enter(password="another long sentence"), SignedIn)


def test_a_poor_new_password_changes_nothing(member):
    elsewhere = enter().token
    assert list(change_password(Account(member_id=member.id), "short", keep=None)) == ["password"]
    assert member_of(elsewhere, now=NOON) is not None
    assert isinstance(enter(), SignedIn)


def test_a_password_is_the_same_however_a_keyboard_composes_its_letters(member):
    change_password(Account(member_id=member.id), "schöne Bilder für alle", keep=None)
    assert isinstance(enter(password="scho\u0308ne Bilder fu\u0308r alle"), SignedIn)
