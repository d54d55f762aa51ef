"""The data of a child is deleted while photos of it lie in the trash: figures follow (D5)."""

from itertools import permutations

import pytest

from tests.support import deleting
from tests.support.builders import NOW, a_job, a_person, a_photo, a_studio, an_album
from tests.support.deleting import ADA, figures
from tests.support.records import all_rows
from webapp.models.base import transaction
from webapp.models.deletion import Trash
from webapp.models.photo import PhotoPerson
from webapp.use_cases.forget_person import forget_person
from webapp.use_cases.restore_trash import TrashGoneError, restore_trash


@pytest.fixture
def studio(app):
    return a_studio()


def a_child(job, album, *photos):
    """A child in these photos, and nobody else."""
    child = a_person(job, "Mia", album=album)
    with transaction() as session:
        session.add_all(PhotoPerson(photo_id=each.id, person_id=child.id) for each in photos)
    return child


def forget(job, child):
    return forget_person(job.id, child.id, by=ADA, now=NOW)


def restore(studio, piece_id):
    return restore_trash(studio.id, piece_id, by=ADA, now=NOW)


def test_in_whatever_order_the_trash_and_a_child_go_the_figures_are_right(app, stored):
    left = {}
    for order in permutations(("forget", "restore", "empty")):
        job = a_job(a_studio())
        album = an_album(job)
        own, _other = a_photo(job, album), a_photo(job, album, original_bytes=10)
        child = a_child(job, album, own)
        piece_id = deleting.throw_album(job, album).trash_id
        for deed in order:
            if deed == "forget":
                forget(job, child)
            elif deed == "empty":
                deleting.empty(job.studio)
            elif all_rows(Trash, job_id=job.id):
                restore(job.studio, piece_id)
            assert deleting.wrong_figures() == []
            in_pieces = [(p.photo_count, p.original_bytes) for p in all_rows(Trash, job_id=job.id)]
            assert sum(photos for photos, _size in in_pieces) == stored(job).trash_count
            assert sum(size for _photos, size in in_pieces) == stored(job).trash_bytes
        left[order[0], order[1]] = figures(stored(job))
    assert left["forget", "restore"] == left["restore", "forget"] == (1, 10, 0, 0)
    assert left["restore", "empty"] == (1, 10, 0, 0)
    assert left["forget", "empty"] == left["empty", "forget"] == (0, 0, 0, 0)


@pytest.mark.parametrize("whole", [True, False])
def test_a_piece_of_which_nothing_is_left_is_gone_and_not_restored(studio, stored, whole):
    job = a_job(studio)
    album = an_album(job)
    photo = a_photo(job, album)
    child = a_child(job, album, photo)
    thrown = deleting.throw_album(job, album) if whole else deleting.throw_photos(job, photo)

    forget(job, child)

    assert all_rows(Trash) == []
    with pytest.raises(TrashGoneError):
        restore(studio, thrown.trash_id)
    assert figures(stored(job)) == (0, 0, 0, 0)
    assert stored(album).is_shown is not whole
    assert deleting.drift() == []
