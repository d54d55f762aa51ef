"""Bank details: a slip of the pen in an account number is noticed, words are free."""

import pytest

from webapp.domain.bank_details import wrong_ibans

RIGHT = "Studio Nord, IBAN DE89 3704 0044 0532 0130 00 BIC COBADEFFXXX"


@pytest.mark.parametrize(
    "text",
    [
        "",
        RIGHT,
        "DE89370400440532013000",
        "AT61 1904 3002 3457 3201 BKAUATWW",
        "Konto: CH93 0076 2011 6238 5295 7",
        "GB29 NWBK 6016 1331 9268 19",
        "Halle DE12 am Markt 3, 10115 Berlin",
        "XX12 3456 7890 1234",
    ],
)
def test_right_numbers_and_plain_words_are_left_alone(text):
    assert wrong_ibans(text) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (RIGHT.replace("3704", "3740"), "DE89374000440532013000"),
        ("DE89 3704 0044 0532 0130", "DE893704004405320130"),
        ("Ours:\nDE89 3704 0044 0532 0130 01", "DE89370400440532013001"),
    ],
)
def test_a_wrong_digit_or_a_missing_one_is_noticed(text, wrong):
    assert wrong_ibans(text) == [wrong]
