"""What one press of 'Save settings' asks first, and what the window says (S5, R2–R5)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from webapp.domain import consequences as of
from webapp.domain.archiving import Delay
from webapp.domain.saving import JobFacts, plan_save
from webapp.domain.settings import AccessType, JobSettings, SellUntil, decide
from webapp.domain.status import IllegalMoveError, Status

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
PLANNING, SELLING, ARCHIVED = Status


def settings(status=SELLING, **chosen):
    stored = JobSettings(
        status=status,
        public_name="Oak Lane Primary",
        internal_name="oak-lane",
        shot_on=date(2026, 10, 12),
        access_type=AccessType.PERSON,
        price_list_id="prices",
        archiving=False,
        archiving_date=None,
        archiving_delay=Delay.SAME_DAY,
        communication_profile_id="profile",
    )
    return replace(stored, **chosen)


def until(day, delay="0"):
    return {"archiving": True, "archiving_date": day, "archiving_delay": Delay(delay)}


def facts(before, **counted):
    if before is ARCHIVED:
        counted = {"archived_at": NOW - 3 * DAY} | counted
    known = {"zone": "Europe/Berlin", "profile_name": "School standard"}
    return JobFacts(settings(before), **(known | counted))


def plan(before, after, *, now=NOW, chosen=None, **counted):
    """What saving does to a job with these facts when the page names status `after`."""
    return plan_save(facts(before, **counted), settings(after, **(chosen or {})), now=now)


def named(a_plan):
    return [type(each) for each in a_plan.consequences]


# What asks, and what does not


@pytest.mark.parametrize("status", Status)
def test_names_dates_and_lists_are_stored_without_asking(status):
    chosen = {"public_name": "Oak", "price_list_id": "other", "shot_on": None} | until(TODAY)
    assert not plan(status, status, chosen=chosen, viewers=9, products=3).needs_confirmation


def test_another_price_list_asks_while_baskets_hold_what_is_not_on_it():
    held = {"unsold_products": 3, "unsold_baskets": 2}
    found = plan(SELLING, SELLING, chosen={"price_list_id": "other"}, **held)
    assert found.consequences == (of.ProductsNotSold(3, 2),)
    assert found.needs_confirmation
    assert not plan(SELLING, SELLING, chosen={"public_name": "Oak"}, **held).needs_confirmation


def test_archiving_by_hand_always_asks():
    assert plan(SELLING, ARCHIVED).needs_confirmation


def test_reactivation_always_asks():
    assert plan(ARCHIVED, SELLING, chosen={"communication_profile_id": None}).needs_confirmation


def test_putting_on_sale_asks_when_people_will_be_written_to():
    assert plan(PLANNING, SELLING, owed_available=1).needs_confirmation


def test_putting_on_sale_asks_when_products_come_back_into_baskets():
    assert plan(PLANNING, SELLING, returning_products=1, returning_baskets=1).needs_confirmation


def test_putting_on_sale_without_anybody_to_tell_does_not_ask():
    quiet = plan(PLANNING, SELLING, photos=40, viewers=5, told_available=5)
    assert not quiet.needs_confirmation


def test_pausing_asks_when_somebody_loses_access():
    paused = plan(SELLING, PLANNING, viewers=1)
    assert paused.needs_confirmation
    assert of.AccessEnds(1, archived=False) in paused.consequences


@pytest.mark.parametrize(
    "counted",
    [{"products": 2, "baskets": 1}, {"planned_messages": 4}],
    ids=["products", "messages"],
)
def test_pausing_asks_when_lines_leave_or_messages_are_cancelled(counted):
    assert plan(SELLING, PLANNING, **counted).needs_confirmation


def test_pausing_a_job_that_is_open_to_all_asks():
    stored = settings(SELLING, access_type=AccessType.PUBLIC)
    public = JobFacts(settings=stored, zone="Europe/Berlin")
    assert plan_save(public, replace(stored, status=PLANNING), now=NOW).needs_confirmation


def test_pausing_a_job_that_nobody_knows_does_not_ask():
    assert not plan(SELLING, PLANNING, orders=2).needs_confirmation


def test_a_date_that_has_passed_on_a_selling_job_asks_and_says_what_leaves():
    passed = plan(SELLING, SELLING, chosen=until(TODAY - DAY), products=5, baskets=2, viewers=8)
    assert passed.needs_confirmation
    assert not passed.needs_decision
    assert passed.consequences == (
        of.LeavesAtOnce(TODAY - DAY),
        of.AccessEnds(8, archived=True),
        of.ProductsLeave(5, 2),
    )


@pytest.mark.parametrize(
    "chosen",
    [until(TODAY), until(TODAY - DAY, "1"), until(TODAY - 9 * DAY, "none")],
    ids=["today", "in the delay", "not automatically"],
)
def test_a_date_whose_stop_has_not_passed_does_not_ask(chosen):
    assert not plan(SELLING, SELLING, chosen=chosen, viewers=8).needs_confirmation


@pytest.mark.parametrize("status", [PLANNING, ARCHIVED])
def test_a_date_that_has_passed_does_not_matter_while_the_job_is_not_on_sale(status):
    assert not plan(status, status, chosen=until(TODAY - DAY), viewers=8).needs_confirmation


@pytest.mark.parametrize(("before", "after"), [(PLANNING, ARCHIVED), (ARCHIVED, PLANNING)])
def test_an_illegal_move_has_no_plan(before, after):
    with pytest.raises(IllegalMoveError):
        plan(before, after)


# What will be stored


def test_the_plan_carries_the_stop_of_the_staged_date():
    assert plan(SELLING, SELLING, chosen=until(TODAY, "2")).stop_at == datetime(
        2026, 11, 25, 23, tzinfo=UTC
    )
    assert plan(SELLING, SELLING, chosen=until(TODAY, "none")).stop_at is None
    assert plan(SELLING, SELLING, chosen=until(TODAY) | {"archiving": False}).stop_at is None


def test_the_plan_names_exactly_what_changes():
    changes = plan(SELLING, SELLING, chosen={"public_name": "Oak"}).changes
    assert [(each.field, each.before, each.after) for each in changes] == [
        ("public_name", "Oak Lane Primary", "Oak")
    ]
    assert plan(SELLING, SELLING).changes == ()


def test_the_same_settings_once_more_have_no_consequences_even_after_the_stop():
    stored = settings(SELLING, **until(TODAY - DAY))
    again = plan_save(replace(facts(SELLING, viewers=3), settings=stored), stored, now=NOW)
    assert (again.changes, again.consequences) == ((), ())


# Leaving the shop (A8)


def test_the_window_of_archiving_counts_everything_that_leaves():
    counted = {
        "viewers": 48,
        "products": 7,
        "baskets": 3,
        "planned_messages": 12,
        "told_when_archived": 44,
        "orders": 30,
    }
    assert plan(SELLING, ARCHIVED, **counted).consequences == (
        of.AccessEnds(48, archived=True),
        of.ProductsLeave(7, 3),
        of.MessagesCancelled(12),
        of.ArchivedMessages(44),
        of.OrdersStay(30),
    )


def test_pausing_tells_nobody_that_the_job_is_archived():
    assert of.ArchivedMessages not in named(plan(SELLING, PLANNING, told_when_archived=44))


# Available again (R2 to R5)


@pytest.mark.parametrize("before", [PLANNING, ARCHIVED])
def test_a_stop_that_has_passed_needs_a_decision_before_the_job_goes_on_sale(before):
    passed = plan(before, SELLING, chosen=until(TODAY - DAY))
    assert passed.needs_decision
    assert passed.needs_confirmation
    assert not plan(before, SELLING, chosen=until(TODAY)).needs_decision


@pytest.mark.parametrize(
    ("way", "new_date", "chosen"),
    [
        (SellUntil.NEW_DATE, TODAY + DAY, until(TODAY + DAY, "1")),
        (SellUntil.NO_AUTOMATIC, None, until(TODAY - 5 * DAY, "none")),
        (SellUntil.NO_ARCHIVING, None, until(TODAY - 5 * DAY, "1") | {"archiving": False}),
    ],
)
def test_each_way_out_of_a_passed_stop_decides_it(way, new_date, chosen):
    staged = settings(SELLING, **until(TODAY - 5 * DAY, "1"))
    decided = decide(staged, way, new_date)
    assert decided == settings(SELLING, **chosen)
    before, after = (plan_save(facts(ARCHIVED), each, now=NOW) for each in (staged, decided))
    assert before.needs_decision
    assert not after.needs_decision
    assert before.fingerprint == after.fingerprint, "the window itself made this choice"


def test_a_new_date_that_has_passed_too_is_no_way_out():
    decided = decide(settings(**until(TODAY - 9 * DAY)), SellUntil.NEW_DATE, TODAY - DAY)
    assert plan_save(facts(ARCHIVED), decided, now=NOW).needs_decision


def test_after_15_days_the_profile_goes_and_the_window_says_its_name():
    gone = plan(ARCHIVED, SELLING, archived_at=NOW - 15 * DAY, owed_available=4)
    assert of.ProfileRemoved("School standard", 15, TODAY - 15 * DAY) in gone.consequences
    assert gone.settings.communication_profile_id is None
    assert [change.field for change in gone.changes] == ["status", "communication_profile_id"]


def test_after_14_days_the_profile_stays():
    kept = plan(ARCHIVED, SELLING, archived_at=NOW - 14 * DAY)
    assert of.ProfileRemoved not in named(kept)
    assert kept.settings.communication_profile_id == "profile"


def test_without_a_profile_none_is_removed():
    none = plan(
        ARCHIVED,
        SELLING,
        archived_at=NOW - 99 * DAY,
        chosen={"communication_profile_id": None},
    )
    assert of.ProfileRemoved not in named(none)


def test_an_archived_job_keeps_its_profile_while_it_stays_archived():
    chosen = {"public_name": "Oak"}
    renamed = plan(ARCHIVED, ARCHIVED, archived_at=NOW - 99 * DAY, chosen=chosen)
    assert renamed.settings.communication_profile_id == "profile"


def test_the_window_says_who_was_told_already_and_who_will_be():
    told = plan(ARCHIVED, SELLING, told_available=31, registered_since=4, owed_available=4)
    assert of.AvailabilityMessages(already=31, owed=4, since=4) in told.consequences


@pytest.mark.parametrize(
    "counted",
    [{"archived_at": NOW - 15 * DAY}, {"chosen": {"communication_profile_id": None}}],
    ids=["profile lost", "no profile"],
)
def test_nobody_is_told_without_a_profile(counted):
    silent = plan(ARCHIVED, SELLING, told_available=31, owed_available=4, **counted)
    assert of.AvailabilityMessages(already=31, owed=0, since=0) in silent.consequences


def test_the_window_says_how_many_products_come_back():
    back = plan(ARCHIVED, SELLING, returning_products=6, returning_baskets=2)
    assert of.ProductsReturn(6, 2) in back.consequences
    assert of.ProductsReturn not in named(plan(ARCHIVED, SELLING))
