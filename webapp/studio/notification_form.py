"""The form for a notification: when, to whom, in which words; and whose data it is shown with."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from webapp.domain.notification_faults import NewNotification, faults
from webapp.domain.notifications import Channel, Condition, Group, Trigger, Window
from webapp.models.message import Notification
from webapp.queries.message_facts import rule_of
from webapp.queries.preview_readers import Candidate
from webapp.studio.notification_fault_words import fault_words
from webapp.web import notification_words as words
from webapp.web.countries import country_of_zone
from webapp.web.phone_fields import phone_field

SAMPLE = "sample"


class _Whole(IntegerField):
    """A whole number; what is none is kept as it was typed and named at the field."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_l("Write a whole number.")) from error


def _lines(text: str | None) -> str:
    """A browser sends the lines of a text with CR LF."""
    return (text or "").replace("\r\n", "\n")


def _choices(kind: Any, said: Callable[[Any], str]) -> list[SelectChoice]:
    return [SelectChoice(each.value, said(each)) for each in kind]


class NotificationForm(FlaskForm):
    """Everything of a notification; `reader` and `number` are for preview and test alone."""

    trigger = RadioField(_l("What sets it off"))
    offset = _Whole(_l("How long before or after"))
    time = RadioField(_l("Time of day"))
    group = SelectField(_l("Target group"))
    condition = SelectField(_l("Condition"))
    channel = RadioField(_l("Channel"))
    subject = StringField(_l("Subject"))
    message = TextAreaField(_l("Message"), filters=[_lines])
    reader = SelectField(_l("Show it as it reaches"), validate_choice=False)
    number = phone_field(
        _l("Mobile number for the test"), country=lambda: country_of_zone(g.studio.time_zone)
    )

    is_test = False

    def needs_number(self) -> None:
        """A test is asked for: an SMS needs a number that it goes to."""
        self.is_test = True

    def offer(self, readers: Sequence[Candidate]) -> "NotificationForm":
        """Fill the lists in the reader's language."""
        self.trigger.choices = _choices(Trigger, words.trigger_words)
        self.time.choices = _choices(Window, words.window_words)
        self.group.choices = _choices(Group, words.group_words)
        self.condition.choices = _choices(Condition, words.condition_words)
        self.channel.choices = _choices(Channel, words.channel_words)
        self.reader.choices = _readers(readers)
        return self

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field and what the rules say of them together: all that is wrong at once."""
        super().validate(extra_validators)
        self._look_at_number()
        if not self.errors.keys() & _CHOSEN:
            trigger = Trigger(self.trigger.data)
            for name, fault in faults(self.new()).items():
                field = self["time" if name == "window" else name]
                if not field.errors:
                    field.errors = [fault_words(name, fault, trigger)]
        return not any(field.errors for field in self)

    def lacks_number_alone(self) -> bool:
        """Whether all that is wrong is where the test goes to; it stands with the preview."""
        return set(self.errors) == {"number"}

    def _look_at_number(self) -> None:
        """It matters for the test of an SMS alone."""
        if not self.is_test or self.channel.data != Channel.SMS:
            self.number.errors = []
        elif not self.number.data and not self.number.errors:
            self.number.errors = [_l("Write the number that the test goes to.")]

    def new(self) -> NewNotification:
        """What is asked for; only after the choices were found to be among those offered.

        What a trigger does not have cannot be chosen: 'archived' no offset, a basket no time.
        """
        trigger = Trigger(self.trigger.data)
        offset = 0 if trigger is Trigger.ARCHIVED else self.offset.data
        return NewNotification(
            trigger=trigger,
            offset=-1 if offset is None else offset,
            window=Window.AT_ONCE if trigger.counts_hours else Window(self.time.data),
            group=Group(self.group.data),
            condition=Condition(self.condition.data),
            channel=Channel(self.channel.data),
            subject=self.subject.data or "",
            message=self.message.data or "",
        )


def notification_form(
    sent: MultiDict[str, str] | None, readers: Sequence[Candidate], start: MultiDict[str, str]
) -> NotificationForm:
    """The form with what was sent, else with what it starts with."""
    return NotificationForm(start if sent is None else sent).offer(readers)


def stored_data(row: Notification) -> MultiDict[str, str]:
    """The fields of the form for a stored notification, as a browser would send them."""
    return MultiDict(
        {
            "trigger": row.trigger,
            "offset": str(rule_of(row).offset),
            "time": row.time_window,
            "group": row.target_group,
            "condition": row.condition,
            "channel": row.channel,
            "subject": row.subject,
            "message": row.message,
        }
    )


def first_data() -> MultiDict[str, str]:
    """A reminder a week before archiving, with a greeting and the link: what most begin with."""
    lines = (
        _("Hello [[Customer.firstname]],"),
        "",
        "[[Customer.loginurl]]",
        _("Kind regards,") + "\n[[Photographer.company]]",
    )
    return MultiDict(
        {
            "trigger": Trigger.BEFORE_ARCHIVING.value,
            "offset": "7",
            "time": Window.MORNING.value,
            "group": Group.ALL.value,
            "condition": Condition.EVERYONE.value,
            "channel": Channel.EMAIL.value,
            "message": "\n\n".join(lines),
        }
    )


def _readers(found: Sequence[Candidate]) -> dict[str, list[tuple[str, str]]]:
    """By shoot, as a list shows it; somebody invented comes last."""
    offered: dict[str, list[tuple[str, str]]] = {}
    for each in found:
        offered.setdefault(each.shoot, []).append((each.registration_id, each.customer))
    return offered | {_("Without a customer"): [(SAMPLE, _("Sample data"))]}


_CHOSEN = {"trigger", "offset", "time", "group", "condition", "channel"}
