"""A notification in words: when it is sent, at what time, to whom."""

import pytest
from flask_babel import force_locale

from webapp.domain.notifications import Channel, Condition, Group, Trigger, Window
from webapp.web import notification_words as words

BEFORE, AFTER = Trigger.BEFORE_ARCHIVING, Trigger.AFTER_ARCHIVING


@pytest.fixture(autouse=True)
def _in_a_request(app):
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("trigger", "offset", "told"),
    [
        (Trigger.AVAILABLE, 0, "Photos available"),
        (Trigger.AVAILABLE, 5, "5 days after photos are available"),
        (Trigger.REGISTERED, 0, "Customer registered"),
        (Trigger.REGISTERED, 1, "1 day after registering"),
        (BEFORE, 7, "7 days before archiving"),
        (BEFORE, 1, "1 day before archiving"),
        (BEFORE, 0, "On the last day"),
        (Trigger.ARCHIVED, 0, "Archived"),
        (AFTER, 30, "30 days after archiving"),
        (Trigger.ABANDONED, 1, "Basket left for 1 hour"),
        (Trigger.ABANDONED, 3, "Basket left for 3 hours"),
    ],
)
def test_when_a_notification_is_sent_is_said_in_words(trigger, offset, told):
    assert words.when_words(trigger, offset) == told


def test_several_days_before_archiving_are_said_in_one_piece():
    profile = [
        (Trigger.AVAILABLE, 0),
        (BEFORE, 1),
        (BEFORE, 7),
        (BEFORE, 3),
        (BEFORE, 0),
        (Trigger.ARCHIVED, 0),
        (AFTER, 30),
        (AFTER, 5),
    ]
    assert words.in_one_line(profile) == (
        "Photos available · 7, 3 and 1 days before archiving · On the last day · Archived"
        " · 5 days after archiving · 30 days after archiving"
    )


def test_the_same_day_by_two_channels_is_said_once():
    assert words.in_one_line([(BEFORE, 3), (BEFORE, 3)]) == "3 days before archiving"


def test_no_notification_is_no_words():
    assert words.in_one_line([]) == ""


def test_times_groups_conditions_and_channels_have_words():
    assert [words.window_words(each) for each in Window] == ["At once", "09:00", "18:00"]
    assert [words.group_words(each) for each in Group] == [
        "All customers",
        "Potential buyers",
        "Buyers",
    ]
    assert [words.condition_words(each) for each in Condition] == [
        "Everyone",
        "With photos available",
        "Without photos",
    ]
    assert [words.channel_words(each) for each in Channel] == ["E-mail", "SMS"]


def test_every_trigger_has_words_in_german(app):
    with force_locale("de"):
        assert [words.trigger_words(each) for each in Trigger] == [
            "Fotos verfügbar",
            "Kunde registriert",
            "Tage vor der Archivierung",
            "Auftrag archiviert",
            "Tage nach der Archivierung",
            "Warenkorb verlassen",
        ]
        assert words.when_words(BEFORE, 3) == "3 Tage vor der Archivierung"
