"""Which photo gets its previews first: customers wait in front of a job that is on sale."""

from enum import IntEnum

from webapp.domain.status import Status


class Turn(IntEnum):
    """The queue of photos without previews, or with previews that look differently by now."""

    ON_SALE = 0
    IN_PREPARATION = 1
    ARCHIVED = 2
    NEW_LOOK = 5

    @classmethod
    def of(cls, status: Status) -> "Turn":
        """Whose turn it is by the status of the job."""
        return _TURNS[status]


_TURNS = {
    Status.SELLING: Turn.ON_SALE,
    Status.PLANNING: Turn.IN_PREPARATION,
    Status.ARCHIVED: Turn.ARCHIVED,
}
