"""Two bring the same code at the same moment: each is good for once."""

from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count

import pytest

from tests.support.races import race, slow_looks
from tests.support.second_factor import a_second_factor
from tests.support.signing_in import a_member_who_signs_in
from tests.support.verdicts import RUNS, goes_wrong, judged, never_goes_wrong
from webapp.use_cases.pass_second_factor import pass_second_factor
from webapp.use_cases.sign_in import sign_in_without_password

pytestmark = pytest.mark.soaked

RACE = "Two browsers bring the same code of the second factor"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def one_gets_in(answers):
    return sorted(type(each).__name__ for each in answers) == ["Passed", "WrongCode"]


@pytest.fixture
def both_at_once(app):
    """Two browsers bring the same code at the same moment; fine is: one gets in."""
    member = a_member_who_signs_in()
    phone, codes = a_second_factor(member)
    days = count()

    def play(locks=True):
        number = next(days)
        now = NOON + timedelta(days=2 * number)
        halves = [sign_in_without_password(member.id, now=now).token for _browser in range(2)]
        code = codes[number] if locks and number < 3 else phone.code_at(now)
        bring = partial(pass_second_factor, code=code, address=None, now=now)
        with slow_looks(locks=locks):
            answers = race(app, *(partial(bring, half) for half in halves))
        # The throttle tries again when another was first with its row: that refuses nobody.
        return judged(one_gets_in, answers, ()), answers

    return play


def test_of_two_at_once_with_one_code_one_gets_in(both_at_once):
    never_goes_wrong(both_at_once, runs=RUNS, race=RACE)


def test_without_the_lock_both_would_at_some_time(both_at_once):
    goes_wrong(lambda: both_at_once(locks=False), runs=max(RUNS, 50), race=RACE)
