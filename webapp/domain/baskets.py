"""What may lie in a basket and be ordered from it (S1, A6)."""

from dataclasses import dataclass
from enum import StrEnum

from webapp.domain.status import Standing

FEWEST = 1
MOST = 99


class Refusal(StrEnum):
    """Why a product of a picture can't be ordered."""

    NOT_ON_SALE = "not-on-sale"
    NO_SUCH_PICTURE = "no-such-picture"
    NOT_SOLD = "not-sold"


@dataclass(frozen=True)
class Wish:
    """A product of a picture, with what decides whether it can be ordered now."""

    standing: Standing
    is_visible: bool
    is_on_list: bool
    is_sold: bool


def refusal(wish: Wish) -> Refusal | None:
    """Why this can't be ordered; None: it can (S1, A6).

    `is_visible`: the visitor may see the picture and it can be shown; `is_on_list`: the product is
    one of the job's own price list.
    """
    if not wish.standing.takes_orders:
        return Refusal.NOT_ON_SALE
    if not wish.is_visible:
        return Refusal.NO_SUCH_PICTURE
    if not (wish.is_on_list and wish.is_sold):
        return Refusal.NOT_SOLD
    return None


def is_quantity(number: int) -> bool:
    """Whether one may order so many of a product: 1 to 99."""
    return FEWEST <= number <= MOST
