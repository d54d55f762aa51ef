"""Who comes to the demo's shop: the parents of the cast, and many more families."""

from dataclasses import dataclass
from itertools import product

from webapp.demo.cast import PARENTS

_FIRST = ("Katrin", "Tobias", "Leyla", "Piotr", "Grace", "Miguel", "Hanna", "Deniz")
_FAMILY = ("Vogel", "Schulz", "Demir", "Nowak", "Owusu", "Costa", "Larsen", "Haas")


@dataclass(frozen=True)
class Buyer:
    """Somebody with an address; `children` are keys of the cast."""

    name: str
    email: str
    children: tuple[str, ...] = ()


def parents() -> tuple[Buyer, ...]:
    """The parents of the children who are drawn."""
    return tuple(Buyer(parent.name, parent.email, parent.children) for parent in PARENTS)


def other_families() -> tuple[Buyer, ...]:
    """Everybody else; always the same ones in the same order."""
    return tuple(
        Buyer(f"{first} {family}", f"{first}.{family}@mail.example".lower())
        for family, first in product(_FAMILY, _FIRST)
    )
