"""How the people of a job may be narrowed; whatever else is asked for is ignored."""

from dataclasses import dataclass

from webapp.domain.job_list import page_number
from webapp.domain.names import cleaned

WITHOUT_CLASS = "none"
_LONGEST_SEARCH = 200
_MOST_WORDS = 8


@dataclass(frozen=True)
class PeopleFilters:
    """What is asked for: words of a name or reference, a class (an album's id, 'none'), a page."""

    q: str = ""
    group: str = ""
    page: int = 1

    @classmethod
    def read(cls, *, q: str = "", group: str = "", page: str = "") -> "PeopleFilters":
        """The filters of an address."""
        words, group = (cleaned(typed[:_LONGEST_SEARCH]) for typed in (q, group))
        return cls(words, group, page_number(page))

    @property
    def words(self) -> tuple[str, ...]:
        """What has to be found, every one of them."""
        return tuple(self.q.split()[:_MOST_WORDS])
