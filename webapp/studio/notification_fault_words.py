"""Says what is wrong with a notification, and what would be right."""

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.domain.notification_faults import (
    LONGEST_MESSAGE,
    LONGEST_SUBJECT,
    MOST_SEGMENTS,
    Fault,
    Wrong,
)
from webapp.domain.notifications import Trigger
from webapp.web.words import number


def offset_rule(trigger: Trigger) -> str:
    """What may be written for this trigger: '0 to 60 days; 0 is the last day.'"""
    words = {
        Trigger.AVAILABLE: _("0 to 30 days; with 0 it follows at once."),
        Trigger.REGISTERED: _("0 to 30 days; with 0 it follows at once."),
        Trigger.BEFORE_ARCHIVING: _("0 to 60 days; 0 is the last day."),
        Trigger.ARCHIVED: _("0: it follows when the job is archived."),
        Trigger.AFTER_ARCHIVING: _("1 to 90 days."),
        Trigger.ABANDONED: _("1, 3 or 24 hours after the last change to the basket."),
    }
    return str(words[trigger])


def fault_words(name: str, fault: Fault, trigger: Trigger) -> str:
    """The sentence for the fault of a field."""
    if fault.wrong is Wrong.OFFSET:
        return str(_("Choose another number. Allowed: %(rule)s", rule=offset_rule(trigger)))
    if fault.wrong is Wrong.TOO_LONG:
        return _too_long(name, fault.number)
    if fault.wrong is Wrong.SMS_TOO_LONG:
        return _sms_too_long(fault.number)
    if fault.wrong is Wrong.UNKNOWN_PLACEHOLDER:
        return _unknown(fault.names)
    return str(_sentences(fault)[fault.wrong])


def _sentences(fault: Fault) -> dict[Wrong, str]:
    return {
        Wrong.TIME_MISSING: _("Choose the time of that day: 09:00 or 18:00."),
        Wrong.TIME_NEEDLESS: _("Choose ‘At once’: a basket is counted in hours."),
        Wrong.SUBJECT_MISSING: _("Write a subject."),
        Wrong.MESSAGE_MISSING: _("Write a message."),
        Wrong.LINE_BREAK: _(
            "A subject is a single line. Take out line breaks and invisible control characters."
        ),
        Wrong.UNWRITABLE: _(
            "Line %(line)s has a control character that cannot be sent. Type the line again.",
            line=fault.number,
        ),
        Wrong.TEMPLATE: _(
            "Signs like {{ }} or ${ } would be sent as they stand. Placeholders have double"
            " square brackets: [[Job.name]]."
        ),
    }


def _too_long(name: str, given: int) -> str:
    longest = LONGEST_SUBJECT if name == "subject" else LONGEST_MESSAGE
    return str(
        _(
            "Shorten this to %(longest)s characters; it has %(given)s.",
            longest=number(longest),
            given=number(given),
        )
    )


def _sms_too_long(segments: int) -> str:
    return str(
        _(
            "Shorten this: an SMS has at most %(most)s segments, and this one has %(given)s.",
            most=MOST_SEGMENTS,
            given=number(segments),
        )
    )


def _unknown(names: tuple[str, ...]) -> str:
    written = ", ".join(f"[[{name}]]" for name in names)
    return str(
        ngettext(
            "%(names)s is no placeholder. Choose one from the list.",
            "%(names)s are no placeholders. Choose some from the list.",
            len(names),
            names=written,
        )
    )
