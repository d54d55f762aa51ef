"""The Photos tab counts what is on record."""

from sqlalchemy import event

from tests.support.builders import a_job, a_person, a_photo, an_album
from webapp.domain.paging import Page
from webapp.models.base import db
from webapp.queries.assigning import people_by_class
from webapp.queries.photos import (
    PAGE_SIZE,
    albums_of,
    cards_among,
    hidden_photos,
    own_album,
    own_photo,
    photos_of_album,
    progress_of,
    some_photos,
    unseen_in_album,
)


def statements_of(deed):
    said = []

    def note(_connection, _cursor, statement, *_rest):
        said.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        deed()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(said)


def test_albums_tell_how_many_photos_they_hold_and_in_which_state(app):
    job = a_job()
    first, second = an_album(job, "1a"), an_album(job, "2b")
    a_photo(job, first, state="waiting")
    cover = a_photo(job, first)
    a_photo(job, first, state="failed")

    by_name = {row.name: row for row in albums_of(job.id)}

    row = by_name["1a"]
    assert (row.photos, row.waiting, row.failed) == (3, 1, 1)
    assert (row.cover_id, row.original_bytes) == (cover.id, 3000)
    assert (by_name["2b"].id, by_name["2b"].photos, by_name["2b"].cover_id) == (second.id, 0, None)


def test_with_a_code_per_person_it_counts_what_nobody_sees_yet(app):
    job = a_job(access_type="person")
    album = an_album(job)
    a_photo(job, album)
    a_photo(job, album, is_group=True)
    a_photo(job, album, persons=[a_person(job), a_person(job, "Ben Berger")])
    empty = an_album(job)

    assert [row.unseen for row in albums_of(job.id) if row.id == album.id] == [1]
    assert unseen_in_album(album.id) == 1
    assert [row.unseen for row in albums_of(job.id) if row.id == empty.id] == [0]


def test_with_a_code_per_album_nothing_is_unseen(app):
    job = a_job(access_type="album")
    album = an_album(job)
    a_photo(job, album)

    assert (albums_of(job.id)[0].unseen, unseen_in_album(album.id)) == (0, 0)


def test_progress_counts_the_job_or_one_album(app):
    job = a_job()
    album = an_album(job)
    a_photo(job, album, state="waiting")
    a_photo(job, state="ready")
    a_photo(job, state="failed")

    whole, part = progress_of(job.id), progress_of(job.id, album.id)

    assert (whole.waiting, whole.ready, whole.failed) == (1, 1, 1)
    assert (whole.done, whole.total, part.total, part.done) == (2, 3, 1, 0)


def test_photos_of_an_album_come_in_pages_by_number_with_the_people_in_them(app):
    job = a_job()
    album, mia = an_album(job), a_person(job)
    for _ in range(PAGE_SIZE):
        a_photo(job, album)
    last = a_photo(job, album, persons=[mia])

    first_page, second_page = (
        photos_of_album(album.id, page=Page(number, PAGE_SIZE + 1, PAGE_SIZE)) for number in (1, 2)
    )

    assert [tile.label for tile in first_page[:2]] == ["0001", "0002"]
    assert [(tile.id, tile.people) for tile in second_page] == [(last.id, ("Mia Berger",))]


def test_only_photos_that_wait_no_longer_are_shown_again(app):
    job = a_job()
    album = an_album(job)
    waiting, ready = a_photo(job, album, state="waiting"), a_photo(job, album)
    other = a_photo(job)

    assert [tile.id for tile in some_photos(album.id, [waiting.id, ready.id, other.id])] == [
        ready.id
    ]


def test_what_belongs_to_another_job_is_not_found(app):
    job, other = a_job(), a_job()
    photo = a_photo(other)

    assert own_photo(job.id, photo.id) is None
    assert own_album(job.id, photo.album_id) is None
    assert own_photo(other.id, photo.id).id == photo.id


def test_people_are_offered_by_their_class(app):
    job = a_job()
    zoe = a_person(job, "Zoe", an_album(job, "2b"))
    ada = a_person(job, "Ada")

    assert people_by_class(job.id) == [("2b", [(zoe.id, "Zoe")]), ("", [(ada.id, "Ada")])]


def test_a_card_is_no_photo_that_nobody_sees_and_no_cover(app):
    job = a_job(access_type="person")
    album = an_album(job)
    a_photo(job, album, card_state="card")
    picture = a_photo(job, album)

    [row] = albums_of(job.id)
    assert (row.photos, row.unseen, row.cover_id) == (2, 1, picture.id)
    assert unseen_in_album(album.id) == 1
    assert hidden_photos(db.session(), job.id) == 1
    assert cards_among(db.session(), job.id) == 1


def test_many_albums_take_as_few_statements_as_one(app):
    job = a_job()
    a_photo(job)
    one = statements_of(lambda: albums_of(job.id))
    for _ in range(5):
        a_photo(job)

    assert statements_of(lambda: albums_of(job.id)) == one
