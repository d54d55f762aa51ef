"""What the pages of communication profiles show: messages in words, and where they are used."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.domain.notifications import Channel, Condition
from webapp.models.message import CommunicationProfile, Notification
from webapp.queries.message_facts import rule_of
from webapp.queries.profiles import ProfileRow
from webapp.queries.uses import Use
from webapp.studio.profile_line import in_time
from webapp.web import notification_words as words
from webapp.web.words import number

_FIRST_WORDS = 80


@dataclass(frozen=True)
class UseView:
    """The jobs that use a profile: how many in words, the newest with links, how many more."""

    count: str
    jobs: Sequence[tuple[str, str]]
    more: str


@dataclass(frozen=True)
class ProfileView:
    """A profile in the list."""

    name: str
    url: str
    is_standard: bool
    summary: str
    messages: str
    use: UseView


@dataclass(frozen=True)
class NotificationView:
    """A notification in the list of its profile."""

    url: str
    delete_url: str
    when: str
    time: str
    readers: str
    channel: str
    subject: str


def profile_view(row: ProfileRow) -> ProfileView:
    """A row of the list."""
    rules = in_time(row.rules)
    return ProfileView(
        name=row.name,
        url=url_for("studio.profile", profile_id=row.id),
        is_standard=row.is_standard,
        summary=words.in_one_line((each.trigger, each.offset) for each in rules),
        messages=messages_words(len(rules)),
        use=use_view(row.use),
    )


def messages_words(count: int) -> str:
    """'5 messages', 'No messages yet'."""
    if not count:
        return str(_("No messages yet"))
    return str(ngettext("%(num)s message", "%(num)s messages", count))


def use_view(use: Use) -> UseView:
    """Where it is used, in words and links."""
    left = use.jobs - len(use.first)
    return UseView(
        count=ngettext("%(shown)s job", "%(shown)s jobs", use.jobs, shown=number(use.jobs))
        if use.jobs
        else _("No job"),
        jobs=[(name, url_for("studio.job_settings", job_id=job_id)) for job_id, name in use.first],
        more=ngettext("and %(num)s more", "and %(num)s more", left) if left else "",
    )


def notification_views(profile: CommunicationProfile) -> list[NotificationView]:
    """The notifications of a profile in the order in which they happen."""
    rows = {each.id: each for each in profile.notifications}
    ordered = in_time([rule_of(each) for each in rows.values()])
    return [_view(rows[rule.id]) for rule in ordered]


def _view(row: Notification) -> NotificationView:
    rule = rule_of(row)
    readers = words.group_words(rule.group)
    if rule.condition is not Condition.EVERYONE:
        readers = f"{readers}, {words.condition_inside(rule.condition)}"
    return NotificationView(
        url=_url("studio.notification", row),
        delete_url=_url("studio.notification_deletion", row),
        when=words.when_words(rule.trigger, rule.offset),
        time="–" if rule.trigger.counts_hours else words.window_words(rule.window),
        readers=readers,
        channel=words.channel_words(rule.channel),
        subject=_begun(row.message) if rule.channel is Channel.SMS else row.subject,
    )


def _url(endpoint: str, row: Notification) -> str:
    return url_for(endpoint, profile_id=row.profile_id, notification_id=row.id)


def _begun(message: str) -> str:
    """The first words of an SMS, which has no subject."""
    text = " ".join(message.split())
    return text if len(text) <= _FIRST_WORDS else text[:_FIRST_WORDS].rsplit(" ", 1)[0] + " …"
