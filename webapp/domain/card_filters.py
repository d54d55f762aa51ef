"""Which cards of a job are printed; whatever else is asked for is ignored."""

from dataclasses import dataclass
from datetime import date

PEOPLE, ALBUMS, WHOLE_JOB = "people", "albums", "job"
_LONGEST = 40


@dataclass(frozen=True)
class CardFilters:
    """Cards of people, of one class (an album's id), of albums, of the job, of one person;
    `since`: only of codes made on that local day or later."""

    of: str = PEOPLE
    person: str = ""
    since: date | None = None

    @classmethod
    def read(cls, *, of: str, person: str, since: str, default: str) -> "CardFilters":
        """The filters of an address; `default`: what is shown when nothing is asked."""
        return cls(of[:_LONGEST] or default, person[:_LONGEST], _day(since))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
