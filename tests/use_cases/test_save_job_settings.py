"""One press of 'Save settings': all or nothing, asked first, never over somebody else's (S2–S7)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from tests.support.builders import (
    NOW,
    TODAY,
    a_code,
    a_filled_basket,
    a_job,
    a_person,
    a_price_list,
    a_profile,
    a_registration,
    a_studio,
)
from tests.support.records import all_rows, history_of, lines_of, messages_of
from tests.support.saving import JONAS, page_of, press, press_twice
from webapp.domain.archiving import Delay
from webapp.domain.settings import AccessType, SettingFault
from webapp.domain.status import IllegalMoveError, Status
from webapp.models.base import transaction
from webapp.models.job import AccessCode
from webapp.use_cases.save_job_settings import (
    ConflictError,
    FaultsError,
    UnknownJobError,
    save_job_settings,
)

PLANNING, SELLING, ARCHIVED = Status
SUNDAY = date(2026, 12, 20)


@pytest.fixture
def studio(app):
    return a_studio()


@pytest.fixture
def job(studio):
    return a_job(studio, "selling")


def as_it_is(job_id):
    wanted, version = page_of(job_id)
    return wanted, version, len(history_of(job_id)), len(messages_of(job_id)), lines_of(job_id)


# Everything in one press (S4, A2)


def test_one_press_stores_every_field(studio, job, stored):
    profile, prices = a_profile(studio), a_price_list(studio)
    chosen = {
        "public_name": "Oak Lane",
        "internal_name": "oak-26",
        "shot_on": date(2026, 9, 1),
        "access_type": AccessType.PUBLIC,
        "price_list_id": prices.id,
        "archiving": True,
        "archiving_date": SUNDAY,
        "archiving_delay": Delay.TWO_DAYS,
        "communication_profile_id": profile.id,
    }
    assert press(job.id, now=NOW, **chosen).stored
    wanted, version = page_of(job.id)
    assert {name: getattr(wanted, name) for name in chosen} == chosen
    assert version == 2
    assert stored(job).stop_at == datetime(2026, 12, 22, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    "chosen",
    [{"archiving_delay": Delay.NEVER}, {"archiving": False}],
    ids=["not automatically", "unticked"],
)
def test_the_stop_goes_with_the_automatic_archiving(studio, stored, chosen):
    job = a_job(studio, "selling", archive_on=SUNDAY)
    press(job.id, now=NOW, **chosen)
    assert stored(job).stop_at is None


def test_the_stop_follows_the_zone_of_the_studio(stored):
    job = a_job(a_studio(time_zone="Pacific/Kiritimati"))
    press(job.id, now=NOW, archiving=True, archiving_date=SUNDAY)
    assert stored(job).stop_at == datetime(2026, 12, 20, 10, tzinfo=UTC)


def test_a_new_access_type_gets_its_codes_in_the_same_press(job):
    a_code(job)
    mia = a_person(job)
    press(job.id, now=NOW, access_type=AccessType.PERSON)
    assert [code.person_id for code in all_rows(AccessCode, person_id=mia.id)] == [mia.id]


def test_a_failure_at_the_very_end_stores_nothing_at_all(job, stored):
    a_registration(job)
    a_filled_basket(job)
    before = as_it_is(job.id)
    window = press(job.id, now=NOW, status=ARCHIVED, public_name="Oak")
    with transaction() as session:
        session.execute(text("ALTER TABLE history_entry RENAME TO history_entry_away"))
    with pytest.raises(Exception, match="history_entry"):
        press(
            job.id,
            now=NOW,
            status=ARCHIVED,
            public_name="Oak",
            confirmed=window.plan.fingerprint,
        )
    with transaction() as session:
        session.execute(text("ALTER TABLE history_entry_away RENAME TO history_entry"))
    assert as_it_is(job.id) == before
    assert stored(job).status == "selling"


@pytest.mark.parametrize(
    ("chosen", "fault"),
    [
        ({"archiving": True}, {"archiving_date": SettingFault.DATE_MISSING}),
        ({"archiving_date": date.max}, {"archiving_date": SettingFault.DATE_OUT_OF_RANGE}),
        (
            {"archiving": True, "archiving_date": date.max},
            {"archiving_date": SettingFault.DATE_OUT_OF_RANGE},
        ),
        ({"price_list_id": None}, {"price_list_id": SettingFault.PRICE_LIST_MISSING}),
        ({"price_list_id": "nobody-knows-it"}, {"price_list_id": SettingFault.UNKNOWN}),
    ],
)
def test_a_fault_is_named_at_its_field_and_stores_nothing(job, chosen, fault):
    before = as_it_is(job.id)
    with pytest.raises(FaultsError) as refused:
        press(job.id, now=NOW, public_name="Oak", **chosen)
    assert refused.value.faults == fault
    assert as_it_is(job.id) == before


def test_lists_and_profiles_of_another_studio_are_unknown(job):
    foreign = a_studio()
    chosen = {
        "price_list_id": a_price_list(foreign).id,
        "communication_profile_id": a_profile(foreign).id,
    }
    with pytest.raises(FaultsError) as refused:
        press(job.id, now=NOW, **chosen)
    assert refused.value.faults == dict.fromkeys(chosen, SettingFault.UNKNOWN)


def test_an_internal_name_is_taken_only_within_its_studio(studio, job, stored):
    a_job(studio, internal_name="oak-26")
    a_job(internal_name="elm-26")
    with pytest.raises(FaultsError) as refused:
        press(job.id, now=NOW, internal_name="oak-26")
    assert refused.value.faults == {"internal_name": SettingFault.NAME_TAKEN}
    assert press(job.id, now=NOW, internal_name="elm-26").stored
    assert stored(job).internal_name == "elm-26"


# Asked first (S5)


def test_the_first_press_stores_nothing_and_answers_with_the_plan(job):
    a_registration(job)
    a_filled_basket(job)
    before = as_it_is(job.id)
    first = press(job.id, now=NOW, status=ARCHIVED, public_name="Oak")
    assert not first.stored
    assert first.plan.needs_confirmation
    assert as_it_is(job.id) == before


def test_the_second_press_with_the_fingerprint_stores_everything(job, stored):
    first = press(job.id, now=NOW, status=ARCHIVED, public_name="Oak")
    fingerprint = first.plan.fingerprint
    assert press(job.id, now=NOW, status=ARCHIVED, public_name="Oak", confirmed=fingerprint).stored
    assert (stored(job).status, stored(job).public_name) == ("archived", "Oak")


@pytest.mark.parametrize("forged", ["", "1", "true", "0" * 32])
def test_a_forged_fingerprint_asks_again(job, stored, forged):
    outcome = press(job.id, now=NOW, status=ARCHIVED, confirmed=forged)
    assert not outcome.stored
    assert stored(job).status == "selling"


def test_a_customer_who_registers_meanwhile_makes_it_ask_again(job, stored):
    first = press(job.id, now=NOW, status=ARCHIVED)
    a_registration(job)
    second = press(job.id, now=NOW, status=ARCHIVED, confirmed=first.plan.fingerprint)
    assert not second.stored
    assert second.plan.fingerprint != first.plan.fingerprint
    assert press(job.id, now=NOW, status=ARCHIVED, confirmed=second.plan.fingerprint).stored
    assert stored(job).status == "archived"


def test_a_midnight_that_passes_meanwhile_makes_it_ask_again(studio, stored):
    profile = a_profile(studio)
    job = a_job(studio, "archived", archived_at=NOW, communication_profile_id=profile.id)
    evening = datetime(2026, 12, 7, 22, 59, tzinfo=UTC)  # day 14, 23:59 in Berlin
    first = press(job.id, now=evening, status=SELLING)
    midnight = evening + timedelta(minutes=1)
    assert not press(job.id, now=midnight, status=SELLING, confirmed=first.plan.fingerprint).stored
    assert stored(job).communication_profile_id == profile.id


def test_a_passed_date_on_a_selling_job_is_stored_after_it_was_confirmed(job, stored):
    chosen = {"archiving": True, "archiving_date": TODAY - timedelta(days=1)}
    assert not press(job.id, now=NOW, **chosen).stored
    assert press_twice(job.id, now=NOW, **chosen).stored
    assert stored(job).status == "selling", "the worker archives it (A5)"
    assert stored(job).stop_at <= NOW


# Illegal moves (S2) and other people (S7)


@pytest.mark.parametrize(("before", "after"), [(PLANNING, ARCHIVED), (ARCHIVED, PLANNING)])
@pytest.mark.parametrize("confirmed", [None, "0" * 32])
def test_an_illegal_move_changes_nothing(studio, before, after, confirmed):
    job = a_job(studio, before.value)
    unchanged = as_it_is(job.id)
    with pytest.raises(IllegalMoveError):
        press(job.id, now=NOW, status=after, public_name="Oak", confirmed=confirmed)
    assert as_it_is(job.id) == unchanged


def test_a_page_that_somebody_overtook_is_refused(job, stored):
    press(job.id, now=NOW, public_name="Mine")
    with pytest.raises(ConflictError):
        press(job.id, now=NOW, public_name="Yours", version=1)
    assert stored(job).public_name == "Mine"
    assert len(history_of(job.id)) == 1


def test_a_page_that_the_worker_overtook_is_refused(studio, stored):
    job = a_job(studio, "archived")
    with transaction() as session:
        session.merge(job).version = 2
    with pytest.raises(ConflictError):
        press(job.id, now=NOW, status=SELLING, public_name="Oak", version=1)
    assert stored(job).status == "archived"


def test_the_same_settings_once_more_are_no_conflict(job, stored):
    press(job.id, now=NOW, public_name="Oak")
    again = press(job.id, now=NOW, version=1)
    assert again.stored
    assert stored(job).version == 2
    assert len(history_of(job.id)) == 1


def test_a_job_that_is_gone_is_unknown(job):
    wanted, version = page_of(job.id)
    with pytest.raises(UnknownJobError):
        save_job_settings("gone", wanted, version=version, confirmed=None, by=JONAS, now=NOW)
