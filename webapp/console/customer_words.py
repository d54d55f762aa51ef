"""A customer in words: who they are, where they registered, with whose codes, what they got."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from webapp.console.links import job_url, offered, studio_url
from webapp.console.message_lines import MessageLine, message_line, who_words
from webapp.models.customer import Customer, Registration
from webapp.models.job import AccessCode, Job
from webapp.models.order import Order
from webapp.models.studio import Studio
from webapp.queries.codes_anywhere import masked
from webapp.queries.customer_sheet import OpenedRow, customer_sheet
from webapp.web.message_words import moment
from webapp.web.order_state_words import StateView, state_view
from webapp.web.status_words import StatusView, standing_view
from webapp.web.words import money, quoted

_LANGUAGES = {"en": "English", "de": "Deutsch"}


@dataclass(frozen=True)
class JobLine:
    """A job that the customer has to do with; the addresses of explanations are '' without any."""

    name: str
    url: str
    status: StatusView | None
    when: str
    more: Sequence[str]
    photos_url: str = ""
    message_url: str = ""
    day_url: str = ""


@dataclass(frozen=True)
class OrderLine:
    """One of their orders."""

    name: str
    when: str
    total: str
    state: StateView
    who: str


@dataclass(frozen=True)
class CustomerView:
    """What templates/console/_customer.html reads; `is_forgotten`: their data was deleted."""

    name: str
    is_forgotten: bool
    studio: str
    studio_url: str
    facts: Sequence[tuple[str, str]]
    registrations: Sequence[JobLine]
    codes: Sequence[JobLine]
    orders: Sequence[OrderLine]
    messages: Sequence[MessageLine]


def customer_view(who: Customer, studio: Studio, *, now: datetime) -> CustomerView:
    """Everything that the page says."""
    sheet, zone = customer_sheet(who), studio.time_zone
    return CustomerView(
        name=who_words(who) or _("A customer whose data was deleted"),
        is_forgotten=who.forgotten_at is not None,
        studio=studio.name,
        studio_url=studio_url(studio.id),
        facts=_facts(who, zone, now=now),
        registrations=[_registration(each, zone, now=now) for each in sheet.registrations],
        codes=[_opened(each, zone, now=now) for each in sheet.opened],
        orders=[_order(each, zone, now=now) for each in sheet.orders],
        messages=[message_line(each, zone, now=now) for each in sheet.messages],
    )


def _facts(who: Customer, zone: str, *, now: datetime) -> list[tuple[str, str]]:
    def told(at: datetime | None) -> str:
        return moment(at, zone, now=now) if at else str(_("no"))

    facts = [(_("E-mail"), who.email or "")]
    if who.email:
        facts.append((_("E-mail confirmed"), told(who.email_confirmed_at)))
    if who.email_refused_at:
        facts.append((_("Address unknown to its server"), told(who.email_refused_at)))
    facts.append((_("Phone"), who.phone or ""))
    if who.phone:
        facts.append((_("Phone confirmed"), told(who.phone_confirmed_at)))
    facts += [
        (_("Language"), _LANGUAGES.get(who.language, who.language)),
        (_("Unsubscribed"), told(who.unsubscribed_at)),
        (_("Known since"), told(who.created_at)),
    ]
    return [(str(name), value) for name, value in facts if value]


def _registration(row: Registration, zone: str, *, now: datetime) -> JobLine:
    more = [_code(row.access_code)] if row.access_code else [str(_("without a code"))]
    if row.consented_at is not None and row.consent:
        when = moment(row.consented_at, zone, now=now)
        more.append(_("agreed on %(when)s to %(words)s", when=when, words=quoted(row.consent)))
    else:
        more.append(_("agreed to no messages"))
    return _line(row.job, moment(row.created_at, zone, now=now), more, row.customer_id, now=now)


def _opened(row: OpenedRow, zone: str, *, now: datetime) -> JobLine:
    more = [_code(row.code)]
    if row.code.revoked_at is not None:
        more.append(_("revoked on %(when)s", when=moment(row.code.revoked_at, zone, now=now)))
    return _line(row.code.job, moment(row.opened_at, zone, now=now), more, "", now=now)


def _code(code: AccessCode) -> str:
    """Whose it is, and its last four symbols: enough to compare it with a card."""
    holder = code.person or code.album
    if holder is None:
        return str(_("code of the whole job, %(code)s", code=masked(code.sealed)))
    return str(_("code of %(whose)s, %(code)s", whose=holder.name, code=masked(code.sealed)))


def _line(
    job: Job | None, when: str, more: Sequence[str], customer_id: str, *, now: datetime
) -> JobLine:
    if job is None:
        return JobLine(str(_("A job that is being deleted")), "", None, when, more)
    status = standing_view(job.standing(now))
    asked = {"job_id": job.id, "customer": customer_id}
    return JobLine(
        name=job.public_name,
        url=job_url(job.id),
        status=status,
        when=when,
        more=more,
        photos_url=offered("console.job_explanation", question="photos", **asked)
        if customer_id
        else "",
        message_url=offered("console.job_explanation", question="message", **asked)
        if customer_id
        else "",
        day_url=offered("console.shop_on_a_day", **asked) if customer_id else "",
    )


def _order(row: Order, zone: str, *, now: datetime) -> OrderLine:
    return OrderLine(
        name=str(_("Order %(number)s", number=row.number)),
        when=moment(row.placed_at, zone, now=now),
        total=money(row.total, row.currency),
        state=state_view(row),
        who=" · ".join(part for part in (row.name, row.email) if part),
    )
