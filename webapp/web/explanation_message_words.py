"""Why a customer got a message or did not, in words (H1)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.domain.explaining_ledger import Verdict
from webapp.domain.notifications import Channel, Condition, Group, Trigger
from webapp.models.customer import Customer
from webapp.models.job import Job
from webapp.queries.explaining_messages import CustomerMessages, MessageAnswer
from webapp.queries.message_page import full_message
from webapp.web.explanation_message_reasons import WORDS
from webapp.web.explanation_words import (
    AnswerView,
    Links,
    ReasonView,
    answer_view,
    moment_words,
    plain_reason,
)
from webapp.web.message_reasons import reasons as causes
from webapp.web.message_words import answer_words, attempts_words, result_words
from webapp.web.notification_words import channel_words, condition_words, group_words, when_words
from webapp.web.words import quoted


def message_view(
    job: Job,
    customer: Customer,
    found: CustomerMessages,
    answer: MessageAnswer,
    *,
    links: Links,
) -> AnswerView:
    """The answer about one message to one customer."""
    view = _view(job, customer, found, answer, links)
    return replace(view, known=[*view.known, *_causes(job, answer)])


def line_words(job: Job, customer: Customer, found: CustomerMessages, answer: MessageAnswer) -> str:
    """The answer in one sentence: what decides, else the verdict."""
    view = _view(job, customer, found, answer, lambda _place, _ref: "")
    return view.reasons[0].sentence if view.reasons else view.headline


def name_of(customer: Customer) -> str:
    """The customer's name, or how they are reached where there is none."""
    return customer.name or customer.email or customer.phone or "–"


def message_words(answer: MessageAnswer) -> str:
    """'3 days before archiving · E-mail'."""
    told, source = answer.notification, answer.row.message if answer.row else None
    kept = source or told
    if kept is None:
        return str(_("Message"))
    what = when_words(Trigger(kept.trigger), kept.offset_hours or kept.offset_days)
    return f"{what} · {channel_words(Channel(kept.channel))}"


def headline(answer: MessageAnswer, who: str, zone: str) -> str:
    """The verdict in one sentence."""
    words = _HEADLINES[answer.told.verdict]
    return str(words) % {"who": who, "when": moment_words(answer.told.at, zone)}


def verdict_words(answer: MessageAnswer) -> str:
    """The verdict in a word or two, for a list."""
    return str(_SHORT[answer.told.verdict])


def _view(
    job: Job, customer: Customer, found: CustomerMessages, answer: MessageAnswer, links: Links
) -> AnswerView:
    zone, told = job.studio.time_zone, answer.told
    return answer_view(
        _KINDS[told.verdict],
        headline(answer, name_of(customer), zone),
        told.reasons,
        WORDS,
        [*_facts(answer, zone), *_of_customer(found, answer, zone)],
        zone=zone,
        links=links,
    )


def _causes(job: Job, answer: MessageAnswer) -> list[ReasonView]:
    """Why somebody gets it at all: what set it off, who is meant, who agreed (C9)."""
    if answer.row is None or answer.told.verdict not in _GO_OUT:
        return []
    found, zone = full_message(job.studio_id, answer.row.id), job.studio.time_zone
    return [plain_reason(each.icon, each.sentence) for each in causes(found, zone)] if found else []


def _facts(answer: MessageAnswer, zone: str) -> Iterator[tuple[str, str]]:
    """What ledger, outbox and profile say."""
    yield _("Message"), message_words(answer)
    yield _("From"), _profile(answer)
    yield _("Meant for"), _meant(answer)
    row = answer.row
    if row is None or row.message is None:
        yield _("Record"), str(_("There is none: it was never planned."))
        return
    yield _("Record"), result_words(row) if row.state != "planned" else str(_("Planned"))
    yield _("Due"), moment_words(row.message.due_at, zone)
    yield _("Last changed"), moment_words(row.message.changed_at, zone)
    if row.outgoing is not None and row.outgoing.attempts:
        answer_to_it = "" if row.state == "failed" else answer_words(row.outgoing)
        parts = (attempts_words(row.outgoing.attempts), answer_to_it)
        yield _("Attempts"), " · ".join(part for part in parts if part)


def _of_customer(
    found: CustomerMessages, answer: MessageAnswer, zone: str
) -> Iterator[tuple[str, str]]:
    """What decides about the customer."""
    source = answer.notification or (answer.row.message if answer.row else None)
    reach = found.reach[Channel(source.channel) if source else Channel.EMAIL]
    yield _("Registered"), moment_words(found.who.registered_at, zone)
    yield _("Consent"), _when_or_no(reach.consented_at, zone)
    yield _("Address confirmed"), _when_or_no(reach.confirmed_at, zone)
    yield _("Unsubscribed"), moment_words(reach.unsubscribed_at, zone)
    yield _("Has bought"), _yes_or_no(said=found.who.has_bought)
    yield _("Has pictures"), _yes_or_no(said=found.who.has_photos)


def _profile(answer: MessageAnswer) -> str:
    if answer.notification is not None:
        return quoted(answer.notification.profile.name)
    return str(_("a notification that is no longer part of the job’s profile"))


def _meant(answer: MessageAnswer) -> str:
    told = answer.notification
    if told is None:
        return ""
    condition = Condition(told.condition)
    parts = [group_words(Group(told.target_group))]
    if condition is not Condition.EVERYONE:
        parts.append(condition_words(condition))
    return " · ".join(parts)


def _when_or_no(at: datetime | None, zone: str) -> str:
    return moment_words(at, zone) or str(_("no"))


def _yes_or_no(*, said: bool) -> str:
    return str(_("yes") if said else _("no"))


_HEADLINES = {
    Verdict.GOT: _l("%(who)s got it on %(when)s."),
    Verdict.PERHAPS: _l("%(who)s may have got it on %(when)s; the server’s answer was lost."),
    Verdict.ON_ITS_WAY: _l("It is on its way to %(who)s."),
    Verdict.WILL: _l("%(who)s gets it: it is due on %(when)s."),
    Verdict.FAILED: _l("%(who)s did not get it: sending it was given up on %(when)s."),
    Verdict.NOT_YET: _l("%(who)s has not got it yet: what it tells of has not happened."),
    Verdict.NOT: _l("%(who)s does not get it as things stand."),
}
_SHORT = {
    Verdict.GOT: _l("Got it"),
    Verdict.PERHAPS: _l("Perhaps got it"),
    Verdict.ON_ITS_WAY: _l("On its way"),
    Verdict.WILL: _l("Will get it"),
    Verdict.FAILED: _l("Could not be sent"),
    Verdict.NOT_YET: _l("Not yet"),
    Verdict.NOT: _l("Does not get it"),
}
_GO_OUT = (Verdict.GOT, Verdict.PERHAPS, Verdict.ON_ITS_WAY, Verdict.WILL, Verdict.FAILED)
_KINDS = {
    Verdict.GOT: "done",
    Verdict.PERHAPS: "time",
    Verdict.ON_ITS_WAY: "info",
    Verdict.WILL: "done",
    Verdict.FAILED: "stop",
    Verdict.NOT_YET: "info",
    Verdict.NOT: "time",
}
