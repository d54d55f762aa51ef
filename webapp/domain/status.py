"""What each status of a job permits, which moves are legal, and what a customer meets (S1, S2)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Status(StrEnum):
    """Where a job stands in its shelf life (S1)."""

    PLANNING = "planning"
    SELLING = "selling"
    ARCHIVED = "archived"

    @property
    def moves(self) -> tuple["Status", ...]:
        """The statuses this one may change to (S2)."""
        return _MOVES[self]

    def may_become(self, other: "Status") -> bool:
        """Whether the move is legal; staying is no move and always is (S2)."""
        return other is self or other in self.moves


_MOVES = {
    Status.PLANNING: (Status.SELLING,),
    Status.SELLING: (Status.PLANNING, Status.ARCHIVED),
    Status.ARCHIVED: (Status.SELLING,),
}


class IllegalMoveError(Exception):
    """A change of status that is not allowed (S2); carries both ends."""

    def __init__(self, current: Status, wanted: Status) -> None:
        super().__init__(f"a job cannot go from {current} to {wanted}")
        self.current = current
        self.wanted = wanted


def check_move(current: Status, wanted: Status) -> None:
    """Refuse every move but the four legal ones (S2): IllegalMoveError."""
    if not current.may_become(wanted):
        raise IllegalMoveError(current, wanted)


class Standing(StrEnum):
    """How a job stands at an instant: its status, looked at with the stop in mind (S1)."""

    ALMOST_READY = "almost-ready"
    ON_SALE = "on-sale"
    ARCHIVING_NOW = "archiving-now"
    ARCHIVED = "archived"

    @property
    def shows_photos(self) -> bool:
        """Whether customers see pictures: gallery, previews, every byte (S1, A6)."""
        return self is Standing.ON_SALE

    @property
    def takes_orders(self) -> bool:
        """Whether customers fill baskets and order (S1, A6)."""
        return self is Standing.ON_SALE

    @property
    def is_greyed_out(self) -> bool:
        """Whether customers meet the archived note: archived, or the stop has passed (S1, A7)."""
        return self in (Standing.ARCHIVING_NOW, Standing.ARCHIVED)

    @property
    def is_almost_ready(self) -> bool:
        """Whether customers meet 'almost ready' with its form for an address (S1).

        An address can be left at any time; here it is all there is to do.
        """
        return self is Standing.ALMOST_READY


def standing(status: Status, *, stop_at: datetime | None, now: datetime) -> Standing:
    """How a job of this status and stop (aware UTC, None: never) stands at `now` (S1, A6)."""
    if status is Status.PLANNING:
        return Standing.ALMOST_READY
    if status is Status.ARCHIVED:
        return Standing.ARCHIVED
    if stop_at is not None and stop_at <= now:
        return Standing.ARCHIVING_NOW
    return Standing.ON_SALE


@dataclass(frozen=True)
class Move:
    """A change of status, or none: both ends are the same."""

    before: Status
    after: Status

    @property
    def goes_on_sale(self) -> bool:
        return self.after is Status.SELLING and self.before is not Status.SELLING

    @property
    def is_reactivation(self) -> bool:
        return (self.before, self.after) == (Status.ARCHIVED, Status.SELLING)

    @property
    def pauses(self) -> bool:
        return (self.before, self.after) == (Status.SELLING, Status.PLANNING)

    @property
    def archives(self) -> bool:
        return (self.before, self.after) == (Status.SELLING, Status.ARCHIVED)

    @property
    def stays_on_sale(self) -> bool:
        return self.before is Status.SELLING and self.after is Status.SELLING
