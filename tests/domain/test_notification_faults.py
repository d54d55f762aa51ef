"""What is refused when a notification is saved, and at which field."""

from dataclasses import replace

import pytest

from webapp.domain.notification_faults import Fault, NewNotification, Wrong, faults
from webapp.domain.notifications import Channel, Condition, Group, Trigger, Window

GOOD = NewNotification(
    trigger=Trigger.BEFORE_ARCHIVING,
    offset=3,
    window=Window.MORNING,
    group=Group.ALL,
    condition=Condition.EVERYONE,
    channel=Channel.EMAIL,
    subject="Order until [[Job.date_archiving]]",
    message="Hello [[Customer.firstname]],\n\n[[Customer.loginurl]]",
)
SMS = replace(GOOD, channel=Channel.SMS, subject="")


def wrong_with(new):
    return {name: fault.wrong for name, fault in faults(new).items()}


def test_a_good_one_has_no_faults():
    assert faults(GOOD) == {}
    assert faults(SMS) == {}


@pytest.mark.parametrize(
    ("trigger", "allowed", "refused"),
    [
        (Trigger.AVAILABLE, (0, 30), (-1, 31, 400)),
        (Trigger.REGISTERED, (0, 30), (-1, 31, 400)),
        (Trigger.BEFORE_ARCHIVING, (0, 60), (-1, 61, 400)),
        (Trigger.ARCHIVED, (0,), (-1, 1, 400)),
        (Trigger.AFTER_ARCHIVING, (1, 90), (0, 91, 400)),
        (Trigger.ABANDONED, (1, 3, 24), (0, 2, 4, 400)),
    ],
)
def test_each_trigger_has_its_own_offsets(trigger, allowed, refused):
    window = Window.MORNING if trigger.is_of_a_day else Window.AT_ONCE
    for offset in allowed:
        assert faults(replace(GOOD, trigger=trigger, offset=offset, window=window)) == {}
    for offset in refused:
        new = replace(GOOD, trigger=trigger, offset=offset, window=window)
        assert wrong_with(new) == {"offset": Wrong.OFFSET}


def test_a_trigger_of_a_day_needs_a_time_of_that_day():
    for trigger in (Trigger.BEFORE_ARCHIVING, Trigger.AFTER_ARCHIVING):
        new = replace(GOOD, trigger=trigger, window=Window.AT_ONCE)
        assert wrong_with(new) == {"window": Wrong.TIME_MISSING}


def test_a_basket_is_counted_in_hours_and_has_no_time_of_day():
    new = replace(GOOD, trigger=Trigger.ABANDONED, offset=3, window=Window.EVENING)
    assert wrong_with(new) == {"window": Wrong.TIME_NEEDLESS}


@pytest.mark.parametrize(
    "mark",
    ["\r", "\n", "\r\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\0",
     "\t", "\x7f", "\ud800"],
)  # fmt: skip
def test_a_subject_is_one_line_of_letters_that_can_be_seen(mark):
    for subject in (f"Pictures{mark}Bcc: all@example.org", f"Pictures{mark}", mark):
        assert wrong_with(replace(GOOD, subject=subject)) == {"subject": Wrong.LINE_BREAK}


@pytest.mark.parametrize("mark", ["\r", "\v", "\f", "\x85", "\u2028", "\u2029", "\0", "\ud800"])
def test_a_message_has_plain_lines_and_the_wrong_one_is_named(mark):
    new = replace(GOOD, message=f"one\ntwo\nthr{mark}ee")
    assert faults(new) == {"message": Fault(Wrong.UNWRITABLE, number=3)}


def test_a_message_may_have_lines_tabs_and_any_writing():
    new = replace(GOOD, subject="Zdjęcia 🎉", message="Cześć\tMia\n\nאבג 👩‍👧")
    assert faults(new) == {}


def test_what_is_missing_is_named():
    assert wrong_with(replace(GOOD, subject="  ", message=" \n ")) == {
        "subject": Wrong.SUBJECT_MISSING,
        "message": Wrong.MESSAGE_MISSING,
    }


def test_an_sms_has_no_subject():
    assert wrong_with(replace(SMS, message="")) == {"message": Wrong.MESSAGE_MISSING}


def test_what_is_too_long_is_named_with_its_length():
    assert faults(replace(GOOD, subject="x" * 200, message="x" * 20_000)) == {}
    assert faults(replace(GOOD, subject="x" * 201, message="x" * 100_000)) == {
        "subject": Fault(Wrong.TOO_LONG, number=201),
        "message": Fault(Wrong.TOO_LONG, number=100_000),
    }


def test_an_sms_has_at_most_four_segments():
    assert faults(replace(SMS, message="x" * 612)) == {}
    assert faults(replace(SMS, message="x" * 613)) == {
        "message": Fault(Wrong.SMS_TOO_LONG, number=5)
    }
    assert wrong_with(replace(SMS, message="’" * 269)) == {"message": Wrong.SMS_TOO_LONG}


def test_a_placeholder_that_nobody_knows_is_named_once():
    new = replace(GOOD, subject="[[Job.nam]]", message="[[Kunde]] [[Job.name]] [[Kunde]] [[x")
    assert faults(new) == {
        "subject": Fault(Wrong.UNKNOWN_PLACEHOLDER, names=("Job.nam",)),
        "message": Fault(Wrong.UNKNOWN_PLACEHOLDER, names=("Kunde", "x")),
    }


@pytest.mark.parametrize("text", ["{{7*7}}", "{% if x %}", "${7*7}", "<%= 7*7 %>"])
def test_a_text_for_another_program_is_refused(text):
    new = replace(GOOD, subject=text, message=f"Hello {text}")
    assert wrong_with(new) == {"subject": Wrong.TEMPLATE, "message": Wrong.TEMPLATE}
