"""Orders are marked: each with its event, each refusal with its reason, each mail once (A9)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.support.builders import NOW, a_job, a_studio
from tests.support.letters import link_in, outgoing, parsed, text_of
from tests.support.orders import a_line, an_order
from tests.support.races import race
from tests.support.records import is_stale
from webapp.domain.actors import Actor, ActorKind
from webapp.domain.orders import Mark
from webapp.models.base import db
from webapp.models.order import OrderEvent
from webapp.use_cases.mark_orders import mark_orders
from webapp.use_cases.renew_downloads import renew_downloads

JONAS = Actor(ActorKind.PERSON, "Jonas Weber")
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def job(app):
    return a_job(a_studio(), "selling")


def mark(job, orders, wanted, *, now=LATER, tell=False):
    ids = [order.id for order in orders]
    return mark_orders(job.studio_id, ids, Mark(wanted), by=JONAS, now=now, tell=tell)


def events(order):
    found = db.session.scalars(select(OrderEvent).where(OrderEvent.order_id == order.id))
    return [(each.deed, each.actor_name, each.at) for each in found]


def an_order_with_a_file(job, **facts):
    until = NOW + timedelta(days=42)
    return an_order(job, a_line(job, kind="digital"), **({"downloads_until": until} | facts))


def test_many_are_marked_at_once_and_what_stays_is_told_with_its_reason(job, stored):
    orders = [an_order(job, number=n) for n in (1, 2)]
    cancelled = an_order(job, number=3, cancelled_at=NOW)
    plan = mark(job, [*orders, cancelled], "paid")
    assert [each.number for each in plan.changing] == [1, 2]
    assert [(each.order.number, each.reason) for each in plan.staying] == [(3, "is-cancelled")]
    assert [(stored(each).state, stored(each).paid_at) for each in orders] == [("paid", LATER)] * 2
    assert (stored(cancelled).state, stored(cancelled).paid_at) == ("cancelled", None)
    assert events(orders[0]) == [("paid", "Jonas Weber", LATER)]
    assert events(cancelled) == []


def test_what_is_delivered_first_and_paid_later_stays_delivered(job, stored):
    order = an_order(job)
    mark(job, [order], "delivered")
    mark(job, [order], "paid")
    assert (stored(order).state, stored(order).paid_at) == ("delivered", LATER)
    mark(job, [order], "not-delivered")
    assert (stored(order).state, stored(order).delivered_at) == ("paid", None)
    assert [deed for deed, _who, _at in events(order)] == ["delivered", "paid", "not-delivered"]


def test_orders_of_another_studio_are_passed_over(job, stored):
    theirs = an_order(a_job(a_studio()))
    plan = mark(job, [theirs], "paid")
    assert (plan.changing, plan.staying, stored(theirs).state) == ((), (), "open")


def test_who_bought_files_is_told_once_that_they_are_ready(job):
    order = an_order_with_a_file(job, name="Mia Berger", email="mia@example.org")
    printed = an_order(job)
    assert [each.number for each in mark(job, [order, printed], "paid").told] == [order.number]
    (mail,) = outgoing()
    assert (mail.kind, mail.recipient, mail.state) == ("order", "mia@example.org", "waiting")
    assert parsed(mail)["Subject"] == f"Your files are ready: order {order.number}"
    assert "until Sunday, 3 January 2027" in text_of(mail)
    assert link_in(mail, "orders").endswith(f"/orders/{order.token}")
    mark(job, [order], "not-paid")
    mark(job, [order], "paid")
    assert len(outgoing()) == 1


def test_who_pays_when_the_time_for_files_is_over_has_42_days_from_then_and_is_told(job, stored):
    order = an_order_with_a_file(job, downloads_until=NOW)
    mark(job, [order], "paid")
    (mail,) = outgoing()
    assert parsed(mail)["Subject"] == f"Your files are ready: order {order.number}"
    assert "until Sunday, 3 January 2027" in text_of(mail)
    assert [deed for deed, _who, _at in events(order)] == ["paid", "downloads-renewed"]
    mark(job, [order], "not-paid")
    assert stored(order).downloads_until == LATER + timedelta(days=42)


def test_every_renewal_is_told(job):
    order = an_order_with_a_file(job)
    mark(job, [order], "paid")
    for days in (43, 60):
        renew_downloads(job.studio_id, order.id, by=JONAS, now=NOW + timedelta(days=days))
    _ready, first, second = sorted(outgoing(), key=lambda mail: mail.created_at)
    assert parsed(first)["Subject"] == f"More time for your files: order {order.number}"
    assert "can be fetched again until Monday, 15 February 2027" in text_of(first)
    assert "until Thursday, 4 March 2027" in text_of(second)


def test_a_customer_learns_of_cancelling_only_when_the_studio_says_so(job):
    quietly, told = an_order(job), an_order(job, paid_at=NOW)
    mark(job, [quietly], "cancelled")
    assert outgoing() == []
    mark(job, [told], "cancelled", tell=True)
    (mail,) = outgoing()
    assert parsed(mail)["Subject"] == f"Your order {told.number} was cancelled"
    assert "gets in touch with you about what you paid" in text_of(mail)


def test_who_was_a_buyer_is_none_after_cancelling_so_messages_are_planned_anew(job):
    order = an_order(job)
    mark(job, [order], "paid")
    assert not is_stale(job)
    mark(job, [order], "cancelled")
    assert is_stale(job)


def test_two_people_who_mark_at_once_mark_once(app, job, stored):
    orders = [an_order_with_a_file(job) for _each in range(3)]
    ids, studio_id = [order.id for order in orders], job.studio_id

    def paid(of):
        return mark_orders(studio_id, of, Mark("paid"), by=JONAS, now=LATER, tell=False)

    deeds = [lambda: paid(ids), lambda: paid(ids[::-1])]
    first, second = race(app, *deeds)
    assert sorted((len(first.changing), len(second.changing))) == [0, 3]
    late = first if not first.changing else second
    assert {each.reason for each in late.staying} == {"is-paid"}
    assert len(outgoing()) == 3
    assert all(len(events(order)) == 1 for order in orders)
