"""Puts a notification into words: when, at what time, to whom, by which channel (C1, C2)."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.domain.notifications import Channel, Condition, Group, Trigger, Window


def when_words(trigger: Trigger, offset: int) -> str:
    """'7 days before archiving', 'Photos available'; `offset` in days, for baskets in hours."""
    if not offset:
        return _at_the_event(trigger)
    if trigger is Trigger.ABANDONED:
        told = ngettext("Basket left for %(num)s hour", "Basket left for %(num)s hours", offset)
    elif trigger is Trigger.BEFORE_ARCHIVING:
        told = ngettext("%(num)s day before archiving", "%(num)s days before archiving", offset)
    elif trigger is Trigger.AVAILABLE:
        told = ngettext(
            "%(num)s day after photos are available",
            "%(num)s days after photos are available",
            offset,
        )
    elif trigger is Trigger.REGISTERED:
        told = ngettext("%(num)s day after registering", "%(num)s days after registering", offset)
    else:
        told = ngettext("%(num)s day after archiving", "%(num)s days after archiving", offset)
    return str(told)


def trigger_words(trigger: Trigger) -> str:
    """The trigger alone, as a form offers it: 'Days before archiving'."""
    words = {
        Trigger.AVAILABLE: _("Photos available"),
        Trigger.REGISTERED: _("Customer registered"),
        Trigger.BEFORE_ARCHIVING: _("Days before archiving"),
        Trigger.ARCHIVED: _("Job archived"),
        Trigger.AFTER_ARCHIVING: _("Days after archiving"),
        Trigger.ABANDONED: _("Basket left behind"),
    }
    return str(words[trigger])


def window_words(window: Window) -> str:
    """'At once', '09:00', '18:00'."""
    if window is Window.AT_ONCE:
        return str(_("At once"))
    return "09:00" if window is Window.MORNING else "18:00"


def group_words(group: Group) -> str:
    """Who is meant."""
    words = {
        Group.ALL: _("All customers"),
        Group.POTENTIAL: _("Potential buyers"),
        Group.BUYERS: _("Buyers"),
    }
    return str(words[group])


def condition_words(condition: Condition) -> str:
    """What has to hold of the customer's photos."""
    words = {
        Condition.EVERYONE: _("Everyone"),
        Condition.WITH_PHOTOS: _("With photos available"),
        Condition.WITHOUT_PHOTOS: _("Without photos"),
    }
    return str(words[condition])


def condition_inside(condition: Condition) -> str:
    """The same inside a sentence: 'all customers, with photos available'."""
    words = {
        Condition.EVERYONE: "",
        Condition.WITH_PHOTOS: _("with photos available"),
        Condition.WITHOUT_PHOTOS: _("without photos"),
    }
    return str(words[condition])


def channel_words(channel: Channel) -> str:
    """'E-mail' or 'SMS'."""
    return str(_("E-mail")) if channel is Channel.EMAIL else "SMS"


def in_one_line(notifications: Iterable[tuple[Trigger, int]]) -> str:
    """'Photos available · 7, 3 and 1 days before archiving · Archived': triggers with offsets."""
    found: dict[Trigger, set[int]] = {}
    for trigger, offset in notifications:
        found.setdefault(trigger, set()).add(offset)
    return " · ".join(
        words for trigger, offsets in found.items() for words in _grouped(trigger, offsets)
    )


def listed(words: Sequence[str]) -> str:
    """'7, 3 and 1'; one word is itself, no word is ''."""
    *first, last = words or [""]
    return str(_("%(first)s and %(last)s", first=", ".join(first), last=last)) if first else last


def _at_the_event(trigger: Trigger) -> str:
    if trigger is Trigger.BEFORE_ARCHIVING:
        return str(_("On the last day"))
    return str(_("Archived")) if trigger is Trigger.ARCHIVED else trigger_words(trigger)


def _grouped(trigger: Trigger, offsets: set[int]) -> list[str]:
    """Several days before archiving in one piece; everything else piece by piece, in order."""
    if trigger is not Trigger.BEFORE_ARCHIVING:
        return [when_words(trigger, offset) for offset in sorted(offsets)]
    days = sorted(offsets - {0}, reverse=True)
    told = []
    if days:
        text = ngettext(
            "%(days)s day before archiving",
            "%(days)s days before archiving",
            max(days),
            days=listed([str(each) for each in days]),
        )
        told.append(str(text))
    return told + ([when_words(trigger, 0)] if 0 in offsets else [])
