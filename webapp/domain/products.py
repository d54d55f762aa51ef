"""Products of a price list: what can be wrong with one, and how two editors notice each other."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from webapp.domain.product_kinds import ProductKind

FEWEST_OF_A_PART = 1
MOST_OF_A_PART = 99
SHORTEST_MM = 10
LONGEST_MM = 5_000
HIGHEST_PRICE = 100_000_00
HIGHEST_TAX_RATE = 100_00


@dataclass(frozen=True)
class ProductValues:
    """A product as it is edited. `price` in minor units, `size` width and height in millimetres.

    `parts` says how many of each product (by id) a package holds.
    """

    name: str
    kind: ProductKind
    price: int
    size: tuple[int, int] | None = None
    is_sold: bool = True
    parts: tuple[tuple[str, int], ...] = ()

    @property
    def fingerprint(self) -> str:
        """What a form brings back: another one than now means that somebody was faster (S7)."""
        return fingerprint_of(self)


@dataclass(frozen=True)
class PriceListValues:
    """What is said of a whole list. `tax_rate` in hundredths of a %, `shipping` in minor units."""

    name: str
    tax_rate: int
    shipping: int

    @property
    def fingerprint(self) -> str:
        """What a form brings back: another one than now means that somebody was faster (S7)."""
        return fingerprint_of(self)


class ProductFault(StrEnum):
    """What can be wrong with a product, whoever gave it."""

    NAME_TAKEN = "name-taken"
    NO_PARTS = "no-parts"
    PART_UNKNOWN = "part-unknown"
    PART_QUANTITY = "part-quantity"
    KIND_FIXED = "kind-fixed"


def may_be_part(kind: ProductKind) -> bool:
    """Whether a package can hold it: what is of one picture, so neither packages nor all files."""
    return kind in (ProductKind.PRINT, ProductKind.DIGITAL)


def faults(
    wanted: ProductValues,
    *,
    offered: Mapping[str, ProductKind],
    stored_as: ProductKind | None = None,
) -> dict[str, ProductFault]:
    """What is wrong, by field; {}: nothing. `offered`: the other products of the list, by id.

    `stored_as`: its kind so far, which stays: baskets and packages hold it as what it is.
    """
    if stored_as is not None and wanted.kind is not stored_as:
        return {"kind": ProductFault.KIND_FIXED}
    if wanted.kind is not ProductKind.PACKAGE:
        return {}
    if not wanted.parts:
        return {"parts": ProductFault.NO_PARTS}
    for product_id, quantity in wanted.parts:
        if product_id not in offered or not may_be_part(offered[product_id]):
            return {"parts": ProductFault.PART_UNKNOWN}
        if not FEWEST_OF_A_PART <= quantity <= MOST_OF_A_PART:
            return {"parts": ProductFault.PART_QUANTITY}
    return {}


def moved(order: list[str], each: str, *, to: int) -> list[str]:
    """The order of ids with one of them at place `to` (from 0); beyond the ends is at the end."""
    others = [other for other in order if other != each]
    place = min(max(to, 0), len(others))
    return [*others[:place], each, *others[place:]]


def fingerprint_of(values: ProductValues | PriceListValues) -> str:
    """A short text that changes whenever one of the values does."""
    return hashlib.sha256(repr(values).encode()).hexdigest()[:32]
