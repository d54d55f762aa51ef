"""Communication profiles that two people work on at the same moment."""

from functools import partial

from tests.support.builders import NOW, a_job, a_profile, a_studio
from tests.support.notifications import typed
from tests.support.races import RUNS, race, slow_looks
from tests.support.saving import JONAS, page_of
from webapp.models.base import db, transaction
from webapp.models.job import Job
from webapp.models.message import CommunicationProfile, Notification
from webapp.use_cases.create_profile import create_profile
from webapp.use_cases.delete_profile import ProfileInUseError, delete_profile
from webapp.use_cases.holding_profile import ProfileNameTakenError, UnknownProfileError
from webapp.use_cases.save_job_settings import FaultsError, Outcome, save_job_settings
from webapp.use_cases.save_notification import save_notification


def kinds(answers):
    return {type(each) for each in answers}


def test_a_profile_is_chosen_or_deleted_never_both(app):
    studio = a_studio()
    for _run in range(RUNS):
        profile, job = a_profile(studio, "Schools"), a_job(studio)
        profile_id, job_id = profile.id, job.id
        wanted, version = page_of(job_id, communication_profile_id=profile_id)
        with slow_looks():
            saved, deleted = race(
                app,
                partial(
                    save_job_settings,
                    job_id,
                    wanted,
                    version=version,
                    confirmed=None,
                    by=JONAS,
                    now=NOW,
                ),
                partial(delete_profile, studio.id, profile_id),
            )
        db.session.rollback()
        chosen = db.session.get_one(Job, job_id).communication_profile_id
        if deleted is None:
            assert isinstance(saved, FaultsError)
            assert chosen is None
            assert db.session.get(CommunicationProfile, profile_id) is None
        else:
            assert isinstance(deleted, ProfileInUseError)
            assert isinstance(saved, Outcome)
            assert chosen == profile_id
            rename(profile_id)


def rename(profile_id):
    """Its name is free for the next run."""
    with transaction() as session:
        session.get_one(CommunicationProfile, profile_id).name = profile_id


def test_two_profiles_of_one_name_are_one(app):
    studio = a_studio()
    for run in range(RUNS):
        deed = partial(create_profile, studio.id, f"Schools {run}", now=NOW)
        with slow_looks():
            answers = race(app, deed, deed)
        assert kinds(answers) == {str, ProfileNameTakenError}


def test_a_message_added_to_a_profile_that_is_being_deleted_goes_with_it(app):
    studio = a_studio()
    for run in range(RUNS):
        profile_id = a_profile(studio, f"Schools {run}").id
        with slow_looks():
            added, deleted = race(
                app,
                partial(save_notification, studio.id, profile_id, typed(), now=NOW),
                partial(delete_profile, studio.id, profile_id),
            )
        assert deleted is None
        assert isinstance(added, str | UnknownProfileError)
        db.session.rollback()
        assert db.session.get(CommunicationProfile, profile_id) is None
        assert db.session.query(Notification).filter_by(profile_id=profile_id).count() == 0
