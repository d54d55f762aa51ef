"""Who is owed which message, and when (C1, C2, C5–C8)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.support.planning import DECEMBER_8, a_recipient, a_rule, a_state, berlin
from webapp.domain.messages import LeftBasket, plan_messages
from webapp.domain.notifications import Channel, Condition, Group, Window

NOW = berlin(23, 10)
HOUR = timedelta(hours=1)


def planned(job, *rules, who=None, now=NOW):
    """What is owed: occasion and time of each message, earliest first."""
    people = [who or a_recipient()] if not isinstance(who, list) else who
    owed = plan_messages(job, rules, people, now=now)
    return [(each.key.occasion, each.due_at) for each in sorted(owed.values(), key=_due)]


def _due(owed):
    return owed.due_at


def dues(job, *rules, who=None, now=NOW):
    return [due for _occasion, due in planned(job, *rules, who=who, now=now)]


class TestPhotosAvailable:
    def test_is_owed_from_the_moment_of_going_on_sale(self):
        assert planned(a_state(), a_rule("available")) == [("", berlin(9, 16, 5))]

    @pytest.mark.parametrize("status", ["planning", "archived"])
    def test_is_owed_by_no_job_that_is_not_on_sale(self, status):
        job = a_state(status, archived_at=berlin(20))
        assert planned(job, a_rule("available")) == []

    def test_is_not_owed_once_the_stop_has_passed_whether_or_not_it_is_archived(self):
        job = a_state(archive_on=date(2026, 11, 22))
        assert planned(job, a_rule("available")) == []
        assert planned(job, a_rule("available"), now=berlin(22, 23, 59)) != []

    def test_in_the_evening_waits_for_the_next_morning(self):
        late = berlin(9, 22)
        job = a_state(selling_since=late, announced_at=late)
        assert dues(job, a_rule("available")) == [berlin(10, 9)]

    def test_is_owed_to_nobody_who_registered_after_it_went_on_sale(self):
        assert planned(a_state(), a_rule("available"), who=a_recipient("b", berlin(10))) == []

    def test_is_owed_to_whoever_confirms_the_address_later_from_then_on(self):
        late = a_recipient(reached_since={Channel.EMAIL: berlin(12, 11)})
        assert dues(a_state(), a_rule("available"), who=late) == [berlin(12, 11)]

    def test_was_told_in_an_earlier_sale_and_is_not_told_again_by_whatever_notification(self):
        told = a_recipient(told_at=berlin(3))
        assert planned(a_state(), a_rule("available", 5), who=told) == []

    def test_some_days_later_follows_the_first_of_the_same_sale(self):
        told = a_recipient(told_at=berlin(9, 16, 6))
        rule = a_rule("available", 5, Window.EVENING)
        assert dues(a_state(), rule, who=told) == [berlin(14, 18)]

    def test_a_profile_that_came_after_it_sends_nothing_for_the_past(self):
        job = a_state(profile_since=berlin(9, 16, 6))
        assert planned(job, a_rule("available")) == []

    def test_a_notification_that_came_after_it_sends_nothing_for_the_past(self):
        assert planned(a_state(), a_rule("available", since=berlin(10))) == []

    def test_send_now_is_owed_to_those_who_came_since_also_under_a_new_profile(self):
        job = a_state(profile_since=berlin(15), announced_at=berlin(20, 12))
        since = a_recipient("b", berlin(18))
        assert dues(job, a_rule("available"), who=since) == [berlin(20, 12)]


class TestBeforeArchiving:
    def test_is_due_in_the_morning_so_many_days_before_the_date(self):
        job = a_state(archive_on=DECEMBER_8)
        rules = [a_rule("before-archiving", days) for days in (7, 3, 1)]
        mornings = [berlin(day, 9, month=12) for day in (1, 5, 7)]
        assert planned(job, *rules) == [("2026-12-08", morning) for morning in mornings]

    def test_in_the_evening_is_at_18(self):
        job, rule = a_state(archive_on=DECEMBER_8), a_rule("before-archiving", 0, Window.EVENING)
        assert dues(job, rule) == [berlin(8, 18, month=12)]

    def test_without_a_date_there_is_none(self):
        assert planned(a_state(), a_rule("before-archiving", 3)) == []

    def test_a_job_that_is_not_archived_by_itself_still_has_its_last_day(self):
        job = a_state(archive_on=DECEMBER_8, delay="none")
        assert dues(job, a_rule("before-archiving", 1)) == [berlin(7, 9, month=12)]

    def test_late_by_a_day_it_is_dropped(self):
        job, rule = a_state(archive_on=date(2026, 11, 25)), a_rule("before-archiving", 3)
        assert dues(job, rule, now=berlin(23, 8, 59)) == [berlin(22, 9)]
        assert dues(job, rule, now=berlin(23, 9)) == []

    def test_after_the_stop_it_is_dropped_at_once(self):
        job = a_state(archive_on=date(2026, 11, 22))
        rule = a_rule("before-archiving", 0, Window.EVENING)
        assert dues(job, rule, now=berlin(22, 23, 59)) == [berlin(22, 18)]
        assert dues(job, rule, now=berlin(23)) == []

    def test_nobody_is_reminded_within_six_hours_of_registering(self):
        job, rule = a_state(archive_on=DECEMBER_8), a_rule("before-archiving", 1)
        early, late = (a_recipient("b", berlin(7, hour, month=12)) for hour in (3, 4))
        assert dues(job, rule, who=early) == [berlin(7, 9, month=12)]
        assert dues(job, rule, who=late) == []

    def test_a_profile_chosen_after_its_time_sends_nothing_for_the_past(self):
        rule = a_rule("before-archiving", 3)
        job = a_state(archive_on=date(2026, 11, 26), profile_since=berlin(23, 9, 30))
        assert dues(job, rule) == []


class TestArchived:
    def test_is_owed_with_its_moment_as_the_occasion(self):
        at = berlin(23)
        job = a_state("archived", archived_at=at)
        assert planned(job, a_rule("archived")) == [(at.isoformat(), berlin(23, 9))]

    def test_after_archiving_counts_local_days(self):
        job = a_state("archived", archived_at=berlin(23))
        assert dues(job, a_rule("after-archiving", 7)) == [berlin(30, 9)]

    def test_whoever_registers_afterwards_is_not_told_that_it_was_archived(self):
        job = a_state("archived", archived_at=berlin(23))
        assert planned(job, a_rule("archived"), who=a_recipient("b", berlin(23, 1))) == []

    def test_is_old_news_a_day_later_whoever_confirms_or_subscribes_again(self):
        job, rule = a_state("archived", archived_at=berlin(20)), a_rule("archived")
        assert planned(job, rule, now=berlin(21, 8, 59))
        assert not planned(job, rule, now=berlin(21, 9))


class TestRegistered:
    def test_is_owed_from_the_confirmation_of_the_address(self):
        who = a_recipient(reached_since={Channel.EMAIL: berlin(2, 10)})
        job, rule = a_state("planning"), a_rule("registered")
        assert dues(job, rule, who=who, now=berlin(2, 10)) == [berlin(2, 10)]

    def test_is_old_news_a_day_later(self):
        job, rule = a_state("planning"), a_rule("registered")
        assert dues(job, rule, now=berlin(2, 11, 59))
        assert not dues(job, rule, now=berlin(2, 12))

    def test_is_owed_before_the_sale_and_during_it_and_not_afterwards(self):
        who, rule = a_recipient(registered_at=NOW), a_rule("registered")
        assert planned(a_state("planning"), rule, who=who)
        assert planned(a_state(), rule, who=who)
        assert not planned(a_state("archived", archived_at=NOW), rule, who=who)


class TestBasketLeftBehind:
    WHO = a_recipient(baskets=(LeftBasket("basket", berlin(23, 10)),))

    @pytest.mark.parametrize(("hours", "due"), [(1, berlin(23, 11)), (3, berlin(23, 13))])
    def test_is_due_so_many_hours_after_the_last_change(self, hours, due):
        assert planned(a_state(), a_rule("abandoned", hours), who=self.WHO) == [("basket", due)]

    def test_waits_through_the_night(self):
        who = a_recipient(baskets=(LeftBasket("basket", berlin(23, 20, 30)),))
        assert dues(a_state(), a_rule("abandoned", 1), who=who) == [berlin(24, 9)]

    def test_waits_for_six_hours_after_registering(self):
        who = replace(self.WHO, registered_at=berlin(23, 9, 50))
        assert dues(a_state(), a_rule("abandoned", 1), who=who) == [berlin(23, 15, 50)]

    def test_late_by_a_day_it_is_dropped(self):
        job, rule = a_state(), a_rule("abandoned", 1)
        assert dues(job, rule, who=self.WHO, now=berlin(24, 10, 59))
        assert not dues(job, rule, who=self.WHO, now=berlin(24, 11))


@pytest.mark.parametrize(
    ("group", "buyer", "other"),
    [(Group.ALL, True, True), (Group.BUYERS, True, False), (Group.POTENTIAL, False, True)],
)
def test_the_target_group_is_asked(group, buyer, other):
    rule = a_rule("available", group=group)
    assert bool(planned(a_state(), rule, who=a_recipient(has_bought=True))) is buyer
    assert bool(planned(a_state(), rule, who=a_recipient(has_bought=False))) is other


@pytest.mark.parametrize(
    ("condition", "seeing", "blind"),
    [
        (Condition.EVERYONE, True, True),
        (Condition.WITH_PHOTOS, True, False),
        (Condition.WITHOUT_PHOTOS, False, True),
    ],
)
def test_the_condition_is_asked(condition, seeing, blind):
    rule = a_rule("available", condition=condition)
    assert bool(planned(a_state(), rule, who=a_recipient(has_photos=True))) is seeing
    assert bool(planned(a_state(), rule, who=a_recipient(has_photos=False))) is blind


def test_each_channel_reaches_those_who_can_be_reached_by_it():
    rules = [a_rule("available", channel=channel, id=channel) for channel in Channel]
    people = [a_recipient("mail"), a_recipient("phone", channels=[Channel.SMS]),
              a_recipient("none", channels=[])]  # fmt: skip
    owed = plan_messages(a_state(), rules, people, now=NOW)
    assert {(key.customer_id, key.channel) for key in owed} == {
        ("mail", Channel.EMAIL),
        ("phone", Channel.SMS),
    }


def test_two_notifications_of_one_key_are_one_message_at_the_earlier_time():
    rules = [a_rule("available", window=Window.EVENING, id="later"), a_rule("available")]
    assert dues(a_state(), *rules) == [berlin(9, 16, 5)]


def test_a_new_date_is_a_new_occasion():
    rule = a_rule("before-archiving", 1)
    first = planned(a_state(archive_on=DECEMBER_8), rule)
    second = planned(a_state(archive_on=date(2026, 12, 15)), rule)
    assert [occasion for occasion, _due in first + second] == ["2026-12-08", "2026-12-15"]
