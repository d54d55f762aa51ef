"""Customers without orders go with their last photos: looked at again, and each for itself."""

import pytest

from tests.support.builders import a_customer, a_job, a_registration, a_studio, an_outgoing
from tests.support.failing import database_fails
from tests.support.orders import an_order
from tests.support.records import all_rows
from tests.support.retention import OVER, TOLD, archived, tell
from webapp.models.customer import Customer
from webapp.models.deletion import Deletion
from webapp.use_cases.apply_retention import apply_retention
from webapp.use_cases.forget_left_over import forget_left_over

COMES_BACK = {"registers": a_registration, "orders": an_order}


@pytest.fixture
def studio(app):
    return a_studio(retention_months=3)


@pytest.fixture
def left_over(studio):
    """Three customers whose only job has just lost its photos."""
    job = archived(studio)
    customers = [a_registration(job, a_customer(studio)).customer for _each in range(3)]
    tell(TOLD)
    assert apply_retention(now=OVER) == {"retention_jobs": 1}
    return customers


def forgotten():
    return {customer.id for customer in all_rows(Customer) if customer.forgotten_at}


@pytest.mark.parametrize("how", COMES_BACK)
def test_who_comes_back_between_the_look_and_the_deed_stays(studio, left_over, how):
    back, *others = left_over
    COMES_BACK[how](a_job(studio, "selling"), customer=back)
    assert forget_left_over(studio.id, [each.id for each in left_over], now=OVER) == 2
    assert forgotten() == {each.id for each in others}
    (proof,) = all_rows(Deletion, kind="customer")
    assert proof.subjects == {"customers": sorted(forgotten())}


def test_who_is_just_being_written_to_stops_nobody_else(studio, left_over):
    busy, *others = left_over
    an_outgoing(studio, customer_id=busy.id, phase="claimed", recipient=busy.email)
    assert forget_left_over(studio.id, [each.id for each in left_over], now=OVER) == 2
    assert forgotten() == {each.id for each in others}


def test_one_that_fails_stops_nobody_else(studio, left_over):
    bad, *others = left_over
    with database_fails("DELETE FROM registration", bad.id):
        assert forget_left_over(studio.id, [each.id for each in left_over], now=OVER) == 2
    assert forgotten() == {each.id for each in others}
    assert forget_left_over(studio.id, [bad.id], now=OVER) == 1
