"""Where 'Previous' and 'Next' of a long list lead."""

from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from webapp.domain.paging import Page


@dataclass(frozen=True)
class PageLinks:
    """What components/pager.html reads; None: there is no such page."""

    first: int
    last: int
    total: int
    previous_url: str | None
    next_url: str | None


def page_links(page: Page) -> PageLinks:
    """The links of this address's list, with everything else of the address kept."""
    return PageLinks(
        first=page.first,
        last=page.last,
        total=page.total,
        previous_url=_address(page.number - 1) if page.number > 1 else None,
        next_url=_address(page.number + 1) if page.number < page.last_number else None,
    )


def _address(number: int) -> str:
    """This list's address with another page; of what was asked only the filters are kept."""
    asked: dict[str, Any] = {
        name: request.args[name] for name in _FILTERS if request.args.get(name)
    }
    if number > 1:
        asked["page"] = str(number)
    return url_for(request.endpoint or "", **(request.view_args or {}), **asked)


_FILTERS = (
    "status", "q", "sort", "asks", "state", "of", "each", "job", "group", "payment", "studio",
    "from", "to"
)  # fmt: skip
