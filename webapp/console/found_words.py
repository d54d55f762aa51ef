"""What the search has found, in words: a line that leads to it, and a line that tells it apart."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from webapp.console.links import customer_url, job_url, offered, studio_url
from webapp.console.marked import marked
from webapp.domain.archiving import local_day
from webapp.domain.console_search import Asked, Kind
from webapp.models.customer import Customer
from webapp.models.job import Job, Person
from webapp.models.order import Order
from webapp.models.outgoing import Outgoing
from webapp.models.studio import Member, Studio
from webapp.models.support import SupportRequest
from webapp.queries.message_rows import MessageRow
from webapp.web.job_words import short_facts
from webapp.web.message_words import moment, result_words, what_words
from webapp.web.order_state_words import state_view
from webapp.web.request_words import state_for_staff
from webapp.web.status_words import StatusView, standing_view
from webapp.web.words import money

KINDS = {
    Kind.STUDIO: _l("Studios"),
    Kind.JOB: _l("Jobs"),
    Kind.PERSON: _l("People"),
    Kind.CUSTOMER: _l("Customers"),
    Kind.MEMBER: _l("Members"),
    Kind.ORDER: _l("Orders"),
    Kind.MESSAGE: _l("Messages"),
    Kind.REQUEST: _l("Requests"),
}
_Facts = Sequence[str | Markup | None]


@dataclass(frozen=True)
class Hit:
    """Something that was found; `url` '': it has no page of its own any more."""

    title: Markup
    url: str
    facts: Markup
    status: StatusView | None = None


@dataclass(frozen=True)
class Around:
    """What every line needs besides its row: what was asked, whose it is, and the moment."""

    asked: Asked
    studios: Mapping[str, Studio]
    now: datetime

    def marked(self, text: str | None) -> Markup:
        """The text with what was looked for in bold."""
        return marked(text, (*self.asked.words, self.asked.phone))

    def moment(self, at: datetime, studio_id: str) -> str:
        """When it was, on the wall of the studio."""
        return moment(at, self.studios[studio_id].time_zone, now=self.now)

    def name(self, studio_id: str) -> str:
        """Whose it is."""
        return self.studios[studio_id].name


def hit(kind: Kind, row: Any, around: Around) -> Hit:
    """A row of this kind as a line of the result."""
    return _HITS[kind](row, around)


def _studio(row: Studio, around: Around) -> Hit:
    facts = (around.marked(f"/shop/{row.slug}"), around.marked(row.email), row.plan)
    return Hit(around.marked(row.name), studio_url(row.id), _joined(facts))


def _job(row: Job, around: Around) -> Hit:
    today = local_day(around.now, row.studio.time_zone)
    facts = (row.studio.name, around.marked(row.internal_name), short_facts(row, today))
    status = standing_view(row.standing(around.now))
    return Hit(around.marked(row.public_name), job_url(row.id), _joined(facts), status)


def _person(row: Person, around: Around) -> Hit:
    group = row.album.name if row.album else None
    facts = (row.job.studio.name, row.job.public_name, group, around.marked(row.reference))
    url = url_for("console.job_explanation", job_id=row.job_id, question="photos", person=row.id)
    return Hit(around.marked(row.name), url, _joined(facts))


def _customer(row: Customer, around: Around) -> Hit:
    title = row.name or row.email or row.phone
    facts = (around.name(row.studio_id), around.marked(row.email), around.marked(row.phone))
    return Hit(around.marked(title), customer_url(row.id), _joined(facts))


def _member(row: Member, around: Around) -> Hit:
    url = studio_url(row.studio_id, _anchor="members")
    return Hit(around.marked(row.email), url, _joined((row.studio.name, around.marked(row.name))))


def _order(row: Order, around: Around) -> Hit:
    title = around.marked(_("Order %(number)s", number=row.number))
    facts = (
        around.name(row.studio_id), around.marked(row.name), around.marked(row.email),
        money(row.total, row.currency), state_view(row).label,
        around.moment(row.placed_at, row.studio_id),
    )  # fmt: skip
    return Hit(title, customer_url(row.customer_id, _anchor="orders"), _joined(facts))


def _message(row: Outgoing, around: Around) -> Hit:
    shown = MessageRow(row.message, row)
    facts = (
        around.name(row.studio_id), shown.job.public_name if shown.job else None, row.recipient,
        result_words(shown), around.moment(row.finished_at or row.created_at, row.studio_id),
    )  # fmt: skip
    return Hit(Markup.escape(what_words(shown)), _page_of_message(row), _joined(facts))


def _page_of_message(row: Outgoing) -> str:
    if row.customer is not None:
        return customer_url(row.customer.id, _anchor="written")
    if row.job is not None:
        return job_url(row.job.id, kind="messages")
    return studio_url(row.studio_id, _anchor="written")


def _request(row: SupportRequest, around: Around) -> Hit:
    title = Markup("{} {}").format(around.marked(f"#{row.number}"), around.marked(row.subject))
    facts = (
        row.studio.name, around.marked(row.name), around.marked(row.email),
        state_for_staff(row.state),
        around.moment(row.changed_at, row.studio_id),
    )  # fmt: skip
    return Hit(title, offered("console.request_page", request_id=row.id), _joined(facts))


def _joined(facts: _Facts) -> Markup:
    return Markup(" · ").join(Markup.escape(fact) for fact in facts if fact)


_HITS: dict[Kind, Callable[[Any, Around], Hit]] = {
    Kind.STUDIO: _studio,
    Kind.JOB: _job,
    Kind.PERSON: _person,
    Kind.CUSTOMER: _customer,
    Kind.MEMBER: _member,
    Kind.ORDER: _order,
    Kind.MESSAGE: _message,
    Kind.REQUEST: _request,
}
