"""What may lie in a basket and be ordered from it (S1, A6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from webapp.domain.product_kinds import Part, ProductKind, is_printed
from webapp.domain.status import Standing

FEWEST = 1
MOST = 99
LONGEST_NOTE = 200


class Refusal(StrEnum):
    """Why a product of a picture can't be ordered."""

    NOT_ON_SALE = "not-on-sale"
    NO_SUCH_PICTURE = "no-such-picture"
    NOT_SOLD = "not-sold"


@dataclass(frozen=True)
class Wish:
    """A product of a picture, or of all that a code opens, with what decides whether it can be
    ordered now."""

    standing: Standing
    is_visible: bool
    is_on_list: bool
    is_sold: bool
    is_fitting: bool = True


def refusal(wish: Wish) -> Refusal | None:
    """Why this can't be ordered; None: it can (S1, A6).

    `is_visible`: the visitor may see the picture and it can be shown; `is_on_list`: the product is
    one of the job's own price list; `is_fitting`: it is sold of one picture, or of all (`fits`).
    """
    if not wish.standing.takes_orders:
        return Refusal.NOT_ON_SALE
    if not wish.is_visible:
        return Refusal.NO_SUCH_PICTURE
    if not (wish.is_on_list and wish.is_sold and wish.is_fitting):
        return Refusal.NOT_SOLD
    return None


def fits(kind: str, *, is_set: bool) -> bool:
    """Whether a product of this kind is ordered so: of all pictures of a code, or of one."""
    return (kind == ProductKind.DIGITAL_ALL) == is_set


def most_of(kind: str) -> int:
    """How many of a product one may order: a file once, everything else up to 99 times."""
    return FEWEST if ProductKind(kind).is_file else MOST


def is_quantity(number: int, kind: str = ProductKind.PRINT) -> bool:
    """Whether one may order so many of a product: 1 to 99, of a file 1."""
    return FEWEST <= number <= most_of(kind)


def takes_note(kind: str, parts: Iterable[Part] = ()) -> bool:
    """Whether a note on the crop can go with it: something of it is printed."""
    return is_printed(kind, parts)
