"""Which new passwords are taken, wherever one is chosen, and how they are kept."""

from datetime import UTC, datetime

import pytest
from argon2 import PasswordHasher

from tests.support.signing_in import PASSWORD, a_member_who_signs_in
from webapp.domain.accounts import Account
from webapp.models.base import db, transaction
from webapp.models.studio import Member
from webapp.use_cases.change_password import Changed, change_own_password
from webapp.use_cases.check_studio import NewStudio
from webapp.use_cases.create_staff import NewStaff, create_staff
from webapp.use_cases.create_studio import Created, create_first_studio, create_studio
from webapp.use_cases.passwords import fault_of, hash_password, is_outdated, is_right
from webapp.use_cases.sign_in import SignedIn, sign_in

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
PARTED = "\N{NO-BREAK SPACE}"


def of_a_studio(password):
    return NewStudio("Nord", "nord", "nord@example.org", "Europe/Berlin", password)


def by_who_sets_the_machine_up(password):
    new = of_a_studio(password)
    answer = create_first_studio(new, token="printed", expected="printed", now=NOW)
    return {} if isinstance(answer, Created) else answer.faults


def by_a_command_for_a_studio(password):
    answer = create_studio(of_a_studio(password), now=NOW)
    return {} if isinstance(answer, Created) else answer.faults


def by_a_command_for_staff(password):
    answer = create_staff(NewStaff("sam@example.org", password), now=NOW)
    return {} if isinstance(answer, str) else answer


def by_who_is_signed_in(password):
    account = Account(member_id=a_member_who_signs_in().id)
    answer = change_own_password(account, PASSWORD, password, keep=None, address=None, now=NOW)
    return {} if isinstance(answer, Changed) else answer


DOORS = [
    by_who_sets_the_machine_up,
    by_a_command_for_a_studio,
    by_a_command_for_staff,
    by_who_is_signed_in,
]


@pytest.mark.parametrize("choose", DOORS)
def test_what_is_tried_first_is_refused_at_every_door(app, choose):
    faults = choose("Password2026!")
    assert list(faults) == ["password"]
    assert "is tried first" in faults["password"]


@pytest.mark.one_database("it needs none")
@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("eleven sign", "at least 12 characters"),
        ("a bc" * 50 + "d", "at most 200 characters"),
        (" SAM@example.org ", "neither your e-mail address nor a name"),
        ("qwertyuiop123", "is tried first"),
    ],
)
def test_what_is_wrong_with_a_password_is_said(app, password, said):
    with app.test_request_context():
        assert said in fault_of(password, never=("sam@example.org", "Sam"))


@pytest.mark.one_database("it needs none")
@pytest.mark.parametrize(
    "password",
    [
        "twelve signs",
        "  spaces before and behind  ",
        f"parts{PARTED}that{PARTED}no key writes",
        "🌻🚲🎻🦉🍐🧵🪁🛶🎈🧭🪴🥁",
        "a sentence that is longer than sixty-four characters, as some like to have it",
        "two hundred " * 16 + "in all  ",
    ],
)
def test_signs_of_any_kind_are_taken_and_none_is_left_out(app, password):
    assert fault_of(password, never=("sam@example.org", "Sam")) == ""
    kept = hash_password(password)
    assert is_right(password, kept)
    assert not is_right(password[:-1], kept)


def test_a_password_that_was_kept_weakly_is_kept_anew_when_it_is_brought(app):
    member = a_member_who_signs_in()
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with transaction() as session:
        session.get_one(Member, member.id).password_hash = weak
    assert is_outdated(weak)
    wrong, right = (
        sign_in(member.email, password, address=None, now=NOW) for password in ("wrong", PASSWORD)
    )
    assert not isinstance(wrong, SignedIn)
    assert isinstance(right, SignedIn)
    kept = db.session.get_one(Member, member.id).password_hash
    assert kept.startswith("$argon2id$")
    assert not is_outdated(kept)
    assert is_right(PASSWORD, kept)
