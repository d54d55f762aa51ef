"""Who is written to is one question with one answer: in the database and in the domain (C1, C9)."""

from itertools import count, product

import pytest

from tests.support.builders import (
    NOW,
    a_code,
    a_customer,
    a_job,
    a_person,
    a_photo,
    a_registration,
    a_studio,
    an_album,
)
from webapp.domain.messages import JobState, plan_messages
from webapp.domain.notifications import Channel, Condition, Group, Trigger, Window
from webapp.domain.status import Status
from webapp.models.base import db, new_id, transaction
from webapp.models.customer import Registration
from webapp.models.message import CommunicationProfile, Notification
from webapp.models.order import Order, OrderLine
from webapp.queries.message_facts import recipients_of, rules_of
from webapp.queries.owed_messages import reachable
from webapp.queries.recipients import pictures_of

# How a customer can be reached: what is stored of them, and by which channels that is.
REACHED = {
    "confirmed": {"email_confirmed_at": NOW},
    "unconfirmed": {"email_confirmed_at": None},
    "refused": {"email_confirmed_at": NOW, "email_refused_at": NOW},
    "unsubscribed": {"email_confirmed_at": NOW, "unsubscribed_at": NOW},
    "both": {"email_confirmed_at": NOW, "phone_confirmed_at": NOW},
    "without consent": {"email_confirmed_at": NOW, "phone_confirmed_at": NOW},
    "phone unconfirmed": {"email_confirmed_at": NOW, "phone_confirmed_at": None},
}
ON_HAND = {"confirmed": {Channel.EMAIL}, "both": set(Channel), "phone unconfirmed": {Channel.EMAIL}}


_numbers = count(1001)


@pytest.fixture
def job(app):
    return a_job(a_studio(), "archived", access_type="person")


def an_order(job, customer, state="open"):
    order = Order(
        id=new_id(), studio_id=job.studio_id, customer_id=customer.id, basket_id=new_id(),
        number=next(_numbers), token=new_id(), form_token=new_id(),
        state=state, name="A", email="a@example.org", street="s", postcode="p", city="c",
        country="DE", language="en", currency="EUR", tax=0, total=1, placed_at=NOW,
    )  # fmt: skip
    order.lines = [
        OrderLine(
            position=1, job_id=job.id, photo_id=new_id(), product_id=new_id(), job_name="j",
            photo_number=1, product_name="p", product_kind="print", unit_price=1, tax_rate=0,
            quantity=1,
        )
    ]  # fmt: skip
    with transaction() as session:
        session.add(order)


def everybody(job):
    """One customer of every kind, by name: how reached, whether buyer, whether they see photos."""
    found = {}
    album = an_album(job)
    for number, (reached, bought, photos) in enumerate(product(REACHED, (0, 1), (0, 1))):
        facts = {"phone": f"+4915100000{number:02d}"} | REACHED[reached]
        customer = a_customer(job.studio, **facts)
        person = a_person(job, f"Child {number}", album)
        code = a_code(job, f"CODE{number:08d}", person=person)
        agreed = None if reached == "without consent" else NOW
        a_registration(job, customer, access_code_id=code.id, consented_at=agreed)
        if photos:
            a_photo(job, album, persons=[person])
        if bought:
            an_order(job, customer)
        found[customer.id] = (reached, bool(bought), bool(photos))
    return found


def a_notification(job, group, condition, channel):
    profile = CommunicationProfile(id=new_id(), studio_id=job.studio_id, name=new_id(),
                                   created_at=NOW)  # fmt: skip
    profile.notifications = [
        Notification(position=0, trigger="archived", target_group=group, condition=condition,
                     channel=channel, time_window=Window.AT_ONCE, since=NOW)
    ]  # fmt: skip
    with transaction() as session:
        session.add(profile)
        return profile.id


def test_the_database_finds_whom_the_domain_plans_for_and_both_mean_the_rule(job):
    kinds = everybody(job)
    state = JobState(Status.ARCHIVED, "Europe/Berlin", archived_at=NOW, profile_since=NOW)
    for group, condition, channel in product(Group, Condition, Channel):
        profile_id = a_notification(job, group, condition, channel)
        people = recipients_of(db.session(), job.id)
        owed = plan_messages(state, rules_of(db.session(), profile_id), people, now=NOW)
        planned = {key.customer_id for key in owed}
        found = db.session.scalars(reachable([job.id], Trigger.ARCHIVED, profile_id=profile_id))
        meant = {
            customer_id
            for customer_id, (reached, bought, photos) in kinds.items()
            if channel in ON_HAND.get(reached, ())
            and group.takes(has_bought=bought)
            and condition.holds(has_photos=photos)
        }
        assert set(found) == planned == meant, (group, condition, channel)


def test_a_cancelled_order_makes_no_buyer(job):
    registration = a_registration(job)
    an_order(job, registration.customer, state="cancelled")
    (person,) = recipients_of(db.session(), job.id)
    assert not person.has_bought


def test_group_pictures_are_seen_with_the_code_of_a_person_of_the_class(job):
    album = an_album(job)
    person = a_person(job, "Mia", album)
    code = a_code(job, person=person)
    registration = a_registration(job)
    with transaction() as session:
        session.get(Registration, registration.id).access_code_id = code.id
    a_photo(job, album)
    assert not recipients_of(db.session(), job.id)[0].has_photos
    a_photo(job, album, is_group=True)
    assert recipients_of(db.session(), job.id)[0].has_photos
    assert pictures_of(db.session(), job, code.id) == 1


def test_without_a_code_every_picture_counts(job):
    a_registration(job)
    assert not recipients_of(db.session(), job.id)[0].has_photos
    a_photo(job)
    assert recipients_of(db.session(), job.id)[0].has_photos
    assert pictures_of(db.session(), job, None) == 1
