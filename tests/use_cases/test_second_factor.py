"""The second factor: set up by a code, asked for at the sign-in, each code good for once."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support.records import all_rows
from tests.support.second_factor import Phone, a_second_factor, account_of
from tests.support.signing_in import PASSWORD, a_member_who_signs_in
from webapp.models.staff import RecoveryCode, SecondFactor
from webapp.models.studio import SignIn
from webapp.queries.sign_ins import member_of, sign_in_of
from webapp.queries.staff import factor_state
from webapp.use_cases.change_second_factor import (
    NobodySignsInError,
    renew_recovery_codes,
    reset_second_factor,
    turn_off_second_factor,
)
from webapp.use_cases.pass_second_factor import (
    HalfWayOver,
    Passed,
    WrongCode,
    pass_second_factor,
)
from webapp.use_cases.proving import Proof, UnprovenError
from webapp.use_cases.set_up_second_factor import SetUp, key_to_set_up, set_up_second_factor
from webapp.use_cases.sign_in import sign_in, sign_in_without_password
from webapp.use_cases.sweep_expired import sweep_expired
from webapp.use_cases.taking_code import UnreadableFactorError
from webapp.use_cases.throttle import TooManyAttempts

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
STEP = timedelta(seconds=30)
HERE = "203.0.113.7"


@pytest.fixture
def member(app):
    return a_member_who_signs_in()


@pytest.fixture
def own(member):
    return account_of(member)


@pytest.fixture
def half_way(member):
    """A sign-in as it is after the right password."""
    return lambda now=NOON: sign_in_without_password(member.id, now=now)


def bring(token, code, now=NOON, address=HERE):
    return pass_second_factor(token, code, address=address, now=now)


def proof(code="", text=PASSWORD):
    return Proof(text, code, HERE)


def kept():
    return [(each.id, each.last_step) for each in all_rows(SecondFactor)]


def test_the_password_alone_opens_nothing_and_lasts_ten_minutes(member):
    a_second_factor(member)
    half = sign_in(member.email, PASSWORD, address=HERE, now=NOON)
    assert half.needs_code
    assert member_of(half.token, now=NOON) is None
    assert sign_in_of(half.token, now=NOON + timedelta(minutes=9)) is not None
    assert sign_in_of(half.token, now=NOON + timedelta(minutes=10)) is None
    assert sweep_expired(now=NOON + timedelta(minutes=10)).sign_ins == 1


def test_the_code_opens_under_a_new_token(member, half_way):
    phone, _codes = a_second_factor(member)
    half = half_way()
    passed = bring(half.token, phone.code_at(NOON))
    assert passed.signed_in.token != half.token
    assert member_of(passed.signed_in.token, now=NOON + timedelta(hours=11)).id == member.id
    assert sign_in_of(half.token, now=NOON) is None
    assert bring(half.token, phone.code_at(NOON + STEP)) == HalfWayOver()


@pytest.mark.parametrize(("late", "opens"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_clock_may_differ_by_one_step(member, late, opens, half_way):
    phone, _codes = a_second_factor(member)
    outcome = bring(half_way().token, phone.code_at(NOON + late * STEP))
    assert isinstance(outcome, Passed) is opens


def test_no_code_opens_twice_and_none_before_it(member, half_way):
    phone, _codes = a_second_factor(member)
    assert isinstance(bring(half_way().token, phone.code_at(NOON)), Passed)
    for used in (NOON, NOON - STEP):
        assert bring(half_way().token, phone.code_at(used)) == WrongCode()
    later = NOON + STEP
    assert isinstance(bring(half_way(later).token, phone.code_at(later), later), Passed)


def test_a_recovery_code_opens_once_and_says_how_many_are_left(member, half_way):
    _phone, codes = a_second_factor(member)
    assert len(set(codes)) == 10
    typed = codes[3].lower().replace("-", " ")
    assert bring(half_way().token, typed).codes_left == 9
    assert bring(half_way().token, codes[3]) == WrongCode()
    assert bring(half_way().token, codes[4]).codes_left == 8


def test_the_database_knows_neither_key_nor_codes(member):
    phone, codes = a_second_factor(member)
    rows = f"{[vars(row) for kind in (SecondFactor, RecoveryCode) for row in all_rows(kind)]}"
    for secret in (phone.totp.secret, *codes, *(code.replace("-", "") for code in codes)):
        assert secret not in rows


def test_somebody_elses_codes_open_nothing(member, half_way):
    a_second_factor(member)
    other = a_member_who_signs_in(email="other@example.org")
    phone, codes = a_second_factor(other)
    for code in (phone.code_at(NOON), codes[0]):
        assert bring(half_way().token, code) == WrongCode()


def test_guessing_from_many_places_is_slowed_down_and_nothing_is_locked(member, half_way):
    phone, codes = a_second_factor(member)
    for number in range(10):
        half = half_way().token
        assert bring(half, "000000", address=f"198.51.100.{number}") == WrongCode()
    with pytest.raises(TooManyAttempts) as wait:
        bring(half, phone.code_at(NOON), address="192.0.2.1")
    assert wait.value.wait_seconds == 15
    later = NOON + timedelta(seconds=15)
    assert isinstance(bring(half, phone.code_at(later), later), Passed)
    # Whoever was right is no guesser: the account begins anew.
    half = half_way(later + STEP).token
    for number in range(10):
        assert bring(half, "000000", later + STEP, f"192.0.2.{number}") == WrongCode()
    with pytest.raises(TooManyAttempts):
        bring(half, codes[0], later + STEP, "192.0.2.99")


def test_the_delay_of_an_account_grows_to_an_hour_and_a_quiet_day_ends_it(member, half_way):
    a_second_factor(member)
    now, waits = NOON, []
    for number in range(30):
        try:
            bring(half_way(now).token, "000000", now, address=f"198.51.100.{number}")
        except TooManyAttempts as refusal:
            waits.append(refusal.wait_seconds)
            now += timedelta(seconds=refusal.wait_seconds)
    assert waits[-1] == 3600
    assert waits == sorted(waits)
    now += timedelta(days=1)
    assert bring(half_way(now).token, "000000", now) == WrongCode()


def test_one_network_that_guesses_waits_as_at_the_password(member, half_way):
    for number in range(10):
        other = a_member_who_signs_in(email=f"m{number}@example.org")
        a_second_factor(other)
        half = sign_in_without_password(other.id, now=NOON)
        assert bring(half.token, "000000") == WrongCode()
    phone, _codes = a_second_factor(member)
    with pytest.raises(TooManyAttempts):
        bring(half_way().token, phone.code_at(NOON))


def set_up(own, token, *, code=None, brought="", now=NOON):
    phone = Phone(key_to_set_up(own, token))
    code = code or phone.code_at(now)
    return phone, set_up_second_factor(own, proof(brought), code, token=token, now=now)


def test_looking_at_a_key_stores_nothing_and_shows_the_same_one_again(own, half_way):
    token, elsewhere = half_way().token, half_way().token
    assert key_to_set_up(own, token) == key_to_set_up(own, token) != key_to_set_up(own, elsewhere)
    assert not half_way().needs_code
    assert kept() == []


def test_a_wrong_code_or_password_sets_nothing_up(own, half_way):
    token = half_way().token
    _phone, faults = set_up(own, token, code="000000")
    assert list(faults) == ["new_code"]
    phone = Phone(key_to_set_up(own, token))
    with pytest.raises(UnprovenError) as wrong:
        set_up_second_factor(own, proof(text="wrong"), phone.code_at(NOON), token=token, now=NOON)
    assert list(wrong.value.faults) == ["password"]
    assert kept() == []
    assert not half_way().needs_code


def test_a_set_up_one_ends_every_other_sign_in_and_its_code_is_used(own, half_way):
    here, elsewhere = half_way().token, half_way().token
    phone, done = set_up(own, here)
    assert isinstance(done, SetUp)
    assert [len(all_rows(kind)) for kind in (SecondFactor, RecoveryCode, SignIn)] == [1, 10, 1]
    assert member_of(done.signed_in.token, now=NOON) is not None
    assert [sign_in_of(old, now=NOON) for old in (here, elsewhere)] == [None, None]
    assert bring(half_way().token, phone.code_at(NOON)) == WrongCode()
    assert isinstance(bring(half_way().token, done.recovery_codes[0]), Passed)


def test_another_app_needs_a_code_of_todays_and_takes_its_place(own, half_way):
    old, done = set_up(own, half_way().token)
    token, before = done.signed_in.token, kept()
    with pytest.raises(UnprovenError) as wrong:
        set_up(own, token, brought="000000")
    assert list(wrong.value.faults) == ["code"]
    assert kept() == before
    now = NOON + STEP
    new, done_again = set_up(own, token, brought=old.code_at(now), now=now)
    assert new.totp.secret != old.totp.secret
    assert len(all_rows(RecoveryCode)) == 10
    for late in (old.code_at(now + STEP), done.recovery_codes[0]):
        assert bring(half_way(now).token, late, now) == WrongCode()
    assert isinstance(bring(half_way(now).token, new.code_at(now + STEP), now), Passed)
    assert set(done_again.recovery_codes).isdisjoint(done.recovery_codes)


def test_a_code_of_todays_app_is_not_spent_by_a_wrong_one_of_the_new(own, half_way):
    old, done = set_up(own, half_way().token)
    now = NOON + STEP
    _new, faults = set_up(
        own, done.signed_in.token, code="000000", brought=old.code_at(now), now=now
    )
    assert list(faults) == ["new_code"]
    assert isinstance(bring(half_way(now).token, old.code_at(now), now), Passed)


def test_new_recovery_codes_end_the_old_ones(member, own, half_way):
    phone, old = a_second_factor(member)
    new = renew_recovery_codes(own, proof(phone.code_at(NOON)), now=NOON).recovery_codes
    assert bring(half_way().token, old[0]) == WrongCode()
    assert isinstance(bring(half_way().token, new[0]), Passed)
    assert factor_state(own).codes_left == 9


def test_turned_off_the_password_is_enough_again(member, own, half_way):
    phone, codes = a_second_factor(member)
    for wrong in (proof("000000"), proof(codes[0], text="wrong")):
        with pytest.raises(UnprovenError):
            turn_off_second_factor(own, wrong, now=NOON)
    assert half_way().needs_code
    signed_in = turn_off_second_factor(own, proof(codes[0]), now=NOON)
    assert [each.needs_code for each in all_rows(SignIn)] == [False]
    assert member_of(signed_in.token, now=NOON) is not None
    assert not half_way().needs_code
    assert all_rows(RecoveryCode) == []


def test_a_reset_takes_the_factor_and_ends_every_sign_in(member, half_way):
    phone, _codes = a_second_factor(member)
    half, whole = half_way(), bring(half_way().token, phone.code_at(NOON)).signed_in
    assert reset_second_factor("Owner@Example.org", of_staff=False)
    assert [sign_in_of(each.token, now=NOON) for each in (half, whole)] == [None, None]
    assert not half_way().needs_code
    assert not reset_second_factor("owner@example.org", of_staff=False)
    with pytest.raises(NobodySignsInError):
        reset_second_factor("owner@example.org", of_staff=True)


def test_after_a_restore_with_another_key_no_code_opens_and_it_is_said(app, member, half_way):
    phone, codes = a_second_factor(member)
    app.config["SECRET_KEY"] = "another one"
    for code in (phone.code_at(NOON), codes[0]):
        with pytest.raises(UnreadableFactorError):
            bring(half_way().token, code)
    assert reset_second_factor(member.email, of_staff=False)
    assert not half_way().needs_code


def test_a_half_way_sign_in_ends_with_the_factor_it_waits_for(member, own, half_way):
    phone, codes = a_second_factor(member)
    half = half_way().token
    turn_off_second_factor(own, proof(codes[0]), now=NOON)
    assert bring(half, phone.code_at(NOON)) == HalfWayOver()
