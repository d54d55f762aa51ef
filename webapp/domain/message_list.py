"""How a list of messages may be narrowed; whatever else is asked for is ignored (C9)."""

from dataclasses import dataclass
from enum import StrEnum

from webapp.domain.job_list import page_number
from webapp.domain.ledger import State
from webapp.domain.names import cleaned

PAGE_SIZE = 50
_LONGEST_SEARCH = 200
_LONGEST_ID = 32
_MOST_WORDS = 8


class Part(StrEnum):
    """The parts of the list: what is still to come, and how the rest ended."""

    PLANNED = "planned"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def states(self) -> tuple[State, ...]:
        """The states of the ledger that belong to it: a lost answer is looked at like a failure."""
        return _STATES[self]

    @property
    def outbox_states(self) -> tuple[str, ...]:
        """The same for what went out without a row of the ledger."""
        return ("waiting",) if self is Part.PLANNED else tuple(self.states)

    @property
    def is_to_come(self) -> bool:
        """Whether it lies ahead: what comes next then stands first."""
        return self is Part.PLANNED


_STATES = {
    Part.PLANNED: (State.PLANNED, State.SENDING),
    Part.SENT: (State.SENT,),
    Part.FAILED: (State.FAILED, State.UNKNOWN),
    Part.CANCELLED: (State.CANCELLED,),
}


@dataclass(frozen=True)
class MessageFilters:
    """What is asked for: a part, words to look for, one group of messages, a page from 1.

    `of` is the id of a message: everything that is planned like it. `each`: message by message,
    not in groups.
    """

    part: Part = Part.PLANNED
    q: str = ""
    of: str = ""
    each: bool = False
    page: int = 1

    @classmethod
    def read(
        cls, *, state: str = "", q: str = "", of: str = "", each: str = "", page: str = ""
    ) -> "MessageFilters":
        """The filters of an address; unknown values mean the same as none."""
        return cls(
            part=Part(state) if state in tuple(Part) else Part.PLANNED,
            q=cleaned(q[:_LONGEST_SEARCH]),
            of=of if len(of) <= _LONGEST_ID else "",
            each=bool(each),
            page=page_number(page),
        )

    @property
    def in_groups(self) -> bool:
        """Whether many messages of one kind and time are one line."""
        return self.part.is_to_come and not (self.q or self.of or self.each)

    @property
    def words(self) -> tuple[str, ...]:
        """What has to be found, every one of them."""
        return tuple(self.q.split()[:_MOST_WORDS])
