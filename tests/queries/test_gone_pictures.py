"""Who waits for their first pictures has lost none, whatever else of the shoot goes (D2)."""

import pytest

from tests.support.builders import a_code, a_job, a_person, a_photo, a_registration, an_album
from tests.support.deleting import empty, throw_photos
from webapp.domain.access import Key
from webapp.models.base import db
from webapp.queries.gone_pictures import are_gone
from webapp.queries.message_facts import recipients_of


@pytest.mark.parametrize("all_of_it", [False, True])
def test_a_class_that_is_photographed_later_is_not_told_that_its_pictures_are_gone(app, all_of_it):
    job = a_job(status="selling")
    album, other = an_album(job, "1a"), an_album(job, "1b")
    now, later = a_person(job, "Mia", album), a_person(job, "Zoe", other)
    blurred, good = a_photo(job, album), a_photo(job, album)
    for number, person in enumerate((now, later)):
        code = a_code(job, f"AAAABBBB222{number + 2}", person=person)
        a_registration(job, access_code_id=code.id)

    throw_photos(job, blurred, *([good] if all_of_it else []))
    empty(job.studio)

    assert are_gone(job.id, [Key(now.id, album.id)]) == all_of_it
    assert not are_gone(job.id, [Key(later.id, other.id)])
    lost = [each.has_lost_photos for each in recipients_of(db.session(), job.id)]
    assert sum(lost) == all_of_it
