"""The tax of a placed order, rate by rate."""

from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.order_tax import TaxRow, tax_rows
from webapp.domain.pricing import Delivery, PricedLine, add_up

RATES = st.sampled_from([0, 700, 1900])
LINES = st.lists(
    st.builds(PricedLine, st.integers(1, 99_999), st.integers(1, 9), RATES), min_size=1, max_size=6
)


def test_each_rate_has_its_row_and_delivery_belongs_to_the_one_that_is_right():
    lines = [PricedLine(1190, 1, 1900), PricedLine(1070, 2, 700)]
    assert tax_rows(lines, shipping=119, tax=190 + 19 + 140) == [
        TaxRow(1900, 1309, 209),
        TaxRow(700, 2140, 140),
    ]


def test_delivery_of_another_rate_stands_by_itself():
    rows = tax_rows([PricedLine(1070, 1, 700)], shipping=490, tax=148)
    assert rows == [TaxRow(700, 1070, 70), TaxRow(None, 490, 78)]


@given(LINES, st.integers(0, 2000), RATES)
def test_the_rows_add_up_to_the_order(lines, price, rate):
    totals = add_up(lines, Delivery(price, rate))
    rows = tax_rows(lines, shipping=totals.shipping, tax=totals.tax)
    assert sum(row.tax for row in rows) == totals.tax
    assert sum(row.amount for row in rows) == totals.total
