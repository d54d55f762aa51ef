"""The explanation of a message names a reason whenever the planner says no, and only then (H1)."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.planning import LONG_AGO, a_recipient, a_rule, a_state, berlin
from webapp.domain.explaining_messages import MessageWhy, ReachFacts, present_keys, why_not
from webapp.domain.messages import LeftBasket, plan_messages
from webapp.domain.notifications import Channel, Condition, Group, Trigger, Window
from webapp.domain.status import Status

CONFIRMED = ReachFacts(confirmed_at=LONG_AGO, consented_at=LONG_AGO)
NOBODY = ReachFacts()
moments = st.integers(0, 24 * 40).map(lambda hours: berlin(1) + timedelta(hours=hours))
dates = st.none() | st.integers(1, 30).map(lambda day: date(2026, 11, day))
moments_or_none = st.none() | moments


@st.composite
def situations(draw):
    status = draw(st.sampled_from(Status))
    trigger = draw(st.sampled_from(Trigger))
    state = a_state(
        status,
        archive_on=draw(dates),
        delay=draw(st.sampled_from(["none", "0", "3"])),
        selling_since=draw(moments_or_none),
        announced_at=draw(moments_or_none),
        archived_at=draw(moments) if status is Status.ARCHIVED else None,
        profile_since=draw(st.just(LONG_AGO) | moments),
    )
    rule = a_rule(
        trigger,
        draw(st.sampled_from(trigger.offsets)),
        draw(st.sampled_from(Window)),
        group=draw(st.sampled_from(Group)),
        condition=draw(st.sampled_from(Condition)),
        since=draw(st.just(LONG_AGO) | moments),
    )
    reached = draw(moments_or_none)
    who = a_recipient(
        registered_at=draw(moments),
        reached_since={Channel.EMAIL: reached} if reached else {},
        has_bought=draw(st.booleans()),
        has_photos=draw(st.booleans()),
        has_lost_photos=draw(st.sampled_from([False, False, True])),
        baskets=(LeftBasket("b", draw(moments)),) if draw(st.booleans()) else (),
        told_at=draw(moments_or_none),
    )
    return state, rule, who, CONFIRMED if reached else NOBODY, draw(moments)


@settings(max_examples=800)
@given(situations())
def test_a_reason_is_named_if_and_only_if_it_is_not_owed(situation):
    state, rule, who, reach, now = situation
    owed = plan_messages(state, [rule], [who], now=now)
    reasons = why_not(state, rule, who, reach, now=now)
    assert bool(owed) == (not reasons), reasons
    assert owed.keys() <= set(present_keys(state, rule, who, now=now))


def why(state, rule, who):
    found = why_not(state, rule, who, CONFIRMED, now=berlin(23, 12))
    return [each.why.value for each in found]


AVAILABLE, REMINDER = a_rule("available"), a_rule("before-archiving", 3)


@pytest.mark.parametrize(
    ("state", "rule", "who", "expected"),
    [
        (a_state(), AVAILABLE, a_recipient(), []),
        (a_state("planning"), AVAILABLE, a_recipient(), ["planned"]),
        (a_state(), AVAILABLE, a_recipient(registered_at=berlin(20)), ["registered-later"]),
        (a_state(), AVAILABLE, a_recipient(told_at=berlin(2)), ["told-before"]),
        (a_state(profile_since=berlin(20)), AVAILABLE, a_recipient(), ["before-profile"]),
        (a_state(), REMINDER, a_recipient(), ["no-date"]),
        (a_state(archive_on=date(2026, 11, 24)), REMINDER, a_recipient(), ["too-late"]),
        (
            a_state(archive_on=date(2026, 11, 26)),
            REMINDER,
            a_recipient(registered_at=berlin(23, 8)),
            ["too-soon"],
        ),
        (a_state(), a_rule("archived"), a_recipient(), ["not-archived"]),
        (a_state(), a_rule("abandoned", 1), a_recipient(), ["no-basket"]),
        (
            a_state("archived", archived_at=berlin(20)),
            a_rule("available", group=Group.BUYERS),
            a_recipient(),
            ["not-bought", "archived"],
        ),
    ],
)
def test_each_condition_has_its_name(state, rule, who, expected):
    assert why(state, rule, who) == expected


def test_who_cannot_be_reached_is_told_every_cause():
    reach = ReachFacts(has_address=True, unsubscribed_at=berlin(3), refused_at=berlin(4))
    nobody = a_recipient(channels=())
    found = why_not(a_state(), AVAILABLE, nobody, reach, now=berlin(23))
    assert [each.why.value for each in found] == [
        "unsubscribed", "no-consent", "unconfirmed", "refused",
    ]  # fmt: skip
    assert all(each.alone for each in found)


@pytest.mark.parametrize(
    ("trigger", "offset", "registered", "why"),
    [
        (Trigger.ARCHIVED, 0, 12, MessageWhy.REGISTERED_AFTERWARDS),
        (Trigger.AFTER_ARCHIVING, 3, 20, MessageWhy.TOO_SOON_AFTERWARDS),
        (Trigger.BEFORE_ARCHIVING, 3, 8, MessageWhy.TOO_SOON),
    ],
)
def test_whoever_registered_after_an_archiving_is_not_promised_send_now(
    trigger, offset, registered, why
):
    before = trigger is Trigger.BEFORE_ARCHIVING
    state = a_state(
        Status.SELLING if before else Status.ARCHIVED,
        archive_on=date(2026, 11, 10),
        archived_at=None if before else berlin(10),
    )
    who = a_recipient(registered_at=berlin(registered))
    now = berlin(8 if before else 21)
    told = why_not(state, a_rule(trigger, offset), who, CONFIRMED, now=now)
    assert [each.why for each in told] == [why]
