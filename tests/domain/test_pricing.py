"""What a basket costs."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.pricing import (
    Delivery,
    PricedLine,
    Tax,
    add_up,
    delivery_of,
    tax_contained,
    totals_of,
)

AMOUNTS = st.integers(min_value=0, max_value=10_000_000)
RATES = st.integers(min_value=0, max_value=5000)


@pytest.mark.parametrize(
    ("amount", "rate", "tax"),
    [(4170, 1900, 666), (4270, 1900, 682), (0, 1900, 0), (999, 0, 0), (1, 1900, 0), (890, 700, 58)],
)
def test_the_tax_is_contained_in_the_price(amount, rate, tax):
    assert tax_contained(amount, rate) == tax


def test_half_a_cent_is_rounded_up():
    # 3 · 20 % / 120 % is exactly half a cent
    assert tax_contained(3, 2000) == 1


@given(AMOUNTS, RATES)
def test_the_tax_is_never_more_than_half_a_cent_beside_the_exact_one(amount, rate):
    exact = Fraction(amount * rate, 10_000 + rate)
    assert -Fraction(1, 2) < tax_contained(amount, rate) - exact <= Fraction(1, 2)


def test_a_basket_adds_up():
    lines = [PricedLine(1690, 1, 1900), PricedLine(890, 2, 1900)]
    totals = add_up(lines, Delivery(350, 1900))
    assert (totals.products, totals.goods, totals.shipping, totals.total) == (3, 3470, 350, 3820)
    assert totals.tax == tax_contained(3820, 1900)
    assert totals.taxes == (Tax(1900, totals.tax),)


def test_the_tax_of_several_rates_is_rounded_once_for_each():
    lines = [PricedLine(101, 1, 700), PricedLine(101, 1, 700), PricedLine(500, 1, 1900)]
    totals = add_up(lines)
    assert totals.tax == tax_contained(202, 700) + tax_contained(500, 1900)
    assert [tax.rate for tax in totals.taxes] == [700, 1900]


def test_an_empty_basket_costs_nothing():
    assert add_up([]).total == 0


def test_one_parcel_carries_everything_at_the_dearest_price():
    assert delivery_of([Delivery(0, 700), Delivery(490, 1900), Delivery(350, 1900)]).price == 490
    assert delivery_of([]).price == 0


def test_what_is_collected_and_what_is_a_file_costs_no_parcel():
    parcel = Delivery(490, 1900)
    lines = [PricedLine(890, 1, 1900, parcel), PricedLine(1490, 1, 700)]
    assert totals_of(lines).shipping == 490
    assert totals_of(lines, is_posted=False).shipping == 0
    assert totals_of(lines[1:]).shipping == 0


@given(st.lists(st.tuples(AMOUNTS, st.integers(1, 99), RATES)))
def test_the_total_is_the_sum_of_the_lines_whatever_the_taxes(facts):
    lines = [PricedLine(*each) for each in facts]
    totals = add_up(lines)
    assert totals.total == sum(line.total for line in lines)
    assert 0 <= totals.tax <= totals.total
