"""Steps of thirty seconds, and codes as people type them."""

from datetime import UTC, datetime

import pytest

from webapp.domain.accounts import Account
from webapp.domain.second_factor import digits_of, grouped, step_of, steps_taken


def at(seconds):
    return datetime.fromtimestamp(seconds, UTC)


def test_a_step_lasts_thirty_seconds():
    assert [step_of(at(seconds)) for seconds in (0, 29.9, 30, 59, 60)] == [0, 0, 1, 1, 2]


def test_the_code_before_and_the_one_after_are_taken_too_and_none_twice():
    now = at(3000)
    assert sorted(steps_taken(now, after=0)) == [99, 100, 101]
    assert sorted(steps_taken(now, after=99)) == [100, 101]
    assert steps_taken(now, after=101) == ()


@pytest.mark.parametrize(
    "typed", ["123456", " 123 456 ", "123-456", "１２３４５６", "12\u200b3456"]
)
def test_spaces_and_dashes_in_a_code_are_forgiven(typed):
    assert digits_of(typed) == "123456"


@pytest.mark.parametrize(
    "typed",
    ["", "12345", "1234567", "12345a", "\u0661\u0662\u0663\u0664\u0665\u0666", "1" * 10_000],
)
def test_what_is_no_code_is_none(typed):
    assert digits_of(typed) is None


def test_a_key_is_typed_in_groups_of_four():
    assert grouped("ABCDEFGHJK") == "ABCD EFGH JK"


def test_an_account_is_of_one_person():
    for nobody in ({}, {"member_id": "a", "staff_id": "b"}):
        with pytest.raises(ValueError, match="account"):
            Account(**nobody)
