"""Why a message was called off is what was recorded then; what came later is told later (H1)."""

from datetime import UTC, datetime, timedelta

import pytest

from webapp.domain.explaining import Reason
from webapp.domain.explaining_ledger import LedgerWhy, MessageFacts, Verdict, explain_message
from webapp.domain.explaining_messages import MessageWhy
from webapp.domain.ledger import Entry, Gone, State
from webapp.domain.messages import Key
from webapp.domain.notifications import Channel, Trigger

NOW = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
CANCELLED_AT = NOW - 7 * DAY


def called_off(why, *reasons):
    """The answer about a message called off a week ago, with these reasons of today."""
    key = Key("customer", Trigger.BEFORE_ARCHIVING, 7, 0, Channel.EMAIL, "2026-11-25")
    entry = Entry("row", key, State.CANCELLED, NOW - 11 * DAY, None, why, CANCELLED_AT)
    facts = MessageFacts(zone="Europe/Berlin", entry=entry, reasons=reasons)
    told = explain_message(facts, now=NOW)
    assert told.verdict is Verdict.NOT
    return told.reasons


def test_what_happened_after_it_was_called_off_cannot_be_why():
    archived = Reason(MessageWhy.ARCHIVED, NOW - 3 * DAY, alone=True)
    recorded, later = called_off(Gone.LATE, archived)
    assert recorded == Reason(LedgerWhy.CANCELLED, CANCELLED_AT, name=Gone.LATE)
    assert (later.why, later.decides, later.alone) == (MessageWhy.ARCHIVED, False, False)
    assert called_off(Gone.ARCHIVED, archived)[0].why is LedgerWhy.CANCELLED


@pytest.mark.parametrize(
    ("recorded", "today"),
    [
        (Gone.ARCHIVED, Reason(MessageWhy.ARCHIVED, CANCELLED_AT)),
        (Gone.UNSUBSCRIBED, Reason(MessageWhy.UNSUBSCRIBED, CANCELLED_AT - DAY)),
        (Gone.OTHER_GROUP, Reason(MessageWhy.HAS_BOUGHT)),
        (Gone.LATE, Reason(MessageWhy.TOO_LATE, NOW - 11 * DAY)),
    ],
)
def test_a_reason_that_still_holds_decides_and_the_record_is_beside_it(recorded, today):
    decides, beside = called_off(recorded, today)
    assert decides == today
    assert (beside.why, beside.at, beside.decides) == (
        LedgerWhy.WAS_CANCELLED, CANCELLED_AT, False,
    )  # fmt: skip


def test_another_reason_of_today_does_not_take_the_place_of_the_recorded_one():
    assert called_off(Gone.PAUSED, Reason(MessageWhy.NO_CONSENT))[0].name == Gone.PAUSED


@pytest.mark.parametrize(
    ("reasons", "verdict"),
    [
        ([Reason(MessageWhy.NOT_ARCHIVED)], Verdict.NOT_YET),
        ([Reason(MessageWhy.PLANNED)], Verdict.NOT_YET),
        ([Reason(MessageWhy.NOT_ARCHIVED), Reason(MessageWhy.UNSUBSCRIBED, NOW)], Verdict.NOT),
        ([Reason(MessageWhy.TOO_LATE, NOW - DAY)], Verdict.NOT),
    ],
)
def test_what_has_not_happened_yet_is_no_reason_never_to_get_it(reasons, verdict):
    facts = MessageFacts(zone="Europe/Berlin", entry=None, reasons=tuple(reasons))
    assert explain_message(facts, now=NOW).verdict is verdict
