"""The ledger says what is owed, and nothing is ever sent twice (C5, C6, R4)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.support.planning import DECEMBER_8, LONG_AGO, a_recipient, a_rule, a_state, berlin
from webapp.domain.ledger import Entry, Gone, State, compare, reasons
from webapp.domain.messages import plan_messages
from webapp.domain.notifications import Channel, Group

NOW = berlin(23, 10)
AVAILABLE = a_rule("available")
REMINDER = a_rule("before-archiving", 3)


def owed_by(job, *rules, who=None, now=NOW):
    return plan_messages(job, rules, [who or a_recipient()], now=now)


def entry(owed, state="planned", reason="", **facts):
    facts = {"rule_id": owed.rule_id, "due_at": owed.due_at, "changed_at": NOW} | facts
    return Entry("row", owed.key, State(state), reason=reason, **facts)


def only(owed):
    (message,) = owed.values()
    return message


def test_what_is_missing_is_added():
    owed = owed_by(a_state(), AVAILABLE)
    assert compare(owed, []).added == (only(owed),)


def test_what_is_there_is_not_added_again():
    owed = owed_by(a_state(), AVAILABLE)
    changes = compare(owed, [entry(only(owed))])
    assert (changes.added, changes.moved, changes.cancelled) == ((), (), ())


@pytest.mark.parametrize("state", ["sending", "sent", "unknown"])
def test_what_was_sent_or_may_have_been_stays(state):
    owed = owed_by(a_state(), AVAILABLE)
    assert compare(owed, [entry(only(owed), state)]).queued == ()
    assert compare({}, [entry(only(owed), "sent")]).cancelled == ()


def test_another_time_moves_what_is_planned():
    owed = owed_by(a_state(archive_on=DECEMBER_8), REMINDER)
    moved = compare(owed, [entry(only(owed), due_at=NOW)]).moved
    assert moved == (("row", only(owed)),)


def test_the_same_message_from_another_notification_is_not_moved():
    owed = owed_by(a_state(archive_on=DECEMBER_8), REMINDER)
    changes = compare(owed, [entry(only(owed), rule_id="of another profile")])
    assert (changes.moved, changes.adopted) == ((), (("row", only(owed)),))


@pytest.mark.parametrize("state", ["planned", "sending"])
def test_what_is_not_owed_any_more_is_cancelled(state):
    was = entry(only(owed_by(a_state(), AVAILABLE)), state)
    assert compare({}, [was], {was.key: Gone.PAUSED}).cancelled == ((was, Gone.PAUSED),)


def test_what_was_cancelled_as_untrue_is_planned_again_when_it_is_true():
    owed = owed_by(a_state(archive_on=DECEMBER_8), REMINDER)
    was = entry(only(owed), "cancelled", Gone.PAUSED)
    assert compare(owed, [was]).again == (("row", only(owed)),)


def test_what_a_person_cancelled_stays_cancelled():
    owed = owed_by(a_state(archive_on=DECEMBER_8), REMINDER)
    assert compare(owed, [entry(only(owed), "cancelled", Gone.BY_HAND)]).again == ()


def test_what_failed_is_not_tried_again_by_itself():
    owed = owed_by(a_state(), AVAILABLE)
    assert compare(owed, [entry(only(owed), "failed")]).again == ()


@pytest.mark.parametrize(("state", "reason"), [("failed", ""), ("cancelled", Gone.BY_HAND)])
def test_going_on_sale_anew_plans_it_again(state, reason):
    owed = owed_by(a_state(selling_since=NOW, announced_at=NOW), AVAILABLE)
    was = entry(only(owed), state, reason, changed_at=NOW - timedelta(days=1))
    assert compare(owed, [was]).again == (("row", only(owed)),)


class TestWhySomethingIsCancelled:
    JOB = a_state(archive_on=DECEMBER_8)

    def why(self, job, *, rules=(REMINDER,), who=None, rule=REMINDER):
        was = entry(only(owed_by(self.JOB, rule)))
        people = [who or a_recipient()]
        return reasons(job, rules, people, [was])[was.key]

    def test_archived(self):
        assert self.why(replace(a_state("archived"), archived_at=NOW)) is Gone.ARCHIVED

    def test_paused(self):
        assert self.why(a_state("planning")) is Gone.PAUSED

    def test_the_profile_was_removed(self):
        assert self.why(a_state(profile_since=None), rules=()) is Gone.NO_PROFILE

    def test_the_profile_was_changed(self):
        assert self.why(self.JOB, rules=()) is Gone.PROFILE_CHANGED

    def test_the_date_was_moved(self):
        assert self.why(a_state(archive_on=date(2026, 12, 15))) is Gone.DATE_MOVED

    def test_the_customer_can_no_longer_be_reached(self):
        assert self.why(self.JOB, who=a_recipient(channels=[])) is Gone.UNREACHABLE

    def test_the_customer_has_bought(self):
        potential = replace(REMINDER, group=Group.POTENTIAL)
        bought = a_recipient(has_bought=True)
        assert self.why(self.JOB, rules=[potential], who=bought, rule=potential) is (
            Gone.OTHER_GROUP
        )

    def test_it_is_too_late(self):
        assert self.why(self.JOB) is Gone.LATE

    def test_what_followed_archiving_is_untrue_on_sale(self):
        archived = a_state("archived", archived_at=berlin(23))
        was = entry(only(owed_by(archived, a_rule("archived"))))
        assert reasons(self.JOB, [], [], [was])[was.key] is Gone.ON_SALE_AGAIN


def test_the_key_knows_channels_and_offsets_apart():
    rules = [
        a_rule("available"),
        a_rule("available", 2),
        a_rule("available", channel=Channel.SMS, id="sms", since=LONG_AGO),
    ]
    who = a_recipient(channels=list(Channel))
    assert len(owed_by(a_state(), *rules, who=who)) == 3
