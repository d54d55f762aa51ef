"""Who of a job is in which photos, for the pages that sort them."""

from tests.support.builders import a_job, a_person, a_photo
from tests.support.deleting import throw_photos
from webapp.queries.assigning import people_without_pictures


def test_a_child_whose_only_photo_lies_in_the_trash_has_no_pictures(app):
    job = a_job()
    ben, mia, zoe = (a_person(job, name) for name in ("Ben", "Mia", "Zoe"))
    goes, _stays = a_photo(job, persons=[mia]), a_photo(job, persons=[zoe])
    assert people_without_pictures(job.id) == ["Ben"]

    throw_photos(job, goes)

    assert people_without_pictures(job.id) == ["Ben", "Mia"]
    assert people_without_pictures(job.id, but=[ben.id]) == ["Mia"]
