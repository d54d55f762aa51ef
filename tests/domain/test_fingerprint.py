"""The fingerprint of a confirmation window: same facts same, changed fact another (S5)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.domain.test_saving import ARCHIVED, DAY, NOW, PLANNING, SELLING, TODAY, plan, until

COUNTED = {
    "viewers": 5,
    "products": 4,
    "baskets": 2,
    "returning_products": 4,
    "returning_baskets": 2,
    "told_available": 3,
    "registered_since": 2,
    "owed_available": 2,
    "asked_more_time": 3,
    "planned_messages": 7,
    "told_when_archived": 5,
    "profile_name": "School standard",
}


@pytest.mark.parametrize("after", [PLANNING, ARCHIVED])
@pytest.mark.parametrize("fact", ["viewers", "products", "baskets", "planned_messages"])
def test_leaving_the_shop_asks_again_when_a_counted_fact_has_changed(after, fact):
    first = plan(SELLING, after, **COUNTED)
    assert plan(SELLING, after, **COUNTED).fingerprint == first.fingerprint
    changed = COUNTED | {fact: COUNTED[fact] + 1}
    assert plan(SELLING, after, **changed).fingerprint != first.fingerprint


@pytest.mark.parametrize("before", [PLANNING, ARCHIVED])
@pytest.mark.parametrize(
    "fact",
    [
        "returning_products",
        "returning_baskets",
        "told_available",
        "registered_since",
        "owed_available",
        "asked_more_time",
    ],
)
def test_going_on_sale_asks_again_when_a_counted_fact_has_changed(before, fact):
    changed = COUNTED | {fact: COUNTED[fact] + 1}
    first, second = (plan(before, SELLING, **counted) for counted in (COUNTED, changed))
    assert first.fingerprint != second.fingerprint


def test_archiving_asks_again_when_one_more_would_be_told():
    one_more = COUNTED | {"told_when_archived": 6}
    first, second = (plan(SELLING, ARCHIVED, **counted) for counted in (COUNTED, one_more))
    assert first.fingerprint != second.fingerprint


def test_a_midnight_that_costs_the_profile_asks_again():
    archived_at = NOW - 14 * DAY
    evening, next_day = (
        plan(ARCHIVED, SELLING, now=now, archived_at=archived_at, **COUNTED)
        for now in (NOW + timedelta(hours=13, minutes=59), NOW + timedelta(hours=14))
    )
    assert evening.fingerprint != next_day.fingerprint
    same_day = plan(ARCHIVED, SELLING, archived_at=archived_at, **COUNTED)
    assert same_day.fingerprint == evening.fingerprint


def test_a_profile_of_another_name_asks_again():
    archived_at = NOW - 20 * DAY
    other = COUNTED | {"profile_name": "Clubs"}
    first, second = (
        plan(ARCHIVED, SELLING, archived_at=archived_at, **counted) for counted in (COUNTED, other)
    )
    assert first.fingerprint != second.fingerprint


@pytest.mark.parametrize(
    "chosen",
    [{"public_name": "Oak"}, {"communication_profile_id": "other"}, {"price_list_id": "other"}],
    ids=["name", "profile", "price list"],
)
def test_another_choice_behind_the_window_asks_again(chosen):
    said = plan(SELLING, ARCHIVED, **COUNTED)
    assert plan(SELLING, ARCHIVED, chosen=chosen, **COUNTED).fingerprint != said.fingerprint


def test_another_move_has_another_fingerprint():
    quiet = [plan(*move) for move in ((SELLING, ARCHIVED), (ARCHIVED, SELLING))]
    assert quiet[0].fingerprint != quiet[1].fingerprint


def test_a_passed_date_that_becomes_another_passed_date_asks_again():
    first, second = (plan(SELLING, SELLING, chosen=until(TODAY - days * DAY)) for days in (1, 2))
    assert first.fingerprint != second.fingerprint


def test_the_plan_stored_is_the_plan_shown():
    shown = plan(SELLING, ARCHIVED, **COUNTED)
    assert replace(shown) == plan(SELLING, ARCHIVED, **COUNTED)
    assert shown.fingerprint not in ("", "1", "true")
