"""How the job overview may be narrowed and sorted; whatever else is asked for is ignored."""

from dataclasses import dataclass
from enum import StrEnum

from webapp.domain.names import cleaned
from webapp.domain.status import Status

PAGE_SIZE = 50
_LONGEST_SEARCH = 200
_MOST_WORDS = 8
_MOST_DIGITS = 9


class Sort(StrEnum):
    """The orders of the overview."""

    NEXT = "next"
    NAME = "name"
    NEWEST = "newest"
    LARGEST = "largest"


@dataclass(frozen=True)
class Filters:
    """What is asked for: a status (None: all), words to look for, an order, a page from 1.

    `asks`: only where somebody asks for more time (H3).
    """

    status: Status | None = None
    q: str = ""
    sort: Sort = Sort.NEXT
    page: int = 1
    asks: bool = False

    @classmethod
    def read(
        cls, *, status: str = "", q: str = "", sort: str = "", page: str = "", asks: str = ""
    ) -> "Filters":
        """The filters of an address; unknown values mean the same as none."""
        return cls(
            status=Status(status) if status in tuple(Status) else None,
            q=cleaned(q[:_LONGEST_SEARCH]),
            sort=Sort(sort) if sort in tuple(Sort) else Sort.NEXT,
            page=page_number(page),
            asks=asks == "1",
        )

    @property
    def words(self) -> tuple[str, ...]:
        """What has to be found, every one of them."""
        return tuple(self.q.split()[:_MOST_WORDS])


def page_number(text: str) -> int:
    """The page of an address: 1 or more, 1 for anything else."""
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return max(int(text), 1) if is_number else 1
