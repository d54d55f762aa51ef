"""How the list of orders may be narrowed and sorted; whatever else is asked for is ignored."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from webapp.domain.job_list import page_number
from webapp.domain.names import cleaned

PAGE_SIZE = 50
_LONGEST_SEARCH = 200
_LONGEST_NAME = 120
_LONGEST_KEY = 32
_MOST_WORDS = 8


class Part(StrEnum):
    """The parts of the list: the states, and what is delivered while the money is out."""

    OPEN = "open"
    PAID = "paid"
    DELIVERED = "delivered"
    UNPAID = "unpaid"
    CANCELLED = "cancelled"


class Sort(StrEnum):
    """The orders of the list."""

    NEWEST = "newest"
    OLDEST = "oldest"
    NAME = "name"
    LARGEST = "largest"


@dataclass(frozen=True)
class OrderFilters:
    """What is asked for; '' and None: whatever it is.

    `part` UNPAID: delivered, not paid. `job` is an id, `group` a class in it, `payment` a way to
    pay; `first` and `last` are days on which orders were placed, in the studio's zone.
    """

    part: Part | None = None
    job: str = ""
    group: str = ""
    payment: str = ""
    first: date | None = None
    last: date | None = None
    q: str = ""
    sort: Sort = Sort.NEWEST
    page: int = 1

    @classmethod
    def read(cls, asked: dict[str, str]) -> "OrderFilters":
        """The filters of an address; unknown values mean the same as none."""
        part, sort = asked.get("state", ""), asked.get("sort", "")
        job = _key(asked.get("job", ""))
        return cls(
            part=Part(part) if part in tuple(Part) else None,
            job=job,
            group=cleaned(asked.get("group", "")[:_LONGEST_NAME]) if job else "",
            payment=_key(asked.get("payment", "")),
            first=_day(asked.get("from", "")),
            last=_day(asked.get("to", "")),
            q=cleaned(asked.get("q", "")[:_LONGEST_SEARCH]),
            sort=Sort(sort) if sort in tuple(Sort) else Sort.NEWEST,
            page=page_number(asked.get("page", "")),
        )

    @property
    def words(self) -> tuple[str, ...]:
        """What has to be found, every one of them."""
        return tuple(self.q.split()[:_MOST_WORDS])

    @property
    def narrows(self) -> bool:
        """Whether anything is filtered out."""
        asked = (self.part, self.job, self.group, self.payment, self.first, self.last, self.q)
        return any(asked)

    def as_asked(self) -> dict[str, Any]:
        """What an address says for these filters, without its page."""
        asked = {
            "state": self.part.value if self.part else "",
            "job": self.job,
            "group": self.group,
            "payment": self.payment,
            "from": self.first.isoformat() if self.first else "",
            "to": self.last.isoformat() if self.last else "",
            "q": self.q,
            "sort": self.sort.value if self.sort is not Sort.NEWEST else "",
        }
        return {name: value for name, value in asked.items() if value}


def _key(text: str) -> str:
    is_key = text.isascii() and text.replace("-", "").isalnum() and len(text) <= _LONGEST_KEY
    return text if is_key else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
