"""Support accounts: one address, one person; rights; coming, going, coming back."""

from datetime import UTC, datetime
from threading import Thread

import pytest

from tests.support.records import all_rows
from tests.support.second_factor import a_second_factor
from tests.support.signing_in import a_member_who_signs_in
from tests.support.staff import RIGHTS, somebody_of_staff
from webapp.domain.accounts import Account
from webapp.models.base import db, transaction
from webapp.models.staff import SecondFactor, Staff
from webapp.models.studio import Member, SignIn
from webapp.queries.staff import all_staff
from webapp.use_cases.change_second_factor import NobodySignsInError
from webapp.use_cases.change_staff import change_staff, leave_staff
from webapp.use_cases.check_studio import NewStudio
from webapp.use_cases.create_staff import NewStaff, create_staff
from webapp.use_cases.create_studio import Created, create_studio
from webapp.use_cases.sign_in import SignedIn, WrongSignIn, sign_in, sign_in_of_the_demo
from webapp.use_cases.signing_addresses import let_nobody_else_join

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
WORDS = "a sentence that nobody guesses"


def new(email="samira@example.org", **facts):
    return NewStaff(email=email, password=facts.pop("password", WORDS), **facts)


def a_new_studio(email, slug="nord"):
    return NewStudio("Studio Nord", slug, email, "Europe/Berlin", WORDS)


def enter(email="samira@example.org"):
    return sign_in(email, WORDS, address="203.0.113.7", now=NOON)


def test_a_support_account_has_all_rights_unless_told(app):
    create_staff(new(" Samira@Example.ORG "), now=NOON)
    create_staff(new("ben@example.org", name="Ben  B", language="de", rights=("look",)), now=NOON)
    ben, samira = sorted(all_rows(Staff), key=lambda each: each.email)
    assert (samira.email, samira.name, samira.rights) == ("samira@example.org", "samira", {*RIGHTS})
    assert (ben.name, ben.language, ben.rights) == ("Ben B", "de", {"look"})
    assert isinstance(enter(), SignedIn)


def test_all_that_is_wrong_is_said_and_nothing_is_stored(app):
    wrong = new("nomail", password="short", name="n" * 121, language="fr", rights=("fly",))
    faults = create_staff(wrong, now=NOON)
    assert list(faults) == ["email", "name", "language", "rights", "password"]
    assert all_rows(Staff) == []


def test_no_address_is_of_a_photographer_and_of_staff(app):
    a_member_who_signs_in(email="owner@example.org")
    assert list(create_staff(new("Owner@example.org"), now=NOON)) == ["email"]
    create_staff(new(), now=NOON)
    assert list(create_staff(new(), now=NOON)) == ["email"]
    refused = create_studio(a_new_studio("Samira@example.org"), now=NOON)
    assert list(refused.faults) == ["email"]
    assert (len(all_rows(Member)), len(all_rows(Staff))) == (1, 1)


def test_of_two_who_take_one_address_at_once_one_waits_and_is_refused(app):
    answers = []

    def open_a_studio():
        with app.app_context():
            answers.append(create_studio(a_new_studio("samira@example.org"), now=NOON))

    with transaction() as session:
        let_nobody_else_join(session)
        session.add(Staff(email="samira@example.org", name="S", password_hash="", created_at=NOON))
        session.flush()
        other = Thread(target=open_a_studio, daemon=True)
        other.start()
        other.join(1)  # time enough for whoever would not wait
        assert answers == []
    other.join(60)
    assert [list(each.faults) for each in answers] == [["email"]]
    assert all_rows(Member) == []


def test_who_leaves_is_out_and_keeps_the_name_and_may_come_back(app):
    create_staff(new(name="Samira Haddad"), now=NOON)
    (before,) = all_rows(Staff)
    a_second_factor(before)
    enter()
    assert leave_staff("samira@example.org", now=NOON)
    assert not leave_staff("samira@example.org", now=NOON)
    assert all_rows(SignIn) == []
    assert enter() == WrongSignIn()
    assert [(each.name, each.left_at) for each, _ in all_staff()] == [("Samira Haddad", NOON)]
    create_staff(new(rights=("look",)), now=NOON)
    (after,) = all_rows(Staff)
    assert (after.id, after.left_at, after.rights) == (before.id, None, {"look"})
    assert all_rows(SecondFactor) == []
    assert isinstance(enter(), SignedIn)


def test_who_left_may_open_a_studio_and_then_comes_back_under_another_address(app):
    create_staff(new(), now=NOON)
    leave_staff("samira@example.org", now=NOON)
    assert isinstance(create_studio(a_new_studio("samira@example.org"), now=NOON), Created)
    assert list(create_staff(new(), now=NOON)) == ["email"]
    assert not isinstance(create_studio(a_new_studio("x"), now=NOON), Created)


def test_rights_name_and_language_are_changed_each_by_itself(app):
    staff = somebody_of_staff()
    own = Account(staff_id=staff.id)
    assert change_staff(own, rights=("answer", "act")) == {}
    assert change_staff(own, name=" Sam  H ") == {}
    assert change_staff(own, language="de") == {}
    assert list(change_staff(own, rights=(), language="fr")) == ["language", "rights"]
    db.session.rollback()
    row = db.session.get(Staff, staff.id)
    assert (row.name, row.language, row.rights) == ("Sam H", "de", {"answer", "act"})


def test_nobody_but_the_demos_own_comes_in_without_a_password(app):
    staff = somebody_of_staff(is_demo=False)
    with pytest.raises(ValueError, match="demo"):
        sign_in_of_the_demo(staff.id, now=NOON)
    with pytest.raises(NobodySignsInError):
        leave_staff("nobody@example.org", now=NOON)
    assert all_rows(SignIn) == []
