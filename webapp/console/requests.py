"""The inbox of the support: what was asked, where it stands, who sees to it (H3)."""

from dataclasses import dataclass
from typing import Any

from flask import g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.console.blueprint import bp
from webapp.console.typed_keys import address_without_keys
from webapp.domain.support_requests import RequestFilters, State, Whose
from webapp.models.support import SupportRequest
from webapp.queries.loading import any_job
from webapp.queries.support_requests import Inbox, inbox, studios_that_asked
from webapp.web import policy
from webapp.web.message_words import moment
from webapp.web.page_links import page_links
from webapp.web.rendering import go_to, render, wants_part
from webapp.web.request_words import state_for_staff, subject_words


@dataclass(frozen=True)
class Row:
    """A request in the list."""

    number: int
    url: str
    subject: str
    studio: str
    who: str
    state: str
    state_words: str
    staff: str
    when: str
    iso: str


@dataclass(frozen=True)
class PartLink:
    """A part of the inbox, with how many there are."""

    label: str
    url: str
    count: int
    is_current: bool


@bp.get("/requests")
@policy.console("answer")
def requests() -> AnyResponse:
    """One page of the inbox; for htmx the list alone. Without a choice, what is new."""
    asked = request.args.to_dict()
    filters = RequestFilters.read(asked)
    if elsewhere := address_without_keys(filters.q, otherwise="console.requests"):
        return go_to(elsewhere)
    found = inbox(filters, staff_id=g.staff.id)
    return render(
        "console/requests.html",
        rows=[_row(each) for each in found.rows],
        pages=page_links(found.page),
        parts=_parts(found, filters),
        filters=filters,
        whose=_whose(),
        studios=studios_that_asked(chosen=filters.studio),
        job=_job(filters),
        without_job=url_for("console.requests", **(filters.as_asked() | {"job": None})),
        is_part=wants_part(),
    )


def _job(filters: RequestFilters) -> str:
    """The name of the job that is asked for, '' where none is; of one that is gone, that it is."""
    found = any_job(filters.job) if filters.job else None
    if found is None:
        return str(_("A job that is unknown, or was deleted")) if filters.job else ""
    return found.public_name


def _row(each: SupportRequest) -> Row:
    return Row(
        number=each.number,
        url=url_for("console.request_page", request_id=each.id),
        subject=subject_words(each),
        studio=each.studio.name,
        who=each.name or each.email,
        state=each.state,
        state_words=state_for_staff(each.state),
        staff=each.staff.name if each.staff else "",
        when=moment(each.changed_at, each.studio.time_zone, now=clock.now()),
        iso=each.changed_at.isoformat(),
    )


def _parts(found: Inbox, filters: RequestFilters) -> list[PartLink]:
    every = PartLink(
        _("All"), _url(filters, None), sum(found.counts.values()), filters.state is None
    )
    states = [
        PartLink(state_for_staff(state), _url(filters, state), found.counts[state],
                 filters.state is state)
        for state in State
    ]  # fmt: skip
    return [*states, every]


def _url(filters: RequestFilters, state: State | None) -> str:
    asked: dict[str, Any] = filters.as_asked() | {"state": state.value if state else None}
    return url_for("console.requests", **asked)


def _whose() -> list[tuple[str, str]]:
    return [
        ("", _("Of everybody")),
        (Whose.MINE.value, _("Mine")),
        (Whose.NOBODY.value, _("Taken on by nobody")),
    ]
