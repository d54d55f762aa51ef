"""One child of a job: what is known, handed over with the photos, and deleted on request."""

import io
import json
from zipfile import ZipFile

import pytest

from tests.photos.pictures import a_jpeg
from tests.support.builders import (
    NOW,
    a_code,
    a_customer,
    a_job,
    a_person,
    a_photo,
    a_registration,
    a_studio,
    a_visitor,
    an_album,
)
from tests.support.every_word import every_word
from tests.support.keeping import an_uploaded_photo, check
from tests.support.orders import a_line, an_order
from tests.support.pages import words
from tests.support.records import all_rows, history_of
from webapp.domain.actors import Actor, ActorKind
from webapp.domain.deletion import Kind
from webapp.domain.uploads import SMALLEST_PIECE, Announced
from webapp.models.base import db, transaction
from webapp.models.customer import Registration
from webapp.models.deletion import ClosedCode, DeletedPhoto, Deletion
from webapp.models.job import AccessCode, Job, Person
from webapp.models.photo import Photo, PhotoPerson
from webapp.models.upload import Upload, UploadPart
from webapp.photos.serving import current_store
from webapp.use_cases.add_photo import add_photo
from webapp.use_cases.announce_uploads import announce_uploads
from webapp.use_cases.apply_ledger import apply_ledger
from webapp.use_cases.deletion_ledger import write_page
from webapp.use_cases.finish_upload import receive_part
from webapp.use_cases.mark_known import mark_known
from webapp.use_cases.recording import Change, record

NAME, ADA = "Mia Berger", Actor(ActorKind.PERSON, "Ada")


@pytest.fixture
def job(studio):
    return a_job(studio, "selling", access_type="person")


@pytest.fixture
def mia(job):
    """A child with two pictures of her own, one with her brother, one of the class."""
    album = an_album(job, "2b")
    mia, tom = a_person(job, NAME, album), a_person(job, "Tom", album)
    for persons in ((mia,), (mia,), (mia, tom), (tom,)):
        a_photo(job, album, persons=persons)
    a_photo(job, album, is_group=True, persons=(mia,))
    a_photo(job, album, card_state="card", card_code_id=a_code(job, person=mia).id)
    with transaction() as session:
        held = session.get_one(Job, job.id)
        changes = [Change("person", f"{NAME} · 2a", f"{NAME} · 2b")]
        record(session, held, by=ADA, now=NOW, deed="person-changed", changes=changes)
    return mia


def address(person, page):
    return f"/studio/jobs/{person.job_id}/people/{person.id}{page}"


def delete(client, person, name=NAME):
    return client.submit(address(person, "/deletion"), ".dialog form", name=name)


def numbers():
    return sorted(photo.number for photo in all_rows(Photo))


def test_the_window_counts_what_goes_and_what_stays(client, mia):
    page = client.get(address(mia, "/deletion"))
    said = words(page)
    assert "3 photos of nobody else are deleted for good, 3 kB." in said
    assert "0001, 0002, 0006" in said
    assert "2 photos with others stay, and are no longer assigned." in said
    assert f"/albums/{all_rows(Photo)[0].album_id}" in page.text


def test_what_is_only_hers_goes_and_her_name_is_nowhere_any_more(client, job, mia, stored):
    code = all_rows(AccessCode)[0]
    mother, buyer = a_customer(job.studio), a_customer(job.studio)
    for customer in (mother, buyer):
        a_registration(job, customer, access_code_id=code.id)
    an_order(job, a_line(job, all_rows(Photo)[0], person_name=NAME, group_name="2b"),
             customer=buyer, delivered_at=NOW)  # fmt: skip
    a_visitor(job.studio, codes=[code])

    person_id = mia.id

    assert delete(client, mia).status_code == 303

    assert NAME not in every_word()
    assert numbers() == [3, 4, 5]
    assert stored(job).photo_count == 3
    assert [row.name for row in all_rows(Person)] == ["Tom"]
    with transaction() as session:
        assert session.query(PhotoPerson).count() == 2
        assert session.query(DeletedPhoto).count() == 3
        assert session.query(ClosedCode).one().fingerprint == code.fingerprint
    assert stored(code).revoked_at is not None
    assert all_rows(Registration) == []
    assert (stored(mother).email, bool(stored(buyer).email)) == (None, True)
    (proof,) = all_rows(Deletion, kind="person")
    assert (proof.reason, proof.subjects, proof.photo_count) == (
        "request",
        {"people": [person_id]},
        3,
    )
    last = history_of(job.id)[-1]
    assert last.deed == "person-forgotten"
    assert last.counts == {"photos_deleted": 3, "registrations_deleted": 2, "codes_revoked": 1}


def test_it_is_refused_while_an_order_needs_her_pictures(client, job, mia):
    own = min(all_rows(Photo), key=lambda photo: photo.number)
    an_order(job, a_line(job, own), number=1050)
    said = words(client.get(address(mia, "/deletion")))
    assert "cannot be deleted yet" in said
    assert "Order 1050, Anna Berger: not delivered yet" in said


def test_an_order_that_names_her_on_a_class_photo_is_waited_for_too(client, job, mia):
    window = client.get(address(mia, "/deletion"))
    group = next(photo for photo in all_rows(Photo) if photo.is_group)
    an_order(job, a_line(job, group, person_name=NAME), number=1051)
    refused = client.submit(window, ".dialog form", name=NAME)
    assert refused.status_code == 409
    assert "Order 1051" in words(refused)
    assert len(numbers()) == 6


def test_another_name_deletes_nothing(client, mia):
    answer = delete(client, mia, name="Tom")
    assert answer.status_code == 422
    assert len(numbers()) == 6


def test_everything_is_handed_over_with_the_originals(client, job):
    album, mia = an_album(job), a_person(job, NAME)
    content = a_jpeg()
    photo_id = add_photo(
        album.id, io.BytesIO(content), name="Mia.JPG", store=current_store(), now=NOW
    )
    with transaction() as session:
        session.add(PhotoPerson(photo_id=photo_id, person_id=mia.id))
    a_photo(job, album, persons=[mia])

    answer = client.get(address(mia, "/export.zip"))

    with ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.namelist() == ["data.json", "photos/0001.jpg"]
        assert archive.read("photos/0001.jpg") == content
        data = json.loads(archive.read("data.json"))
    assert data["person"]["name"] == NAME
    assert [each["file"] for each in data["photos"]] == ["photos/0001.jpg", None]


def test_people_of_other_studios_are_not_found(client, studio):
    other = a_person(a_job(a_studio()))
    for page in ("/export.zip", "/deletion"):
        assert client.get(address(other, page)).status_code == 404


def test_a_database_from_a_backup_forgets_them_again(client, job, mia, stored):
    mother = a_customer(job.studio)
    an_order(job, customer=mother)
    own = [photo.id for photo in all_rows(Photo) if photo.number in (1, 2, 6)]
    store = current_store()
    for kind, photos, subjects in (
        (Kind.PERSON, own, {"people": [mia.id]}),
        (Kind.CUSTOMER, [], {"customers": [mother.id]}),
    ):
        gone = Deletion(
            id=f"{kind.value:x<16}", kind=kind.value, reason="request", deleted_at=NOW,
            subjects=subjects,
        )  # fmt: skip
        write_page(store, gone, photos)

    said = apply_ledger(store, now=NOW)

    assert [sentence.partition(": ")[2] for sentence in said] == [
        "1 people.",
        "3 photos, 1 people.",
    ]
    assert apply_ledger(store, now=NOW) == []
    assert NAME not in every_word()
    assert numbers() == [3, 4, 5, 7]
    assert stored(mother).email is None
    assert sorted(row.id for row in all_rows(Deletion)) == ["customerxxxxxxxx", "personxxxxxxxxxx"]


def half_sent(job, album):
    """A file of which one piece is here; the id of its upload."""
    (standing,) = announce_uploads(
        job.id, [Announced("mia.jpg", 2 * SMALLEST_PIECE, 1)], album_id=album.id,
        folders_become_albums=False, now=NOW, machine_now=NOW,
    )  # fmt: skip
    receive_part(
        standing.id, io.BytesIO(b"x" * SMALLEST_PIECE), offset=0, length=SMALLEST_PIECE,
        store=current_store(), now=NOW, machine_now=NOW,
    )  # fmt: skip
    return standing.id


def test_the_same_picture_that_was_half_sent_again_goes_too(client, studio):
    store, job = current_store(), a_job(studio)
    album = an_album(job)
    photo_id = an_uploaded_photo(job, store, album)
    photo = db.session.get(Photo, photo_id)
    child = a_person(job, NAME, album)
    with transaction() as session:
        session.add(PhotoPerson(photo_id=photo_id, person_id=child.id))
    upload_id = half_sent(job, album)
    mark_known(job.id, {upload_id: photo.content_hash}, machine_now=NOW)
    assert all_rows(Upload)[0].photo_id == photo_id

    assert delete(client, child).status_code == 303

    assert all_rows(Upload) == []
    assert db.session.query(UploadPart).all() == []
    assert list(store.keys("incoming")) == list(store.keys("originals")) == []
    assert check(store) == []
