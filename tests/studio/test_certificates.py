"""What is gone leaves a certificate: what, how many, hashes, when and by whom."""

import csv
import io
import re

import pytest

from tests.support.builders import NOW, a_job, a_photo, a_studio, an_album
from tests.support.pages import words
from webapp.domain.actors import WORKER, Actor, ActorKind
from webapp.domain.deletion import Kind, Reason
from webapp.models.base import transaction
from webapp.models.job import Job
from webapp.models.photo import Photo
from webapp.photos.serving import current_store
from webapp.use_cases.delete_files import delete_files
from webapp.use_cases.delete_for_good import begin_deletion, delete_photos

ADA = Actor(ActorKind.PERSON, "Ada Lovelace")


def gone(job, photos=2, kind=Kind.PHOTOS, reason=Reason.HAND, by=ADA, **facts):
    album = an_album(job)
    for _each in range(photos):
        a_photo(job, album, original_bytes=1_500_000)
    with transaction() as session:
        held = session.get_one(Job, job.id)
        deletion = begin_deletion(
            session, held, studio_id=held.studio_id, kind=kind, reason=reason, by=by, now=NOW,
            **facts,
        )  # fmt: skip
        delete_photos(session, deletion, held, Photo.album_id == album.id, now=NOW)
    return deletion


@pytest.fixture
def job(studio):
    return a_job(studio, internal_name="oak-lane", public_name="Oak Lane")


def test_nothing_deleted_yet_says_so(client, studio):
    assert "Nothing was deleted for good yet." in words(client.get("/studio/deletions"))


def test_the_list_says_what_how_much_when_and_by_whom(client, studio, job):
    deletion = gone(job)
    gone(job, reason=Reason.RETENTION, by=WORKER)
    gone(a_job(a_studio(), internal_name="foreign"))
    page = client.get("/studio/deletions")
    said = words(page)
    assert "2 photos of ‘Oak Lane’ (oak-lane)" in said
    assert "Monday, 23 November 2026, 10:00 (Europe/Berlin)" in said
    assert "Ada Lovelace 2 3 MB" in said
    assert "Shelflife, by itself · the time that photos are kept was over" in said
    assert "foreign" not in said
    assert f"/studio/deletions/{deletion.id}" in page.text


def test_the_certificate_names_hashes_and_when_the_files_were_gone(client, studio, job):
    deletion = gone(job, photos=51)
    address = f"/studio/deletions/{deletion.id}"
    said = words(client.get(address))
    assert "being removed: 0 of 51 so far" in said
    assert "76.5 MB (76,500,000 bytes)" in said
    assert f"{1:064d}" in said
    assert f"{51:064d}" not in said
    assert "1 more is in the files above." in said

    delete_files(current_store(), business_now=lambda: NOW)
    said = words(client.get(address))
    assert "originals and previews are removed since Monday, 23 November 2026, 10:00" in said


def test_the_files_hold_every_hash(client, studio, job):
    deletion = gone(job, photos=51)
    table = client.get(f"/studio/deletions/{deletion.id}/certificate.csv")
    rows = list(csv.reader(io.StringIO(table.data.decode("utf-8-sig"))))
    assert len(rows) == 52
    assert rows[51][:3] == ["0051", f"{51:064d}", "1500000"]
    assert re.fullmatch(r"2026-\d\d-\d\d \d\d:\d\d:\d\d \+0[12]00", rows[51][3])
    paper = client.get(f"/studio/deletions/{deletion.id}/certificate.pdf")
    assert paper.mimetype == "application/pdf"
    assert paper.data.startswith(b"%PDF-")
    assert paper.data.count(b"/Type /Page\n") == 2


def test_what_was_deleted_on_request_names_nobody(client, studio, job):
    with transaction() as session:
        deletion = begin_deletion(
            session, None, studio_id=studio.id, kind=Kind.CUSTOMER, reason=Reason.REQUEST,
            by=ADA, now=NOW, subjects={"customers": ["a" * 16]},
        )  # fmt: skip
    said = words(client.get(f"/studio/deletions/{deletion.id}"))
    assert "Data of 1 customer" in said
    assert "on request of the person" in said
    assert "no files belonged to it" in said


def test_the_certificates_of_other_studios_are_not_found(client, studio):
    deletion = gone(a_job(a_studio()))
    for page in ("", "/certificate.pdf", "/certificate.csv"):
        assert client.get(f"/studio/deletions/{deletion.id}{page}").status_code == 404
