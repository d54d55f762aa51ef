"""Revoking against a deed on behalf: the deed is whole before it, or it is not done at all (H2)."""

import pytest
from sqlalchemy import delete, select

from tests.support.builders import a_job, a_studio
from tests.support.races import race, slow_looks
from tests.support.staff import somebody_of_staff
from tests.support.verdicts import RUNS, goes_wrong, judged, never_goes_wrong
from webapp import clock
from webapp.domain.actors import Actor, ActorKind
from webapp.models.base import transaction
from webapp.models.job import Job
from webapp.models.staff import Staff
from webapp.models.studio import SignIn
from webapp.models.support import SupportSession
from webapp.use_cases.act_on_behalf import (
    NoAccessError,
    NotActingError,
    begin_acting,
    raise_acting,
)
from webapp.use_cases.record_requests import Asked, only_while_acting, record_request
from webapp.use_cases.recording import record
from webapp.use_cases.sign_in import add_sign_in
from webapp.use_cases.support_access import change_support_access

OWNER = Actor(ActorKind.PERSON, "Jonas Weber")
SAMIRA = Actor(ActorKind.SUPPORT, "Samira Haddad · Studio Nord")
RACE = "The support changes a job while the studio revokes its right"
ASKED = Asked("POST /studio/jobs", reads=False, is_open=True)


def at():
    return {"now": clock.now(), "machine_now": clock.machine_now()}


def a_token():
    staff = somebody_of_staff()
    with transaction() as session:
        return add_sign_in(session, staff_id=staff.id, now=clock.machine_now(), whole=True).token


def raised_for(studio):
    token = begin_acting(studio.id, "Request 1042", token=a_token(), **at())
    return raise_acting(token=token, **at())


def come_in(token):
    """What the studio's door does before a page on behalf: record, and set the condition."""
    entered = record_request(token, ASKED, **at())
    if entered is None:
        raise NotActingError
    only_while_acting(entered.session_id)


def change(job_id):
    """One deed, as the page does it then."""
    with transaction() as session:
        held = session.get_one(Job, job_id, with_for_update=True)
        held.internal_name = "Changed"
        record(session, held, by=SAMIRA, now=clock.now(), deed="settings-saved")


def revoke(studio_id):
    change_support_access(studio_id, allowed=False, by=OWNER, **at())


def play(app, **how):
    """Right: nothing was changed any more once the revocation was done, and nothing was turned away
    but what came too late."""
    studio = a_studio()
    job = a_job(studio)
    before = job.internal_name
    token = raised_for(studio)
    studio_id, job_id, seen = studio.id, job.id, []

    def name_of_job():
        with transaction() as session:
            return session.get_one(Job, job_id).internal_name

    def act():
        come_in(token)
        change(job_id)

    def revoke_and_look():
        revoke(studio_id)
        seen.append(name_of_job())

    def is_right(answers):
        done = "Changed" if answers[0] is None else before
        known = answers[0] is None or isinstance(answers[0], NotActingError)
        return known and seen == [name_of_job()] == [done]

    with slow_looks(**how) as refused:
        answers = race(app, act, revoke_and_look)
    return judged(is_right, answers, refused), [*answers, seen, name_of_job(), refused]


def test_a_deed_that_is_begun_after_the_revocation_is_refused_inside(app, stored):
    studio = a_studio()
    job = a_job(studio)
    token = raised_for(studio)
    with app.app_context():
        come_in(token)
        with app.app_context():
            revoke(studio.id)
        with pytest.raises(NotActingError):
            change(job.id)
    assert stored(job).internal_name != "Changed"


@pytest.mark.parametrize("gone", ["may_act", "left_at", "sign-in"])
def test_a_deed_is_refused_inside_once_right_or_sign_in_are_gone(app, stored, gone):
    studio = a_studio()
    job = a_job(studio)
    token = raised_for(studio)
    with app.app_context():
        come_in(token)
        with app.app_context():
            take_away(gone)
        with pytest.raises(NotActingError):
            change(job.id)
    assert stored(job).internal_name != "Changed"


def take_away(gone):
    with transaction() as session:
        if gone == "sign-in":
            session.execute(delete(SignIn))
            return
        staff = session.scalars(select(Staff)).one()
        setattr(staff, gone, clock.machine_now() if gone == "left_at" else False)


@pytest.mark.soaked
def test_after_revoking_nothing_is_changed_any_more(app):
    never_goes_wrong(lambda: play(app), runs=RUNS, race=RACE)


@pytest.mark.soaked
def test_without_locks_it_is(app):
    unlocked = {"seconds": 0.08, "locks": False}
    goes_wrong(lambda: play(app, **unlocked), runs=max(100, RUNS), race=RACE)


def test_two_beginnings_in_one_sign_in_are_one(app):
    first, second, token = a_studio().id, a_studio("Studio Süd").id, a_token()

    def begin(studio_id):
        return begin_acting(studio_id, "Request 1042", token=token, **at())

    answers = race(app, lambda: begin(first), lambda: begin(second))
    assert sorted(type(each).__name__ for each in answers) in (
        ["AlreadyActingError", "str"],
        ["NoResultFound", "str"],
    )
    with transaction() as session:
        assert len(session.scalars(select(SupportSession.id)).all()) == 1


def test_beginning_while_the_studio_revokes_lets_nobody_stay(app):
    studio_id, token = a_studio().id, a_token()
    answers = race(
        app,
        lambda: begin_acting(studio_id, "Request 1042", token=token, **at()),
        lambda: revoke(studio_id),
    )
    assert isinstance(answers[0], (str, NoAccessError))
    assert answers[1] is None
    with transaction() as session:
        running = select(SupportSession.id).where(SupportSession.ended_at.is_(None))
        assert session.scalars(running).all() == []
