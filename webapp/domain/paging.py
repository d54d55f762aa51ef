"""Pages of a long list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True)
class Page:
    """One page: its number from 1, how many rows there are in all, how many fit on one."""

    asked: int
    total: int
    size: int

    @property
    def last_number(self) -> int:
        """The number of the last page; an empty list has one page."""
        return max((self.total + self.size - 1) // self.size, 1)

    @property
    def number(self) -> int:
        """The page that is shown: beyond the last one it is the last one."""
        return min(max(self.asked, 1), self.last_number)

    @property
    def offset(self) -> int:
        """How many rows come before it."""
        return (self.number - 1) * self.size

    def of(self, row: int) -> int:
        """The number of the page on which the row stands, counted from 1."""
        return (row - 1) // self.size + 1

    @property
    def first(self) -> int:
        """The number of its first row; 0 when there is none."""
        return self.offset + 1 if self.total else 0

    @property
    def last(self) -> int:
        """The number of its last row."""
        return min(self.offset + self.size, self.total)


def portions(rows: Sequence[Row], size: int) -> Iterator[Sequence[Row]]:
    """A long list in pieces of at most `size`, none of them empty."""
    return (rows[first : first + size] for first in range(0, len(rows), size))
