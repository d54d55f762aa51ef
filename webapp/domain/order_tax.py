"""The tax contained in a placed order, rate by rate; it adds up to what the order says."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from webapp.domain.pricing import PricedLine, tax_contained


@dataclass(frozen=True)
class TaxRow:
    """An amount with the tax contained in it (minor units); `rate` None: of the delivery."""

    rate: int | None
    amount: int
    tax: int


def tax_rows(lines: Iterable[PricedLine], *, shipping: int, tax: int) -> list[TaxRow]:
    """The tax by rate, the highest first. `tax`: of the whole order, as it was placed.

    The rate of the delivery is not on record: it belongs to the rate with which the sum is right,
    and stands by itself if there is none.
    """
    amounts: defaultdict[int, int] = defaultdict(int)
    for line in lines:
        amounts[line.tax_rate] += line.total
    if shipping:
        rate = _rate_of_delivery(amounts, shipping, tax)
        if rate is None:
            rest = tax - sum(row.tax for row in _rows(amounts))
            return [*_rows(amounts), TaxRow(None, shipping, rest)]
        amounts[rate] += shipping
    return _rows(amounts)


def _rate_of_delivery(amounts: dict[int, int], shipping: int, tax: int) -> int | None:
    for rate in sorted(amounts, reverse=True):
        with_it = amounts | {rate: amounts[rate] + shipping}
        if sum(row.tax for row in _rows(with_it)) == tax:
            return rate
    return None


def _rows(amounts: dict[int, int]) -> list[TaxRow]:
    return [
        TaxRow(rate, amount, tax_contained(amount, rate))
        for rate, amount in sorted(amounts.items(), reverse=True)
    ]
