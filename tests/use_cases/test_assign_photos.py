"""The photographer says who sees which photo."""

import pytest

from tests.support.builders import a_job, a_person, a_photo, an_album
from webapp.models.base import db
from webapp.models.photo import PhotoPerson
from webapp.use_cases.assign_photos import EVERYONE, NOBODY, assign_photos


@pytest.fixture
def job(app):
    return a_job(access_type="person")


def seen_by(photo):
    db.session.rollback()
    ids = db.select(PhotoPerson.person_id).where(PhotoPerson.photo_id == photo.id)
    return set(db.session.scalars(ids))


def test_chosen_photos_are_shown_to_one_person(job):
    mia, photos = a_person(job), [a_photo(job) for _ in range(3)]

    assert assign_photos(job.id, [photo.id for photo in photos[:2]], who=mia.id) == 2

    assert [seen_by(photo) for photo in photos] == [{mia.id}, {mia.id}, set()]


def test_another_person_takes_the_place_of_the_first_unless_both_are_in_the_picture(job):
    mia, ben = a_person(job, "Mia Berger"), a_person(job, "Ben Berger")
    photo = a_photo(job, persons=[mia])

    assign_photos(job.id, [photo.id], who=ben.id, keep_others=True)
    assert seen_by(photo) == {mia.id, ben.id}

    assign_photos(job.id, [photo.id], who=ben.id)
    assert seen_by(photo) == {ben.id}


def test_a_group_photo_is_for_everyone_of_its_album(job, stored):
    photo = a_photo(job, an_album(job), persons=[a_person(job)])

    assign_photos(job.id, [photo.id], who=EVERYONE)

    assert stored(photo).is_group
    assert seen_by(photo) == set()


def test_a_photo_can_be_taken_back_from_all(job, stored):
    photo = a_photo(job, is_group=True)

    assign_photos(job.id, [photo.id], who=NOBODY)

    assert not stored(photo).is_group


def test_photos_and_people_of_another_job_stay_as_they_are(job, stored):
    foreign_job = a_job()
    foreign_photo, foreign_person = a_photo(foreign_job), a_person(foreign_job)
    own_photo = a_photo(job)

    assert assign_photos(job.id, [foreign_photo.id], who=EVERYONE) == 0
    assert assign_photos(job.id, [own_photo.id], who=foreign_person.id) == 0

    assert not stored(foreign_photo).is_group
    assert seen_by(own_photo) == set()
