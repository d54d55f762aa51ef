"""SQL and the rule agree on who sees what."""

import random
from itertools import product

from sqlalchemy import select

from tests.support.builders import a_job, a_person, a_photo, an_album
from webapp.domain.access import WHOLE_JOB, Key, PhotoFacts, sees
from webapp.models.base import db
from webapp.models.photo import Photo, PhotoPerson
from webapp.queries.gallery import sections, shown_page, visible


def test_the_query_finds_exactly_the_pictures_that_the_rule_opens(app):
    job = a_job()
    albums = [an_album(job) for _ in range(2)]
    people = [a_person(job, f"Child {at}", album) for at, album in enumerate([*albums, None])]
    for album, is_group, shown in product(albums, (True, False), ([], people[:1], people[1:])):
        a_photo(job, album, is_group=is_group, persons=shown)
    a_photo(job, albums[0], state="waiting", persons=people, is_group=True)
    facts = facts_of_ready_photos()
    single = [
        WHOLE_JOB,
        *(Key(album_id=album.id) for album in albums),
        *(Key(person_id=person.id, album_id=person.album_id) for person in people),
    ]
    chosen = random.Random(7)  # noqa: S311 - the same examples at every run
    bundles = [[], *([key] for key in single), *(chosen.sample(single, 2) for _ in range(10))]
    for keys in bundles:
        found = set(db.session.scalars(select(Photo.id).where(visible(keys))))
        assert found == {photo_id for photo_id, photo in facts.items() if sees(keys, photo)}
        listed = [picture.id for part in sections(job.id, keys) for picture in part.pictures]
        assert sorted(listed) == sorted(found)


def test_a_class_photo_that_names_a_child_stays_with_the_class(app):
    job = a_job()
    album = an_album(job, "Class 2b")
    mia = a_person(job, "Mia Berger", album)
    a_photo(job, album, persons=[mia])
    a_photo(job, album, persons=[mia], is_group=True)
    parts = sections(job.id, [Key(person_id=mia.id, album_id=album.id)])
    assert [(part.title, len(part.pictures)) for part in parts] == [
        ("Mia Berger", 1),
        ("Class 2b", 1),
    ]


def test_pages_show_what_the_gallery_holds_in_its_order(app, monkeypatch):
    monkeypatch.setattr("webapp.queries.gallery.AT_MOST", 3)
    job = a_job()
    albums = [an_album(job, name) for name in ("Ants", "Bees")]
    mia, ben = (a_person(job, name, albums[0]) for name in ("Mia", "Ben"))
    for album, shown in product(albums, ([], [mia], [ben], [mia, ben])):
        a_photo(job, album, persons=shown)
        a_photo(job, album, persons=shown, is_group=True)
    for keys in ([WHOLE_JOB], [Key(person_id=ben.id), Key(person_id=mia.id), WHOLE_JOB]):
        whole = sections(job.id, keys)
        pages = [shown_page(job.id, keys, asked) for asked in range(1, 7)]
        assert [part.page.total for part in pages] == [16] * 6
        assert ids(part for each in pages for part in each.sections) == ids(whole)
        totals = {part.title: len(part.pictures) for part in whole}
        assert all(part.total == totals[part.title] for each in pages for part in each.sections)


def ids(parts):
    return [picture.id for part in parts for picture in part.pictures]


def facts_of_ready_photos():
    """Every photo that can be shown, as the rule needs it."""
    people = {}
    for photo_id, person_id in db.session.execute(
        select(PhotoPerson.photo_id, PhotoPerson.person_id)
    ):
        people.setdefault(photo_id, set()).add(person_id)
    return {
        photo.id: PhotoFacts(photo.album_id, photo.is_group, frozenset(people.get(photo.id, ())))
        for photo in db.session.scalars(select(Photo).where(Photo.state == "ready"))
    }
