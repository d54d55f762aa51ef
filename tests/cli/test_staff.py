"""Support accounts, typed: from the first to whoever lost the phone."""

import pytest
from click.testing import CliRunner

from tests.support.live import environment
from tests.support.records import all_rows
from tests.support.second_factor import a_second_factor
from tests.support.signing_in import a_member_who_signs_in
from webapp.cli import shelflife
from webapp.models.staff import SecondFactor, Staff

pytestmark = pytest.mark.one_database("what the commands do is tested on both elsewhere")
WORDS = "a long pass phrase"


@pytest.fixture
def say(app, config):
    """The command with these words, in this process: starting one takes a second each time."""
    runner = CliRunner(env=environment(config))

    def run(*words, said=None):
        return runner.invoke(shelflife, words, input=said)

    return run


def test_an_account_is_usable_as_it_was_typed(say, client):
    done = say("staff", "create", "--email", "sam@example.org", "--password-stdin", said=WORDS)
    assert done.exit_code == 0, done.stderr
    (staff,) = all_rows(Staff)
    assert staff.rights == {"look", "answer", "act", "operate"}
    answer = client.submit("/sign-in", email="sam@example.org", password=WORDS, follow=True)
    assert answer.request.path == "/console/second-factor"


def test_staff_are_listed_changed_reset_and_let_go(say, app):
    create = ("staff", "create", "--email", "sam@example.org", "--password-stdin")
    assert say(*create, "--rights", "look,answer", said=f"{WORDS}\n").exit_code == 0
    a_second_factor(all_rows(Staff)[0])
    change = ("staff", "change", "--email", "sam@example.org", "--rights", "look")
    assert say(*change, "--name", "Sam").exit_code == 0
    assert say("staff", "list").stdout == "sam@example.org\tSam\tlook\tsecond factor\n"
    assert say("staff", "reset-second-factor", "--email", "sam@example.org").exit_code == 0
    assert all_rows(SecondFactor) == []
    assert say("staff", "remove", "--email", "sam@example.org").exit_code == 0
    assert all_rows(Staff)[0].left_at is not None


def test_what_is_wrong_is_said_with_its_exit_code(say):
    create = ("staff", "create", "--email", "nomail", "--password-stdin")
    done = say(*create, said="short\n")
    assert done.exit_code == 1
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == ["email", "password"]
    assert say(*create, "--rights", "look,fly", said=WORDS).exit_code == 2
    assert say("staff", "change", "--email", "sam@example.org").exit_code == 2
    unknown = say("staff", "remove", "--email", "sam@example.org")
    assert (unknown.exit_code, "sam@example.org" in unknown.stderr) == (1, True)


def test_a_photographer_who_lost_the_phone_signs_in_with_the_password(say, app):
    a_second_factor(a_member_who_signs_in(email="mia@nord.example"))
    reset = ("studio", "reset-second-factor", "--email")
    assert say(*reset, "mia@nord.example").exit_code == 0
    assert all_rows(SecondFactor) == []
    assert say(*reset, "nobody@nord.example").exit_code == 1
