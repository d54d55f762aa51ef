"""Requests to the support: their states, how far they go, and what is kept of a page (H3)."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from webapp.domain.job_list import page_number
from webapp.domain.names import cleaned

LONGEST_SUBJECT = 120
MOST_WORDS = 5000
MOST_PICTURES = 3
PAGE_SIZE = 50
_LONGEST_SEARCH = 200
_MOST_SEARCHED = 8
_LONGEST_PAGE = 300
_NOTE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_LONGEST_NOTE = 80
_REQUEST_ID = re.compile(r"[0-9a-f]{16}", re.ASCII)
_ID = "[a-z2-9]{16}"
_JOB = re.compile(rf"/jobs/({_ID})(?:/|$)")
_WHOLE_ID = re.compile(_ID)
_SECRET = re.compile(rf"(?:[A-Za-z0-9_-]{{32,}}|{_ID}\.[A-Za-z0-9_-]{{22}})")


class State(StrEnum):
    """Where a request stands: nobody has answered, its asker has the word, or it is settled."""

    NEW = "new"
    WAITING = "waiting"
    DONE = "done"


class Kind(StrEnum):
    """What is written in a request; a note stays in the console."""

    QUESTION = "question"
    ANSWER = "answer"
    NOTE = "note"


class Whose(StrEnum):
    """Which requests of the inbox: of all, of whoever looks, or of nobody yet."""

    ALL = "all"
    MINE = "mine"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Context:
    """What the page knew on which somebody decided to ask; '' where nothing."""

    job_id: str = ""
    page: str = ""
    note: str = ""
    request_id: str = ""

    @classmethod
    def read(cls, asked: dict[str, str], *, came_from: str = "") -> "Context":
        """The context of an address; what is of another form means the same as nothing.

        `came_from`: the path of the page before, where the address does not say one. Pages that
        must not differ (404) leave it to the browser.
        """
        page = shown_page(asked.get("page", "") or came_from)
        job = asked.get("job", "") or job_in(page)
        note, request_id = asked.get("note", ""), asked.get("request", "")
        return cls(
            job_id=job if _WHOLE_ID.fullmatch(job) else "",
            page=page,
            note=note if len(note) <= _LONGEST_NOTE and _NOTE.fullmatch(note) else "",
            request_id=request_id if _REQUEST_ID.fullmatch(request_id) else "",
        )


def shown_page(address: str) -> str:
    """The path of a page without its secrets: what opens orders and pictures is left out."""
    path = re.split(r"[?#]", address, maxsplit=1)[0]
    if not path.startswith("/") or path.startswith("//") or not path.isprintable():
        return ""
    parts = ("…" if _SECRET.fullmatch(part) else part for part in path.split("/"))
    return "/".join(parts)[:_LONGEST_PAGE]


def job_in(page: str) -> str:
    """The id of the job that an address names, or ''."""
    found = _JOB.search(page)
    return found[1] if found else ""


@dataclass(frozen=True)
class RequestFilters:
    """What is asked for in the inbox; '' and None: whatever it is. `studio` and `job` are ids."""

    state: State | None = None
    whose: Whose = Whose.ALL
    studio: str = ""
    job: str = ""
    q: str = ""
    page: int = 1

    @classmethod
    def read(cls, asked: dict[str, str]) -> "RequestFilters":
        """The filters of an address; unknown values mean the same as none."""
        state, whose = asked.get("state", ""), asked.get("of", "")
        return cls(
            state=State(state) if state in tuple(State) else None,
            whose=Whose(whose) if whose in tuple(Whose) else Whose.ALL,
            studio=_id_in(asked.get("studio", "")),
            job=_id_in(asked.get("job", "")),
            q=cleaned(asked.get("q", "")[:_LONGEST_SEARCH]),
            page=page_number(asked.get("page", "")),
        )

    @property
    def words(self) -> tuple[str, ...]:
        """What has to be found, every one of them."""
        return tuple(self.q.split()[:_MOST_SEARCHED])

    @property
    def narrows(self) -> bool:
        """Whether anything is filtered out."""
        return bool(self.state or self.whose is not Whose.ALL or self.studio or self.job or self.q)

    def as_asked(self) -> dict[str, Any]:
        """What an address says for these filters, without its page."""
        asked = {
            "state": self.state.value if self.state else "",
            "of": self.whose.value if self.whose is not Whose.ALL else "",
            "studio": self.studio,
            "job": self.job,
            "q": self.q,
        }
        return {name: value for name, value in asked.items() if value}


def _id_in(text: str) -> str:
    """The text if an id could be like this, or ''."""
    return text if _WHOLE_ID.fullmatch(text) else ""
