"""The code on the card: what it looks like, and how forgivingly it is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.access_codes import ALPHABET, new_code, normalise, shown

CODE = "K7MW9Q3X4T2P"


def test_the_alphabet_has_31_symbols_and_none_that_is_mistaken_for_another():
    assert len(set(ALPHABET)) == len(ALPHABET) == 31
    assert not set("0O1IL") & set(ALPHABET)


def test_a_new_code_has_twelve_symbols_and_never_comes_twice():
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(len(code) == 12 and set(code) <= set(ALPHABET) for code in codes)


def test_a_code_is_shown_in_three_groups_of_four():
    assert shown(CODE) == "K7MW-9Q3X-4T2P"


@given(st.lists(st.sampled_from(ALPHABET), min_size=12, max_size=12).map("".join))
def test_every_code_is_read_as_it_is_shown(code):
    assert normalise(code) == normalise(shown(code)) == normalise(shown(code).lower()) == code


@pytest.mark.parametrize(
    "typed",
    [
        "K7MW-9Q3X-4T2P",
        " k7mw 9q3x 4t2p ",
        "k7mw9q3x4t2p",
        "K7MW–9Q3X—4T2P",
        "K7MW_9Q3X.4T2P",
        "\u202eK7MW-9Q3X-4T2P\u202c",
        "Ｋ７ＭＷ９Ｑ３Ｘ４Ｔ２Ｐ",
        "K7MW\N{NO-BREAK SPACE}9Q3X\t4T2P\n",
    ],
)
def test_a_code_is_understood_however_it_is_typed(typed):
    assert normalise(typed) == CODE


def test_symbols_that_no_code_has_are_read_as_those_they_resemble():
    assert normalise("0O1IL2222222") == "QQ7JJ2222222"


@pytest.mark.parametrize(
    "typed", ["", "K7MW", "K7MW9Q3X4T2PX", "Ü7MW9Q3X4T2P", "%" * 12, "'; DROP --", "2" * 10_000]
)
def test_what_cannot_be_a_code_is_none(typed):
    assert normalise(typed) is None


@given(st.text())
def test_nothing_that_is_typed_breaks_the_reading(typed):
    read = normalise(typed)
    assert read is None or (len(read) == 12 and set(read) <= set(ALPHABET))
