"""A shooting sequence with QR cards is looked through by the worker and sorted by the studio."""

import io

import pytest

from tests.photos.card_pictures import a_card_picture, a_portrait
from tests.support.builders import NOW, a_code, a_job, a_person, a_photo, an_album
from tests.support.records import history_of
from webapp import clock
from webapp.domain.actors import Actor, ActorKind
from webapp.domain.card_sequence import Doubt, plan_cards
from webapp.models.base import db, transaction
from webapp.models.job import AccessCode
from webapp.models.photo import Photo, PhotoPerson
from webapp.photos.keys import Size, preview_key
from webapp.photos.serving import current_store
from webapp.queries.card_sequence import reading_of, shots_of_album
from webapp.use_cases import derive_photos, links
from webapp.use_cases.add_photo import add_photo
from webapp.use_cases.read_cards import read_cards
from webapp.use_cases.sort_by_cards import (
    SequenceHasChanged,
    is_no_card,
    look_for_cards,
    sort_by_cards,
)

JONAS = Actor(ActorKind.PERSON, "Jonas Weber")


@pytest.fixture
def job(app):
    return a_job(access_type="person")


@pytest.fixture
def album(job):
    return an_album(job, "Shoot")


def upload(album, number, content):
    name = f"DSC_{number:04d}.jpg"
    store = current_store()
    photo_id = add_photo(album.id, io.BytesIO(content), name=name, store=store, now=NOW)
    return db.session.get(Photo, photo_id)


def card(code, **facts):
    return a_card_picture(links.card_link(code.job.studio, code), **facts)


def read(album):
    look_for_cards(album.id)
    derive_photos.run_once(current_store(), workers=1, machine_now=clock.machine_now)
    return read_cards(current_store(), workers=1)


def sort(job, album, replaces=False, confirmed=None):
    plan = plan_cards(shots_of_album(album.id), replaces=replaces)
    return sort_by_cards(
        job.id,
        album.id,
        confirmed=confirmed or plan.fingerprint,
        replaces=replaces,
        by=JONAS,
        now=NOW,
    )


def seen_by(photo):
    db.session.rollback()
    ids = db.select(PhotoPerson.person_id).where(PhotoPerson.photo_id == photo.id)
    return set(db.session.scalars(ids))


@pytest.mark.one_database("pictures are decoded; what is written, the others write on both")
def test_a_shoot_with_cards_is_sorted_from_the_pictures_alone(job, album, stored):
    class_2b = an_album(job, "2b")
    mia, ben = a_person(job, album=class_2b), a_person(job, "Ben Berger", class_2b)
    of_mia, of_ben = a_code(job, "K7MW9Q3X4T2P", mia), a_code(job, "BBBB9Q3X4T2P", ben)
    of_class = a_code(job, "CCCC9Q3X4T2P", album=class_2b)
    foreign = a_code(a_job(), "DDDD9Q3X4T2P")
    contents = [
        a_portrait(),
        card(of_mia, angle=17, blur=1),
        a_portrait(),
        card(foreign),
        a_portrait(),
        a_card_picture("BBBB-9Q3X-4T2P", edge=110, angle=-8),
        a_card_picture("https://example.org/shirt"),
        card(of_class, angle=90),
        a_portrait(),
        card(of_ben, thumb=True),
        a_portrait(),
    ]
    shots = [upload(album, number, content) for number, content in enumerate(contents, 1)]

    assert read(album) == len(shots)

    assert "".join(stored(shot).card_state[0] for shot in shots) == "ncncncnc" + "ncn"
    assert [stored(shots[at]).card_code_id for at in (1, 3, 5, 7, 9)] == [
        of_mia.id,
        None,
        of_ben.id,
        of_class.id,
        None,
    ]
    assert reading_of(album.id).is_done

    sort(job, album)

    owners = [seen_by(shot) for shot in shots]
    assert owners[2] == {mia.id}
    assert owners[6] == {ben.id}
    assert [at for at, owner in enumerate(owners) if owner] == [2, 6]
    assert stored(shots[8]).is_group
    assert stored(shots[8]).album_id == class_2b.id
    [entry] = history_of(job.id)
    assert entry.deed == "photos-sorted-by-cards"
    assert entry.counts == {"photos_of_people": 2, "group_photos": 1, "people": 2}


@pytest.mark.one_database("pictures are decoded; what is written, the others write on both")
def test_a_watermark_that_hides_the_code_does_not_hide_the_card(job, album, stored):
    code = a_code(job, person=a_person(job))
    photo = upload(album, 1, card(code))
    current_store().put(preview_key(photo.id, Size.LARGE), io.BytesIO(a_portrait()))
    with transaction() as session:
        row = session.get_one(Photo, photo.id)
        row.state, row.look, row.queue = "ready", "a mark over it", None

    look_for_cards(album.id)
    read_cards(current_store(), workers=1)

    assert (stored(photo).card_state, stored(photo).card_code_id) == ("card", code.id)


def a_sequence(job, album, *codes):
    """A photo for each: a card of this code, or a picture (None); read already."""
    photos = [a_photo(job, album) for _code in codes]
    with transaction() as session:
        for photo, code in zip(photos, codes, strict=True):
            row = session.get_one(Photo, photo.id)
            row.card_state = "card" if code else "none"
            row.card_code_id = code.id if code else None
    return photos


def test_what_follows_a_revoked_card_is_left_to_the_studio(job, album):
    mia, ben = a_person(job), a_person(job, "Ben Berger")
    of_mia, of_ben = a_code(job, person=mia), a_code(job, "BBBB9Q3X4T2P", ben)
    photos = a_sequence(job, album, of_mia, None, of_ben, None)
    with transaction() as session:
        session.get_one(AccessCode, of_ben.id).revoked_at = NOW

    plan = sort(job, album)

    assert [run.meaning for run in plan.doubts] == [Doubt.REVOKED]
    assert [seen_by(photos[1]), seen_by(photos[3])] == [{mia.id}, set()]


def test_a_photo_that_cannot_be_opened_may_be_a_card_until_somebody_says_no(job, album):
    of_mia = a_code(job, person=a_person(job))
    a_sequence(job, album, of_mia, None)
    broken = a_photo(job, album, state="failed")

    look_for_cards(album.id)
    assert read_cards(current_store(), workers=1) == 0
    assert reading_of(album.id).is_done
    assert [run.meaning for run in plan_cards(shots_of_album(album.id)).doubts] == [Doubt.NOT_SHOWN]

    is_no_card(job.id, broken.id)
    assert plan_cards(shots_of_album(album.id)).doubts == ()


def test_nothing_is_sorted_when_the_page_was_of_yesterday(job, album):
    photos = a_sequence(job, album, a_code(job, person=a_person(job)), None)
    shown = plan_cards(shots_of_album(album.id)).fingerprint
    is_no_card(job.id, photos[0].id)

    with pytest.raises(SequenceHasChanged):
        sort(job, album, confirmed=shown)

    assert seen_by(photos[1]) == set()
    assert history_of(job.id) == []


def test_nothing_is_sorted_while_a_photo_was_not_looked_at(job, album):
    a_sequence(job, album, a_code(job, person=a_person(job)), None)
    a_photo(job, album)

    with pytest.raises(SequenceHasChanged):
        sort(job, album)


def test_pictures_that_somebody_sees_are_kept_or_given_anew(job, album):
    mia, ben = a_person(job), a_person(job, "Ben Berger")
    _card, picture = a_sequence(job, album, a_code(job, person=mia), None)
    with transaction() as session:
        session.add(PhotoPerson(photo_id=picture.id, person_id=ben.id))

    assert sort(job, album).assigned == 0
    assert seen_by(picture) == {ben.id}

    assert sort(job, album, replaces=True).assigned == 1
    assert seen_by(picture) == {mia.id}


@pytest.mark.one_database("about the processes that decode")
def test_reading_ends_soon_when_asked_and_goes_on_later(job, album, stored):
    photo = upload(album, 1, a_portrait())
    look_for_cards(album.id)
    derive_photos.run_once(current_store(), workers=1, machine_now=clock.machine_now)

    assert read_cards(current_store(), workers=1, stopping=lambda: True) == 0
    assert stored(photo).card_state == "asked"

    assert read_cards(current_store(), workers=1) == 1
    assert stored(photo).card_state == "none"
