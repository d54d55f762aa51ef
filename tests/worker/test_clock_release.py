"""While the clock is held people go on, and so do their mails; a release sets all of it going."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support.builders import (
    NOW,
    a_filled_basket,
    a_job,
    a_studio,
    an_outgoing,
)
from tests.support.delivering import a_mail
from tests.support.hands import Hands, a_worker, do
from tests.support.records import all_rows, history_of, lines_of
from tests.support.saving import press_twice
from tests.support.staff import somebody_of_staff
from webapp.domain.actors import Actor, ActorKind
from webapp.domain.status import Status
from webapp.models.base import db, transaction
from webapp.models.operation import ClockHold, FailedAttempt, Heartbeat
from webapp.models.outgoing import Outgoing
from webapp.models.support import SupportSession
from webapp.use_cases.act_on_behalf import begin_acting
from webapp.use_cases.deliver_messages import deliver
from webapp.use_cases.hold_clock import hold_clock
from webapp.use_cases.outbox import FIRST
from webapp.use_cases.release_clock import release_clock
from webapp.use_cases.sign_in import add_sign_in

SAMIRA = Actor(ActorKind.SUPPORT, "Samira Haddad")
DAY = timedelta(days=1)


@pytest.fixture
def hands():
    return Hands()


@pytest.fixture
def held(app, hands):
    hold_clock(2 * DAY, worker="here:1", now=hands.machine)
    return all_rows(ClockHold)[0]


def a_due_job():
    job = a_job(status="selling", archive_on=date(2026, 11, 23))
    a_filled_basket(job)
    return job


def test_people_save_and_archive_by_hand_as_ever(app, held, stored):
    renamed, archived_by_hand = a_due_job(), a_due_job()
    late = NOW + 2 * DAY
    assert press_twice(renamed.id, now=late, public_name="Oak Lane").stored
    assert press_twice(archived_by_hand.id, now=late, status=Status.ARCHIVED).stored
    assert (stored(renamed).status, stored(renamed).public_name) == ("selling", "Oak Lane")
    assert stored(archived_by_hand).status == "archived"
    assert lines_of(archived_by_hand.id) == []
    assert history_of(archived_by_hand.id)[-1].actor_name == "Jonas Weber"


def test_another_jump_than_the_one_that_was_looked_at_stays_held(app, held, hands):
    assert release_clock(held.id, by=SAMIRA, now=hands.machine)
    hold_clock(DAY, worker="here:1", now=hands.machine + DAY)
    assert not release_clock(held.id, by=SAMIRA, now=hands.machine)
    assert release_clock(None, by=SAMIRA, now=hands.machine)


def test_what_the_wrong_clock_put_off_comes_back_once_the_clock_is_right(app, held, hands):
    future = hands.machine + 900 * DAY
    an_outgoing(a_studio(), available_at=future)
    with transaction() as session:
        session.add(Heartbeat(worker="here:1", seen_at=future))
        session.add(FailedAttempt(key="k", failures=9, first_at=future, last_at=future))

    release_clock(held.id, by=SAMIRA, now=hands.machine)

    assert [row.available_at for row in all_rows(Outgoing)] == [hands.machine]
    assert [db.session.query(table).count() for table in (Heartbeat, FailedAttempt)] == [0, 0]


def test_who_began_to_act_by_the_wrong_clock_is_out_once_it_is_right(app, held, hands):
    """Else it would last until that time has come, and thirty minutes more (H2)."""
    studio, staff = a_studio(), somebody_of_staff()
    for ahead in (900 * DAY, timedelta(minutes=40), timedelta(0)):
        act(studio, staff, now=hands.machine + ahead)

    release_clock(held.id, by=SAMIRA, now=hands.machine)

    in_order = sorted(all_rows(SupportSession), key=lambda row: row.ends_at)
    half_an_hour = timedelta(minutes=30)
    assert [row.ends_at - hands.machine for row in in_order] == [DAY * 0, DAY * 0, half_an_hour]


def act(studio, staff, *, now):
    with transaction() as session:
        token = add_sign_in(session, staff_id=staff.id, now=now, whole=True).token
    begin_acting(studio.id, "Request 1042", token=token, now=NOW, machine_now=now)


def test_order_mails_go_out_meanwhile_and_nothing_is_called_too_late(app, config, clock, held):
    studio = a_studio()
    order = an_outgoing(studio, kind="order", priority=FIRST, expires_at=NOW + 900 * DAY)
    late = an_outgoing(studio, kind="order", priority=FIRST, expires_at=NOW + 5 * DAY)
    reminder = a_mail(studio)
    clock.set(datetime(2027, 11, 23, 9, tzinfo=UTC))

    do(app, a_worker(config, Hands().watch()), "deliver messages")

    states = {row.id: row.state for row in all_rows(Outgoing)}
    assert states == {order.id: "sent", late.id: "waiting", reminder.id: "waiting"}


def test_between_two_reminders_the_clock_jumps_and_the_second_waits(app, config, clock):
    studio = a_studio()
    for _each in range(2):
        a_mail(studio)
    looks = iter([False, False])  # at the claim, and before the first of them

    deliver(
        a_worker(config, None).post,
        now=clock.now,
        machine_now=clock.now,
        is_clock_held=lambda: next(looks, True),
    )

    assert sorted(row.state for row in all_rows(Outgoing)) == ["sent", "waiting"]
