"""What support types is understood in every way in which it can be meant (H1)."""

import pytest

from webapp.domain.console_search import LONGEST, Asked


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1042", 1042), ("#1042", 1042), ("No. 1042", 1042), ("nr 7", 7), ("10 42", None),
     ("9" * 10, None), ("seven", None), ("", None), ("²", None)],
)  # fmt: skip
def test_the_number_of_an_order_is_read_with_and_without_its_sign(typed, number):
    assert Asked.read(typed).number == number


@pytest.mark.parametrize(
    ("typed", "digits"),
    [("0170 123 45 67", "1701234567"), ("+49 170 1234567", "491701234567"),
     ("+49 (0)170/123-45", "4917012345"), ("0049 170 12", "4917012"), ("170", ""), ("Anna", ""),
     ("12 Anna", "")],
)  # fmt: skip
def test_a_phone_number_is_read_however_it_is_grouped(typed, digits):
    assert Asked.read(typed).phone == digits


@pytest.mark.parametrize(
    "typed", ["<ab.c@d.example>", "ab.c@d.example", "Message-ID: <ab.c@d.example>"]
)
def test_a_message_id_is_read_with_and_without_brackets(typed):
    assert Asked.read(typed).mail_id == "ab.c@d.example"


def test_ids_are_found_inside_of_a_pasted_address():
    asked = Asked.read("https://x.example/studio/jobs/abcdefghijkmnpqr/settings")
    assert asked.ids == ("abcdefghijkmnpqr",)
    assert Asked.read("abcdefghijkmnpq").ids == ()
    assert Asked.read("abcdefghijkmnpqrs").ids == ()


@pytest.mark.parametrize("typed", ["k7mw-9q3x-4t2p", "K7MW 9Q3X 4T2P", " k7mw9q3x4t2p "])
def test_a_whole_code_is_read_as_the_shop_reads_it(typed):
    asked = Asked.read(typed)
    assert (asked.code, asked.is_like_a_code) == ("K7MW9Q3X4T2P", True)


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("K7MW-9Q3X-4T2P does not open", [("K7MW9Q3X4T2P", True)]),
        ("my code: k7mw–9q3x–4t2p, since Monday", [("K7MW9Q3X4T2P", True)]),
        ("the K7MW9Q3X4T2P of Mia", [("K7MW9Q3X4T2P", True)]),
        ("Lily has K7MW 9Q3X 4T2P", [("K7MW9Q3X4T2P", False)]),
        ("at the Wiesengrundt school", [("WJESENGRUNDT", False)]),
        ("K7MW-9Q3X-4T2 and K7MW-9Q3X-4T2PX", []),
        ("Anna Berger of 2b", []),
    ],
)
def test_a_whole_code_is_found_anywhere_in_what_was_typed(typed, codes):
    found = [(each.code, each.is_sure) for each in Asked.read(typed).codes]
    assert [each for each in found if each in codes] == codes
    assert codes or not found


def test_part_of_a_code_is_none_and_a_long_word_is_hardly_one():
    assert not Asked.read("K7MW-9Q3X").code
    assert not Asked.read("K7MW-9Q3X").is_like_a_code
    assert Asked.read("Wiesengrundt").code
    for other in ("Wiesengrundt", "Anna Bert Carl", "+49 170 1234567"):
        assert Asked.read(other).code
        assert not Asked.read(other).is_like_a_code


@pytest.mark.parametrize(
    "typed", ["", " \x00\u202e ", "%", "_", "x" * 10_000, "9" * 10_000, "<" * 300]
)
def test_nothing_that_is_typed_breaks_the_reading(typed):
    asked = Asked.read(typed)
    assert len(asked.q) <= LONGEST
    facts = (asked.words, asked.ids, asked.tokens, asked.number, asked.phone, asked.mail_id,
             asked.request_id, asked.code, asked.is_like_a_code)  # fmt: skip
    assert len(facts) == 9


def test_the_number_of_a_request_to_the_program_is_known_by_its_form():
    assert Asked.read("0123456789ABCDEF").request_id == "0123456789abcdef"
    assert not Asked.read("0123456789abcde").request_id
