"""Many photos at once: a whole album, by file name, by QR cards, to another album."""

import pytest

from tests.support.builders import a_code, a_job, a_person, a_photo, an_album
from tests.support.pages import page, words
from tests.support.records import history_of
from webapp.models.base import db
from webapp.models.photo import PhotoPerson
from webapp.use_cases.assign_photos import EVERYONE


@pytest.fixture
def job(studio):
    return a_job(studio, access_type="person")


@pytest.fixture
def album(job):
    return an_album(job, "2b")


def photos_page(job):
    return f"/studio/jobs/{job.id}/photos"


def album_page(album):
    return f"/studio/jobs/{album.job_id}/albums/{album.id}"


def seen_by(photo):
    db.session.rollback()
    ids = db.select(PhotoPerson.person_id).where(PhotoPerson.photo_id == photo.id)
    return set(db.session.scalars(ids))


def deeds(job):
    return [(entry.deed, entry.counts) for entry in history_of(job.id)]


def test_ticked_photos_move_to_another_album_of_the_job(client, job, album, stored):
    first, second, other = a_photo(job, album), a_photo(job, album), an_album(job, "2c")
    foreign = an_album(a_job())
    start = album_page(album)

    tampered = client.submit(start, "#who-sees", button="Move", photo=[first.id], to=foreign.id,
                             tampered=True)  # fmt: skip
    nothing = client.submit(start, "#who-sees", button="Move", to=other.id)
    moved = client.submit(start, "#who-sees", button="Move", photo=[first.id], to=other.id,
                          follow=True)  # fmt: skip

    assert (tampered.status_code, nothing.status_code) == (422, 422)
    assert "Tick at least one photo first." in words(nothing)
    assert "One photo has moved." in words(moved)
    assert [stored(photo).album_id for photo in (first, second)] == [other.id, album.id]
    assert "Album: 2b → 2c" in words(client.get(f"/studio/jobs/{job.id}/history"))


def test_three_hundred_people_stand_below_their_classes(client, job, album):
    a_photo(job, album)
    mia, ada = a_person(job, "Mia Berger", album), a_person(job, "Ada Lee")

    groups = page(client.get(album_page(album))).select("select#who optgroup")

    assert [group["label"] for group in groups] == ["All or nobody", "2b", "Without a class"]
    assert [group.option["value"] for group in groups[1:]] == [mia.id, ada.id]


def test_a_whole_album_goes_to_the_person_whose_name_it_bears(client, job):
    album, mia, ben = an_album(job, "mia berger"), a_person(job), a_person(job, "Ben Berger")
    free, taken = a_photo(job, album), a_photo(job, album, persons=[ben])
    card = a_photo(job, album, card_state="card")
    address = f"{album_page(album)}/whole"
    said = words(client.get(address))
    assert "One photo that nobody sees yet is assigned." in said
    assert "One QR card stays as it is." in said

    client.submit(address, "form.card")

    assert [seen_by(photo) for photo in (free, taken, card)] == [{mia.id}, {ben.id}, set()]

    client.submit(address, "form.card", who=EVERYONE, replaces=True)

    db.session.rollback()
    assert [seen_by(photo) for photo in (free, taken, card)] == [set(), set(), set()]
    assert (free.is_group, taken.is_group, card.is_group) == (True, True, False)
    assert deeds(job) == [
        ("album-assigned", {"photos_of_people": 1}),
        ("album-assigned", {"group_photos": 2}),
    ]


def test_an_album_that_has_changed_meanwhile_is_shown_once_more(client, job, album):
    photo, shown = a_photo(job, album), client.get(f"{album_page(album)}/whole")
    a_photo(job, album)

    again = client.submit(shown, "form.card", who=EVERYONE)

    assert again.status_code == 409
    assert "2 photos that nobody sees yet are assigned." in words(again)
    db.session.rollback()
    assert not photo.is_group


def test_photos_go_to_whose_name_their_files_begin_with(client, job, album):
    mia, ben = a_person(job, reference="107"), a_person(job, "Ben Berger")
    a_person(job, "Ann Lee", album)
    a_person(job, "Ann Lee")
    names = ["107_1.jpg", "BEN-BERGER.jpg", "ann lee.jpg", "DSC_1.jpg", "mia_berger.jpg"]
    photos = [a_photo(job, album, original_name=name) for name in names]
    with_mia = a_photo(job, album, persons=[ben], original_name="Mia Berger 2.jpg")
    address = f"{photos_page(job)}/names"

    shown = client.get(address)
    assert "Assigned now 3 photos for 2 people" in words(shown)
    assert "Several people fit One photo, left to you" in words(shown)
    assert "ann lee.jpg Ann Lee, Ann Lee · 2b" in words(shown)
    done = client.submit(shown, "main form[action$=names]", follow=True)

    assert "3 photos are assigned." in words(done)
    owners = [seen_by(photo) for photo in photos]
    assert owners == [{mia.id}, {ben.id}, set(), set(), {mia.id}]
    assert seen_by(with_mia) == {ben.id}
    assert deeds(job) == [("photos-sorted-by-names", {"photos_of_people": 3, "people": 2})]

    client.submit(f"{address}?replace=yes", "main form[action$=names]")
    assert seen_by(with_mia) == {mia.id}


def test_file_names_that_have_changed_meanwhile_are_shown_once_more(client, job, album):
    a_person(job)
    photo = a_photo(job, album, original_name="mia berger.jpg")
    shown = client.get(f"{photos_page(job)}/names")
    a_photo(job, album, original_name="mia berger 2.jpg")

    assert client.submit(shown, "main form[action$=names]").status_code == 409
    assert seen_by(photo) == set()


def test_an_album_is_sorted_by_its_cards(client, job, album, stored):
    mia = a_person(job)
    code = a_code(job, person=mia)
    before, card, picture = (a_photo(job, album) for _ in range(3))
    address = f"{album_page(album)}/cards"

    waiting = client.submit(address, "main form[action$=search]", follow=True)

    assert "Looking for QR cards: 0 of 3 photos" in words(waiting)
    assert {stored(photo).card_state for photo in (before, card, picture)} == {"asked"}
    part = client.get(f"{address}/progress", headers={"HX-Request": "true"})
    assert page(part).select_one("#card-progress")["hx-trigger"] == "every 2s"
    assert client.get(f"{address}/progress").location.endswith(address)

    read(before, "none"), read(card, "card", code), read(picture, "none")
    ready = client.get(f"{address}/progress", headers={"HX-Request": "true"})
    assert ready.headers["HX-Redirect"].endswith(address)
    shown = client.get(address)
    assert "Mia Berger One photo" in words(shown)
    assert "Before the first card One photo, left to you" in words(shown)

    done = client.submit(shown, "main form[action$=cards]", follow=True)

    assert "One photo is assigned." in words(done)
    assert [seen_by(photo) for photo in (before, card, picture)] == [set(), set(), {mia.id}]
    assert "QR card, never shown to customers" in words(page(done).select_one(f"#photo-{card.id}"))


def read(photo, state, code=None):
    """What the worker writes."""
    row = db.session.get(type(photo), photo.id)
    row.card_state, row.card_code_id = state, code.id if code else None
    db.session.commit()


def test_a_doubt_is_listed_and_can_be_cleared(client, job, album, stored):
    of_mia = a_code(job, person=a_person(job))
    a_photo(job, album, card_state="card", card_code_id=of_mia.id)
    doubt = a_photo(job, album, card_state="card")
    picture = a_photo(job, album, card_state="none")
    address = f"{album_page(album)}/cards"
    assert "One card: what follows is left to you" in words(client.get(address))
    assert not page(client.get(address)).select("main form[action$=cards]")

    cleared = client.submit(address, f"form[action*='{doubt.id}']", follow=True)

    assert stored(doubt).card_state == "none"
    assert "Assigned now 2 photos for one person" in words(cleared)
    assert seen_by(picture) == set()


def test_a_card_is_unmarked_in_the_grid_too(client, job, album, stored):
    card = a_photo(job, album, card_state="card")

    client.submit(album_page(album), "#who-sees", button="This is no card")

    assert stored(card).card_state == "none"


def test_a_card_whose_code_was_not_found_is_named_by_hand(client, job, album, stored):
    code = a_code(job, person=a_person(job))
    nameless = a_person(job, "Ben Berger")
    card, picture = (a_photo(job, album, card_state="none") for _ in range(2))
    say = "They are QR cards of this person"

    for who in (EVERYONE, nameless.id):
        refused = client.submit(album_page(album), "#who-sees", button=say, photo=card.id, who=who)
        assert "Choose the person whose card it is" in words(refused)
    client.submit(album_page(album), "#who-sees", button=say, photo=[card.id], who=code.person_id)

    assert (stored(card).card_state, stored(card).card_code_id) == ("card", code.id)
    shown = words(client.get(f"{album_page(album)}/cards"))
    assert "Assigned now One photo for one person" in shown
    assert "Still without photos One person: Ben Berger" in shown
    assert stored(picture).card_state == "none"


def test_pages_of_another_studio_are_unknown(client, studio):
    foreign = an_album(a_job(access_type="person"))
    photo = a_photo(a_job(), card_state="card")
    for address in (
        f"{album_page(foreign)}/whole",
        f"{album_page(foreign)}/cards",
        f"/studio/jobs/{foreign.job_id}/photos/names",
    ):
        assert client.get(address).status_code == 404, address
    own = a_job(studio)
    token = client.token(photos_page(own))
    refused = client.post(f"{photos_page(own)}/{photo.id}/no-card", data={"csrf_token": token})
    assert refused.status_code == 404
