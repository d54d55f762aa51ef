"""Customers at the same moment: nobody is made twice, and nobody waits for another for ever.

Every scene is played many times with the locks, and then without them: a scene that never fails
without its locks proves nothing.
"""

from functools import partial

import pytest

from tests.support.builders import (
    NOW,
    a_customer,
    a_filled_basket,
    a_job,
    a_message,
    a_photo,
    a_product,
    a_profile,
    a_registration,
    a_studio,
    a_visitor,
    price_list_of,
)
from tests.support.letters import outgoing
from tests.support.races import race, with_locks_all_is_well, without_locks_it_goes_wrong
from tests.support.records import all_rows, history_of, is_stale, messages_of
from webapp.models.customer import Customer, Registration
from webapp.use_cases import links
from webapp.use_cases.confirm_address import confirm_address
from webapp.use_cases.fill_basket import Added, add_to_basket
from webapp.use_cases.place_order import BasketChanged, place_order
from webapp.use_cases.plan_messages import Replanned, replan_job
from webapp.use_cases.register_customer import Address, register_customer
from webapp.use_cases.unsubscribe import unsubscribe
from webapp.use_cases.write_order import Buyer

pytestmark = pytest.mark.soaked

ANNA = Address("anna@example.org", "Anna", "en", "Write to me.", "+4915123456789")
BUYER = Buyer("Anna", "anna@example.org", "Weg 1", "04109", "Leipzig", "DE", "en", "Write to me.")


def registering(studio, job, network="a"):
    return partial(
        register_customer, studio.id, job.id, ANNA,
        visitor_id=None, network=f"{network} {studio.id}", now=NOW, machine_now=NOW,
    )  # fmt: skip


def ordering(studio, visitor_id):
    return partial(
        place_order, studio.id, BUYER,
        visitor_id=visitor_id, form_token=visitor_id, shown_total=None, now=NOW,
    )  # fmt: skip


def end_of(link):
    return link.rpartition("/")[2]


def failed(answers):
    return [each for each in answers if isinstance(each, Exception)]


class TwoRegister:
    """A father and a mother leave the same address and number for the same shoot."""

    stopped_by = "the key of a customer's address"

    def __init__(self, studio):
        self.studio, self.job = studio, a_job(studio, "selling", access_type="public")
        self.deeds = [registering(studio, self.job, parent) for parent in ("a", "b")]

    def is_right(self, answers):
        customers = all_rows(Customer, studio_id=self.studio.id)
        return (
            not failed(answers)
            and len(customers) == len(all_rows(Registration, job_id=self.job.id)) == 2
            and len(outgoing(job_id=self.job.id)) == 2
            and is_stale(self.job)
        )


class CheckoutsAndBasketsOfOneFamily:
    """One browser orders in a window and fills its basket in another; others register."""

    stopped_by = "the key of a customer's address"

    def __init__(self, studio):
        self.studio, self.job = studio, a_job(studio, "selling", access_type="public")
        photo, product = a_photo(self.job), a_product(price_list_of(self.job))
        line = a_filled_basket(self.job, visitor=a_visitor(studio))
        visitor_id = line.basket.visitor_id
        filling = partial(
            add_to_basket, studio.id, self.job.id, photo.id, product.id, 1,
            visitor_id=visitor_id, address=None, now=NOW, machine_now=NOW,
        )  # fmt: skip
        self.deeds = [
            ordering(studio, visitor_id),
            filling,
            registering(studio, self.job),
            partial(replan_job, self.job.id, now=NOW),
        ]

    def is_right(self, answers):
        placed, added, _token, planned = answers
        emails = [each.email for each in all_rows(Customer, studio_id=self.studio.id)]
        return (
            isinstance(placed, str | BasketChanged)
            and isinstance(added, Added)
            and isinstance(planned, Replanned)
            and emails.count("anna@example.org") == 1
        )


class UnsubscribingWhilePlanning:
    """Somebody unsubscribes while the worker plans what they would be sent, and confirms again."""

    needs_no_lock = "the next planning takes back what was planned meanwhile"

    def __init__(self, studio):
        profile = a_profile(studio, f"For {a_photo(a_job(studio)).id}")
        self.job = a_job(studio, "selling", communication_profile_id=profile.id)
        self.anna = a_customer(studio)
        a_registration(self.job, self.anna)
        a_message(
            self.job, self.anna, "archived", "planned", notification_id=profile.notifications[0].id
        )
        link = end_of(links.unsubscribe_link(studio, self.anna))
        self.deeds = [
            partial(unsubscribe, studio.id, link, now=NOW),
            partial(unsubscribe, studio.id, link, now=NOW),
            partial(replan_job, self.job.id, now=NOW),
        ]

    def is_right(self, answers):
        replan_job(self.job.id, now=NOW)
        said = [each for each in history_of(self.job.id) if each.deed == "customer-unsubscribed"]
        return (
            not failed(answers)
            and all(each.state == "cancelled" for each in messages_of(self.job.id))
            and len(said) <= 1
        )


SCENES = [TwoRegister, CheckoutsAndBasketsOfOneFamily, UnsubscribingWhilePlanning]
FAILS_WITHOUT_LOCKS = [TwoRegister, CheckoutsAndBasketsOfOneFamily]


@pytest.mark.parametrize("scene", SCENES)
def test_customers_at_the_same_moment_leave_what_one_after_the_other_leaves(app, scene):
    with_locks_all_is_well(app, scene)


@pytest.mark.parametrize("scene", FAILS_WITHOUT_LOCKS)
def test_without_the_locks_the_same_race_goes_wrong(app, scene):
    without_locks_it_goes_wrong(app, scene)


def test_confirming_twice_at_once_is_confirming_once(app):
    studio = a_studio()
    anna = a_customer(studio, email_confirmed_at=None)
    a_registration(a_job(studio, "selling"), anna)
    link = end_of(links.confirm_link(studio, anna, "email"))
    assert race(app, *[partial(confirm_address, studio.id, link, now=NOW)] * 3) == [True] * 3
    assert all_rows(Customer, id=anna.id)[0].email_confirmed_at == NOW
