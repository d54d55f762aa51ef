"""What goes into whose envelope: the printed products of a job, by class and by person."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from webapp.domain.product_kinds import Part, ProductKind, is_printed

_DIGITS = re.compile(r"([0-9]+)")


@dataclass(frozen=True)
class Packable:
    """A line of an order, as it is packed. `pictures`: their numbers; `parts`: of a package.

    `person` '': nobody is named, so the buyer is; `group` '': of no class.
    """

    order_id: str
    order_number: int
    buyer: str
    person: str
    group: str
    product: str
    kind: str
    quantity: int
    pictures: tuple[int, ...] = ()
    note: str = ""
    parts: tuple[Part, ...] = ()

    @property
    def name(self) -> str:
        """Whose envelope it goes into."""
        return self.person or self.buyer

    @property
    def is_printed(self) -> bool:
        """Whether there is anything to pack."""
        return is_printed(self.kind, self.parts)


@dataclass(frozen=True)
class Envelope:
    """What one person gets from one order; `elsewhere`: other classes it has products of."""

    name: str
    buyer: str
    order_id: str
    order_number: int
    lines: tuple[Packable, ...]
    elsewhere: tuple[str, ...]


@dataclass(frozen=True)
class PackedClass:
    """One class: its envelopes by name, and how many there are of each printed product."""

    name: str
    envelopes: tuple[Envelope, ...]
    totals: tuple[tuple[str, int], ...]

    @property
    def order_ids(self) -> tuple[str, ...]:
        """The orders that something of the class belongs to, each once."""
        return tuple(dict.fromkeys(each.order_id for each in self.envelopes))


@dataclass(frozen=True)
class PackingList:
    """The classes by name, what is of none last; `totals` of the whole."""

    classes: tuple[PackedClass, ...]
    totals: tuple[tuple[str, int], ...]


def pack(lines: Iterable[Packable]) -> PackingList:
    """Sort what is printed into classes and envelopes; files need no envelope."""
    printed = sorted((line for line in lines if line.is_printed), key=_place)
    classes_of = _classes(printed)
    classes = [
        _class(name, list(found), classes_of)
        for name, found in groupby(printed, key=lambda line: line.group)
    ]
    return PackingList(tuple(classes), _totals(printed))


def _class(name: str, lines: list[Packable], classes_of: dict[str, set[str]]) -> PackedClass:
    envelopes = [
        _envelope(list(found), classes_of)
        for _who, found in groupby(lines, key=lambda line: (line.name, line.order_number))
    ]
    return PackedClass(name, tuple(envelopes), _totals(lines))


def _envelope(lines: list[Packable], classes_of: dict[str, set[str]]) -> Envelope:
    first = lines[0]
    others = classes_of[first.order_id] - {first.group}
    return Envelope(
        first.name,
        first.buyer,
        first.order_id,
        first.order_number,
        tuple(lines),
        tuple(sorted(others)),
    )


def _classes(lines: list[Packable]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in lines:
        found.setdefault(line.order_id, set()).add(line.group)
    return found


def _totals(lines: Iterable[Packable]) -> tuple[tuple[str, int], ...]:
    """Prints by name, those in packages among them: what has to be in the boxes."""
    counted: Counter[str] = Counter()
    for line in lines:
        for part in line.parts or (Part(line.product, line.kind, 1),):
            if part.kind == ProductKind.PRINT:
                counted[part.name] += part.quantity * line.quantity
    return tuple(sorted(counted.items(), key=lambda pair: pair[0].casefold()))


def _place(line: Packable) -> tuple[object, ...]:
    """By class (2b before 10a), then by person, then by order; of no class comes last."""
    group, name = line.group, line.name
    return (not group, _in_turn(group), group, name.casefold(), name, line.order_number)


def _in_turn(text: str) -> tuple[str | int, ...]:
    """Texts and the numbers between them, by turns: they compare as a reader expects."""
    parts = _DIGITS.split(text.casefold())
    return tuple(int(part) if at % 2 else part for at, part in enumerate(parts))
