"""A notification as somebody has typed it, and what is wrong with it, field by field (C1, C3)."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from webapp.domain import placeholders, sms
from webapp.domain.notifications import Channel, Condition, Group, Trigger, Window

LONGEST_SUBJECT = 200
LONGEST_MESSAGE = 20_000
MOST_SEGMENTS = 4
# Line ends other than the one that a text of several lines has, and what no keyboard types.
_UNWRITABLE = ("Cc", "Cs", "Zl", "Zp")
_OF_A_TEXT = "\n\t"


@dataclass(frozen=True)
class NewNotification:
    """What the form says; `offset` in days, or in hours where the trigger counts them."""

    trigger: Trigger
    offset: int
    window: Window
    group: Group
    condition: Condition
    channel: Channel
    subject: str
    message: str


class Wrong(StrEnum):
    """What can be wrong with a field."""

    OFFSET = "offset"
    TIME_MISSING = "time-missing"
    TIME_NEEDLESS = "time-needless"
    SUBJECT_MISSING = "subject-missing"
    MESSAGE_MISSING = "message-missing"
    TOO_LONG = "too-long"
    SMS_TOO_LONG = "sms-too-long"
    LINE_BREAK = "line-break"
    UNWRITABLE = "unwritable"
    TEMPLATE = "template"
    UNKNOWN_PLACEHOLDER = "unknown-placeholder"


@dataclass(frozen=True)
class Fault:
    """What is wrong, and with what: `names` are placeholders, `number` a length or a line."""

    wrong: Wrong
    names: tuple[str, ...] = ()
    number: int = 0


def faults(new: NewNotification) -> dict[str, Fault]:
    """What is wrong, by field, the first fault of each; empty: it can be stored as it is."""
    checks = {
        "offset": _offset(new),
        "window": _window(new),
        "subject": _subject(new),
        "message": _message(new),
    }
    first = {name: next(found, None) for name, found in checks.items()}
    return {name: fault for name, fault in first.items() if fault is not None}


def _offset(new: NewNotification) -> Iterator[Fault]:
    if new.offset not in new.trigger.offsets:
        yield Fault(Wrong.OFFSET)


def _window(new: NewNotification) -> Iterator[Fault]:
    if new.trigger.is_of_a_day and new.window is Window.AT_ONCE:
        yield Fault(Wrong.TIME_MISSING)
    if new.trigger.counts_hours and new.window is not Window.AT_ONCE:
        yield Fault(Wrong.TIME_NEEDLESS)


def _subject(new: NewNotification) -> Iterator[Fault]:
    """A line break in a subject would begin another header of the mail: refused, never cleaned."""
    if any(_is_unwritable(letter) for letter in new.subject):
        yield Fault(Wrong.LINE_BREAK)
    if new.channel is Channel.EMAIL and not new.subject.strip():
        yield Fault(Wrong.SUBJECT_MISSING)
    if len(new.subject) > LONGEST_SUBJECT:
        yield Fault(Wrong.TOO_LONG, number=len(new.subject))
    yield from _wording(new.subject)


def _message(new: NewNotification) -> Iterator[Fault]:
    if not new.message.strip():
        yield Fault(Wrong.MESSAGE_MISSING)
    if len(new.message) > LONGEST_MESSAGE:
        yield Fault(Wrong.TOO_LONG, number=len(new.message))
    if line := _unwritable_line(new.message):
        yield Fault(Wrong.UNWRITABLE, number=line)
    if new.channel is Channel.SMS:
        segments = sms.measure(new.message).segments
        if segments > MOST_SEGMENTS:
            yield Fault(Wrong.SMS_TOO_LONG, number=segments)
    yield from _wording(new.message)


def _wording(text: str) -> Iterator[Fault]:
    if placeholders.looks_like_a_template(text):
        yield Fault(Wrong.TEMPLATE)
    if names := placeholders.unknown(text):
        yield Fault(Wrong.UNKNOWN_PLACEHOLDER, names=tuple(dict.fromkeys(names)))


def _unwritable_line(text: str) -> int:
    """The line of the first letter that no mail can hold, counted from one; 0: there is none."""
    for place, letter in enumerate(text):
        if letter not in _OF_A_TEXT and _is_unwritable(letter):
            return text.count("\n", 0, place) + 1
    return 0


def _is_unwritable(letter: str) -> bool:
    return unicodedata.category(letter) in _UNWRITABLE
