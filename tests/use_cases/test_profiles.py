"""Profiles and their notifications: what is stored, what is refused, what happens to the ledger."""

from datetime import timedelta

import pytest

from tests.support.builders import (
    LONG_AGO,
    NOW,
    a_customer,
    a_job,
    a_message,
    a_profile,
    a_studio,
)
from tests.support.notifications import typed
from tests.support.records import is_stale
from webapp.domain.notifications import Channel, Group, Trigger, Window
from webapp.models.base import db, transaction
from webapp.models.message import CommunicationProfile, Notification
from webapp.use_cases.create_profile import create_profile
from webapp.use_cases.delete_notification import delete_notification
from webapp.use_cases.delete_profile import ProfileInUseError, delete_profile
from webapp.use_cases.duplicate_profile import duplicate_profile
from webapp.use_cases.holding_profile import (
    ProfileNameTakenError,
    StandardProfileError,
    UnknownProfileError,
)
from webapp.use_cases.rename_profile import rename_profile
from webapp.use_cases.save_notification import NotificationFaultsError, save_notification
from webapp.use_cases.standard_profile import add_standard_profile

LATER = NOW + timedelta(hours=2)


@pytest.fixture
def studio(app):
    return a_studio()


@pytest.fixture
def profile(studio):
    return a_profile(studio, "Of my own", triggers=(("available", 0), ("before-archiving", 7)))


def profiles_of(studio):
    db.session.rollback()
    found = db.session.query(CommunicationProfile).filter_by(studio_id=studio.id)
    return {each.name: each for each in found}


def notifications_of(profile):
    db.session.rollback()
    found = db.session.query(Notification).filter_by(profile_id=profile.id)
    return found.order_by(Notification.position).all()


def standard(studio):
    with transaction() as session:
        return add_standard_profile(session, studio.id, now=NOW)


def test_a_new_profile_is_empty_and_its_name_is_its_own(studio):
    create_profile(studio.id, "Schools", now=NOW)
    assert not profiles_of(studio)["Schools"].is_standard
    assert notifications_of(profiles_of(studio)["Schools"]) == []
    with pytest.raises(ProfileNameTakenError):
        create_profile(studio.id, "Schools", now=NOW)


def test_two_studios_may_name_their_profiles_alike(studio):
    create_profile(a_studio().id, "Schools", now=NOW)
    create_profile(studio.id, "Schools", now=NOW)
    assert list(profiles_of(studio)) == ["Schools"]


def test_a_profile_is_renamed_to_a_name_that_is_free(studio, profile):
    a_profile(studio, "Schools")
    with pytest.raises(ProfileNameTakenError):
        rename_profile(studio.id, profile.id, "Schools")
    rename_profile(studio.id, profile.id, "Of my own")
    rename_profile(studio.id, profile.id, "Kindergartens")
    assert sorted(profiles_of(studio)) == ["Kindergartens", "Schools"]


def test_a_copy_of_the_standard_profile_can_be_changed_and_counts_from_now(studio):
    original = standard(studio)
    duplicate_profile(studio.id, original.id, now=LATER)
    copy = profiles_of(studio)["Standard (copy)"]
    assert not copy.is_standard
    texts = [(each.trigger, each.subject, each.message) for each in notifications_of(original)]
    copied = notifications_of(copy)
    assert [(each.trigger, each.subject, each.message) for each in copied] == texts
    assert {each.since for each in copied} == {LATER}


def test_every_copy_finds_a_name_of_its_own_and_none_is_too_long(studio):
    long = a_profile(studio, "x" * 80)
    for _time in range(3):
        duplicate_profile(studio.id, long.id, now=NOW)
    assert sorted(profiles_of(studio)) == [
        "x" * 71 + " (copy 2)",
        "x" * 71 + " (copy 3)",
        "x" * 73 + " (copy)",
        "x" * 80,
    ]


def test_a_profile_that_jobs_use_is_not_deleted(studio, profile, stored):
    job = a_job(studio, communication_profile_id=profile.id)
    with pytest.raises(ProfileInUseError) as refused:
        delete_profile(studio.id, profile.id)
    assert refused.value.job_ids == [job.id]
    assert stored(profile) is not None
    assert len(notifications_of(profile)) == 2


def test_a_deleted_profile_leaves_what_was_sent(studio, profile, stored):
    sent = a_message(a_job(studio), a_customer(studio))
    with transaction() as session:
        session.merge(sent).notification_id = notifications_of(profile)[0].id
    delete_profile(studio.id, profile.id)
    assert stored(profile) is None
    assert stored(sent).notification_id is None
    assert stored(sent).state == "sent"


def test_a_notification_is_added_last_and_its_jobs_are_planned_anew(studio, profile, stored):
    job = a_job(studio, communication_profile_id=profile.id)
    other = a_job(studio)
    save_notification(studio.id, profile.id, typed(), now=NOW)
    added = notifications_of(profile)[-1]
    assert (added.trigger, added.offset_days, added.offset_hours) == ("before-archiving", 3, 0)
    assert (added.time_window, added.target_group, added.condition) == (
        "morning",
        "all",
        "everyone",
    )
    assert (added.position, added.since) == (2, NOW)
    assert is_stale(job)
    assert not is_stale(other)


def test_a_basket_left_behind_is_counted_in_hours(studio, profile):
    new = typed(trigger=Trigger.ABANDONED, offset=3, window=Window.AT_ONCE)
    save_notification(studio.id, profile.id, new, now=NOW)
    added = notifications_of(profile)[-1]
    assert (added.offset_days, added.offset_hours) == (0, 3)


def change(studio, profile, **fields):
    row = notifications_of(profile)[1]
    as_it_is = {"offset": 7, "window": Window.AT_ONCE, "subject": "S", "message": "M"}
    with transaction() as session:
        session.merge(row).time_window = "morning"
    as_it_is["window"] = Window.MORNING
    new = typed(**(as_it_is | fields))
    save_notification(studio.id, profile.id, new, notification_id=row.id, now=LATER)
    return notifications_of(profile)[1]


@pytest.mark.parametrize(
    "fields",
    [
        {"offset": 5},
        {"window": Window.EVENING},
        {"channel": Channel.SMS},
        {"trigger": Trigger.AFTER_ARCHIVING},
    ],
)
def test_with_another_time_or_channel_nothing_is_sent_for_the_past(studio, profile, fields):
    assert change(studio, profile, **fields).since == LATER


@pytest.mark.parametrize(
    "fields", [{}, {"subject": "Other"}, {"message": "Other"}, {"group": Group.BUYERS}]
)
def test_with_other_words_or_readers_it_counts_as_before(studio, profile, fields):
    assert change(studio, profile, **fields).since == LONG_AGO


def test_what_is_wrong_is_never_stored(studio, profile):
    with pytest.raises(NotificationFaultsError) as refused:
        save_notification(studio.id, profile.id, typed(offset=400), now=NOW)
    assert list(refused.value.faults) == ["offset"]
    assert len(notifications_of(profile)) == 2


def test_a_deleted_notification_is_gone_and_its_jobs_are_planned_anew(studio, profile, stored):
    job = a_job(studio, communication_profile_id=profile.id)
    first, second = notifications_of(profile)
    planned = a_message(job, a_customer(studio), state="planned")
    with transaction() as session:
        session.merge(planned).notification_id = first.id
    delete_notification(studio.id, profile.id, first.id)
    assert [each.id for each in notifications_of(profile)] == [second.id]
    assert stored(planned).notification_id is None
    assert is_stale(job)


def deeds(studio_id, profile_id, notification_id):
    """Every deed that changes a profile."""
    return [
        lambda: rename_profile(studio_id, profile_id, "Other"),
        lambda: delete_profile(studio_id, profile_id),
        lambda: save_notification(studio_id, profile_id, typed(), now=NOW),
        lambda: save_notification(
            studio_id, profile_id, typed(), notification_id=notification_id, now=NOW
        ),
        lambda: delete_notification(studio_id, profile_id, notification_id),
    ]


def test_a_standard_profile_refuses_every_change(studio):
    profile = standard(studio)
    before = [(each.id, each.subject) for each in notifications_of(profile)]
    for deed in deeds(studio.id, profile.id, before[0][0]):
        with pytest.raises(StandardProfileError):
            deed()
    assert [(each.id, each.subject) for each in notifications_of(profile)] == before
    assert profiles_of(studio)["Standard"].is_standard


def test_another_studio_changes_nothing(studio, profile):
    theirs = a_studio()
    row = notifications_of(profile)[0]
    for deed in [
        *deeds(theirs.id, profile.id, row.id),
        lambda: duplicate_profile(theirs.id, profile.id, now=NOW),
    ]:
        with pytest.raises(UnknownProfileError):
            deed()
    assert len(notifications_of(profile)) == 2


def test_what_was_deleted_meanwhile_is_not_made_anew(studio, profile):
    gone = notifications_of(profile)[0]
    delete_notification(studio.id, profile.id, gone.id)
    for deed in (
        lambda: delete_notification(studio.id, profile.id, gone.id),
        lambda: save_notification(studio.id, profile.id, typed(), notification_id=gone.id, now=NOW),
    ):
        with pytest.raises(UnknownProfileError):
            deed()
    assert len(notifications_of(profile)) == 1


def test_a_notification_of_another_profile_is_not_changed_through_this_one(studio, profile):
    other = a_profile(studio, "Other")
    with pytest.raises(UnknownProfileError):
        delete_notification(studio.id, other.id, notifications_of(profile)[0].id)
    assert len(notifications_of(profile)) == 2
