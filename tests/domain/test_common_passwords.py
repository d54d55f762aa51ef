"""What is tried first is no password, however somebody made it long enough."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.common_passwords import is_common


@pytest.mark.parametrize(
    "password",
    [
        "q1w2e3r4t5y6",
        "Qwertyuiop123",
        "  ADMINISTRATOR ",
        "password2026!",
        "1234password1234",
        "passwordpassword",
        "password password 1",
        "111111111111",
        "abc abc abc abc",
        "ｐａｓｓｗｏｒｄ１２３４",
        "Password1!Password1!",
    ],
)
def test_the_commonest_are_known_also_when_lengthened(password):
    assert is_common(password)


@pytest.mark.parametrize(
    "password",
    [
        "long enough a sentence",
        "schöne Bilder für alle",
        "password of my own shop",
        "morgenlicht-demo",
        "842917305564",
        "zK4vT9wQ2mXb",
        "пароль на каждый день",
        "1 elephant & 2 bicycles",
    ],
)
def test_what_somebody_thought_of_or_a_machine_drew_is_none_of_them(password):
    assert not is_common(password)


@given(st.text(max_size=200))
def test_whatever_is_typed_is_answered(password):
    assert is_common(password) in (True, False)
