"""Communication profiles that two people work on at the same moment."""

from functools import partial

import pytest

from tests.support.builders import NOW, a_job, a_profile
from tests.support.notifications import typed
from tests.support.races import with_locks_all_is_well, without_locks_it_goes_wrong
from tests.support.records import all_rows
from tests.support.saving import JONAS, page_of
from webapp.models.job import Job
from webapp.models.message import CommunicationProfile, Notification
from webapp.use_cases.create_profile import create_profile
from webapp.use_cases.delete_profile import ProfileInUseError, delete_profile
from webapp.use_cases.holding_profile import ProfileNameTakenError, UnknownProfileError
from webapp.use_cases.save_job_settings import FaultsError, Outcome, save_job_settings
from webapp.use_cases.save_notification import save_notification

pytestmark = pytest.mark.soaked


class ChosenOrDeleted:
    """A job gets a communication profile that is being deleted."""

    stopped_by = "the reference to a profile"

    def __init__(self, studio):
        self.profile_id, self.job_id = a_profile(studio, "Schools").id, a_job(studio).id
        wanted, version = page_of(self.job_id, communication_profile_id=self.profile_id)
        self.deeds = [
            partial(
                save_job_settings, self.job_id, wanted, version=version, confirmed=None, by=JONAS,
                now=NOW,
            ),
            partial(delete_profile, studio.id, self.profile_id),
        ]  # fmt: skip

    def is_right(self, answers):
        saved, deleted = answers
        (job,) = all_rows(Job, id=self.job_id)
        left = len(all_rows(CommunicationProfile, id=self.profile_id))
        if deleted is None:
            return isinstance(saved, FaultsError) and (job.communication_profile_id, left) == (
                None,
                0,
            )
        return (
            isinstance(deleted, ProfileInUseError)
            and isinstance(saved, Outcome)
            and (job.communication_profile_id, left) == (self.profile_id, 1)
        )


class TwoOfOneName:
    """Two make a communication profile of the same name."""

    stopped_by = "the key of a profile's name"

    def __init__(self, studio):
        self.studio_id = studio.id
        self.deeds = [partial(create_profile, studio.id, "Schools", now=NOW)] * 2

    def is_right(self, answers):
        made = [each.name for each in all_rows(CommunicationProfile, studio_id=self.studio_id)]
        return {type(each) for each in answers} == {str, ProfileNameTakenError} and made == [
            "Schools"
        ]


class AddedOrDeleted:
    """A message is added to a communication profile that is being deleted."""

    stopped_by = "the reference to a profile"

    def __init__(self, studio):
        self.profile_id = a_profile(studio, "Schools").id
        self.deeds = [
            partial(save_notification, studio.id, self.profile_id, typed(), now=NOW),
            partial(delete_profile, studio.id, self.profile_id),
        ]

    def is_right(self, answers):
        added, deleted = answers
        left = [
            *all_rows(CommunicationProfile, id=self.profile_id),
            *all_rows(Notification, profile_id=self.profile_id),
        ]
        return deleted is None and isinstance(added, str | UnknownProfileError) and left == []


SCENES = [ChosenOrDeleted, TwoOfOneName, AddedOrDeleted]


@pytest.mark.parametrize("scene", SCENES)
def test_two_people_at_one_profile_leave_what_one_after_the_other_leaves(app, scene):
    with_locks_all_is_well(app, scene)


@pytest.mark.parametrize("scene", SCENES)
def test_without_the_locks_the_same_race_goes_wrong(app, scene):
    without_locks_it_goes_wrong(app, scene)
