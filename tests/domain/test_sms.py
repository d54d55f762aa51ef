"""How long an SMS is, and what it costs in segments."""

import pytest

from webapp.domain.sms import Alphabet, foreign, measure

GSM, UCS2 = Alphabet.GSM, Alphabet.UCS2


@pytest.mark.parametrize(
    ("text", "alphabet", "units", "segments"),
    [
        ("", GSM, 0, 0),
        ("a" * 160, GSM, 160, 1),
        ("a" * 161, GSM, 161, 2),
        ("a" * 306, GSM, 306, 2),
        ("a" * 307, GSM, 307, 3),
        ("äöüßÄÖÜ@£\n", GSM, 10, 1),
        ("€" * 80, GSM, 160, 1),
        ("€" * 81, GSM, 162, 2),
        ("[]{}~^|\\", GSM, 16, 1),
        ("’" * 70, UCS2, 70, 1),
        ("’" * 71, UCS2, 71, 2),
        ("’" * 134, UCS2, 134, 2),
        ("’" * 135, UCS2, 135, 3),
        ("😀" * 35, UCS2, 70, 1),
        ("😀" * 36, UCS2, 72, 2),
        ("ç", UCS2, 1, 1),
    ],
)
def test_a_text_is_measured_in_the_alphabet_it_needs(text, alphabet, units, segments):
    found = measure(text)
    assert (found.alphabet, found.units, found.segments) == (alphabet, units, segments)


def test_no_letter_is_torn_apart_between_two_segments():
    # The euro sign needs two units, and one is left of the first segment: it moves on whole.
    assert measure("a" * 152 + "€" + "a" * 152).segments == 3
    assert measure("a" * 151 + "€" + "a" * 153).segments == 2
    assert measure("’" * 66 + "😀" + "’" * 66).segments == 3


def test_what_still_fits_is_said():
    assert measure("a" * 150).left == 10
    assert measure("a" * 161).left == 145


def test_letters_that_halve_the_room_are_named_once():
    assert foreign("Łukasz’s Bilder ’24") == ["Ł", "’"]
    assert foreign("Grüße, 5 €") == []
