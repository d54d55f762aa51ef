"""Whose pictures were all deleted is not reminded of them; who waits for them is (D2, C6)."""

from datetime import date

import pytest

from tests.support.builders import (
    NOW,
    a_code,
    a_job,
    a_person,
    a_photo,
    a_profile,
    a_registration,
    a_studio,
    an_album,
)
from tests.support.deleting import ADA, empty, throw_album, throw_photos
from tests.support.records import messages_of
from webapp.domain.access import WHOLE_JOB, Key
from webapp.models.base import db
from webapp.queries.gone_pictures import gone_among
from webapp.queries.message_facts import recipients_of
from webapp.use_cases.plan_messages import replan_job
from webapp.use_cases.restore_trash import restore_trash

EVERYBODY = {"mia", "class 1", "ben", "whole job"}


@pytest.fixture
def job(app):
    studio = a_studio()
    profile = a_profile(studio, "Reminding", triggers=[("before-archiving", 3)])
    friday = date(2026, 12, 4)
    return a_job(studio, "selling", archive_on=friday, communication_profile_id=profile.id)


@pytest.fixture
def albums(job):
    return an_album(job, "Class 1"), an_album(job, "Class 2")


@pytest.fixture
def mia(job, albums):
    return a_person(job, "Mia", albums[0])


@pytest.fixture
def photo(job, albums, mia):
    """The only one: of Mia, in class 1."""
    return a_photo(job, albums[0], persons=[mia])


@pytest.fixture
def keys(job, albums, mia, photo):
    """Who registered, by customer: a name, and what their code opens. Ben waits for pictures."""
    one, two = albums
    ben = a_person(job, "Ben", two)
    codes = {
        "mia": (Key(mia.id, one.id), a_code(job, "AAAABBBB2222", person=mia).id),
        "class 1": (Key(None, one.id), a_code(job, "AAAABBBB3333", album=one).id),
        "ben": (Key(ben.id, two.id), a_code(job, "AAAABBBB4444", person=ben).id),
        "whole job": (WHOLE_JOB, None),
    }
    return {
        a_registration(job, access_code_id=code).customer_id: (name, key)
        for name, (key, code) in codes.items()
    }


def told(job, keys):
    """Whom the ledger plans to remind."""
    replan_job(job.id, now=NOW)
    return {keys[each.customer_id][0] for each in messages_of(job.id, state="planned")}


def robbed(job, keys):
    """Who has lost all their pictures: pages and messages mean the same."""
    people = recipients_of(db.session(), job.id)
    lost = {keys[each.customer_id][0] for each in people if each.has_lost_photos}
    assert lost == {name for name, key in keys.values() if gone_among({job.id: [key]})}
    return lost


@pytest.mark.parametrize("whole_album", [True, False])
def test_who_lost_all_pictures_is_not_reminded_until_they_are_back(
    job, albums, photo, keys, whole_album
):
    assert (told(job, keys), robbed(job, keys)) == (EVERYBODY, set())

    thrown = throw_album(job, albums[0]) if whole_album else throw_photos(job, photo)

    assert (told(job, keys), robbed(job, keys)) == ({"ben"}, EVERYBODY - {"ben"})
    gone = messages_of(job.id, state="cancelled")
    assert {each.reason for each in gone} == {"no-photos"}

    restore_trash(job.studio_id, thrown.trash_id, by=ADA, now=NOW)
    assert (told(job, keys), robbed(job, keys)) == (EVERYBODY, set())


def test_nor_when_the_trash_is_emptied_while_others_wait_for_theirs(job, albums, photo, keys):
    a_photo(job, albums[1])
    throw_photos(job, photo)
    empty(job.studio)

    assert (told(job, keys), robbed(job, keys)) == ({"ben", "whole job"}, {"mia", "class 1"})
