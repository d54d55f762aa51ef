"""What follows from acting on behalf (H2): the answer to a request, the minutes, the two names."""

from datetime import UTC, datetime, timedelta

import pytest

from webapp.domain.acting import LASTS, Answer, answer_to, both_names, minutes_left, names_in

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("reads", "is_open", "is_raised", "answer"),
    [
        (True, True, False, Answer.FINE),
        (True, True, True, Answer.FINE),
        (False, True, False, Answer.READ_ONLY),
        (False, True, True, Answer.FINE),
        (True, False, True, Answer.CLOSED),
        (False, False, False, Answer.CLOSED),
        (False, False, True, Answer.CLOSED),
    ],
)
def test_closed_stays_closed_and_changes_need_raising(reads, is_open, is_raised, answer):
    assert answer_to(reads=reads, is_open=is_open, is_raised=is_raised) is answer


@pytest.mark.parametrize(
    ("seconds", "minutes"), [(0, 30), (1, 30), (60, 29), (1740, 1), (1799, 1), (1800, 0), (9999, 0)]
)
def test_minutes_that_have_begun_are_counted(seconds, minutes):
    assert minutes_left(NOW + LASTS, now=NOW + timedelta(seconds=seconds)) == minutes


def test_both_names_are_kept_and_found_again_however_long():
    assert names_in(both_names("Samira Haddad", "Studio Nord")) == ("Samira Haddad", "Studio Nord")
    assert names_in("Samira Haddad") == ("Samira Haddad", "")
    long = both_names("S" * 120, "N" * 120)
    assert len(long) <= 120
    person, studio = names_in(long)
    assert person.startswith("SSS")
    assert studio.startswith("NNN")
