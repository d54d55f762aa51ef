"""What a basket costs: whole minor units (cents), tax contained in the prices, never a fraction."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

TAX_UNITS = 10_000


@dataclass(frozen=True)
class Delivery:
    """What sending one parcel costs in minor units, and the tax contained in it."""

    price: int
    tax_rate: int


@dataclass(frozen=True)
class PricedLine:
    """A product so many times. `unit_price` in minor units, `tax_rate` in hundredths of a %.

    `parcel`: what posting it costs; None: there is nothing to post.
    """

    unit_price: int
    quantity: int
    tax_rate: int
    parcel: Delivery | None = None

    @property
    def total(self) -> int:
        """The price of the line in minor units, tax contained."""
        return self.unit_price * self.quantity


@dataclass(frozen=True)
class Tax:
    """The tax of one rate (hundredths of a per cent) contained in a total, in minor units."""

    rate: int
    amount: int


@dataclass(frozen=True)
class Totals:
    """What is to pay, in minor units; the `taxes`, one for each rate, are contained in `total`."""

    products: int
    goods: int
    shipping: int
    total: int
    taxes: tuple[Tax, ...]

    @property
    def tax(self) -> int:
        """All tax that is contained in the total."""
        return sum(tax.amount for tax in self.taxes)


NO_DELIVERY = Delivery(0, 0)


def tax_contained(amount: int, rate: int) -> int:
    """The tax inside an amount (minor units) at a rate in hundredths of a %, half rounded up."""
    divisor = TAX_UNITS + rate
    return (2 * amount * rate + divisor) // (2 * divisor)


def delivery_of(offers: Iterable[Delivery]) -> Delivery:
    """One parcel for all that is printed: the dearest of the price lists concerned."""
    return max(offers, key=lambda offer: offer.price, default=NO_DELIVERY)


def totals_of(lines: Sequence[PricedLine], *, is_posted: bool = True) -> Totals:
    """The totals of these lines; what is collected (`is_posted` False) costs no parcel."""
    parcels = [line.parcel for line in lines if line.parcel and is_posted]
    return add_up(lines, delivery_of(parcels))


def add_up(lines: Sequence[PricedLine], delivery: Delivery = NO_DELIVERY) -> Totals:
    """The totals of these lines; tax is rounded once for each rate."""
    by_rate: defaultdict[int, int] = defaultdict(int)
    for line in lines:
        by_rate[line.tax_rate] += line.total
    goods = sum(by_rate.values())
    if delivery.price:
        by_rate[delivery.tax_rate] += delivery.price
    return Totals(
        products=sum(line.quantity for line in lines),
        goods=goods,
        shipping=delivery.price,
        total=sum(by_rate.values()),
        taxes=tuple(Tax(rate, tax_contained(by_rate[rate], rate)) for rate in sorted(by_rate)),
    )
