"""What is missing of an upload is said, goes on elsewhere, and can be forgotten."""

from io import BytesIO

import pytest

from tests.photos.pictures import a_jpeg
from tests.support.builders import a_job
from tests.support.pages import page, words
from tests.support.records import all_rows
from tests.support.uploading import Uploader, left_alone, why
from webapp.models.base import db, transaction
from webapp.models.job import AccessCode, Album, Job
from webapp.models.photo import Photo
from webapp.models.upload import Upload
from webapp.photos.serving import current_store


@pytest.fixture
def job(studio):
    return a_job(studio, access_type="album")


@pytest.fixture
def uploader(client, job):
    """One picture is stored, one came by half, one is empty."""
    content = a_jpeg()
    uploader = Uploader(client, job.id)
    first, half, _ = uploader.announce({"a/1.jpg": content, "a/2.jpg": a_jpeg(), "a/3.jpg": b""})
    uploader.send_whole(first["address"], content)
    uploader.send(half["address"], b"x" * 100)
    return uploader


def test_what_is_being_sent_cannot_be_forgotten_by_the_way(client, uploader, job):
    page = client.get(f"/studio/jobs/{job.id}/photos")

    assert "2 of 3 files are being sent right now" in words(page)
    assert "Forget this upload" not in words(page)
    assert "every 10s" in client.get(f"{uploader.base}", headers={"HX-Request": "true"}).text
    assert "It would end." in words(client.get(f"{uploader.base}/forgetting"))


def test_what_is_missing_can_be_forgotten_and_its_numbers_are_used_again(client, uploader, job):
    left_alone()
    page = client.get(f"/studio/jobs/{job.id}/photos")
    assert "2 of 3 files of your last upload are still missing" in words(page)
    window = client.get(f"{uploader.base}/forgetting")
    assert "2 files are not waited for any more" in words(window)

    page = client.submit(f"{uploader.base}/forgetting", ".dialog form", follow=True)

    assert "2 files are not waited for any more" in words(page)
    assert [row.state for row in all_rows(Upload)] == ["stored"]
    assert db.session.scalar(db.select(db.func.count(Photo.id))) == 1
    assert list(current_store().keys("incoming")) == []
    assert db.session.get(Job, job.id).last_photo_number == 1


def test_a_page_that_stops_sending_forgets_its_own_files_only(uploader):
    other = uploader.announce({"b/4.jpg": a_jpeg()})[0]

    answer = uploader.client.post(
        f"{uploader.base}/cancelled", json=[row.id for row in all_rows(Upload)
                                            if row.id != other["id"]],
        headers=uploader.token,
    )  # fmt: skip

    assert answer.json == {"forgotten": 2}
    assert {row.path for row in all_rows(Upload)} == {"a/1.jpg", "b/4.jpg"}
    for nonsense in ({"a": 1}, ["../"], [1]):
        said = uploader.client.post(
            f"{uploader.base}/cancelled", json=nonsense, headers=uploader.token
        )
        assert said.status_code == 422


def test_only_the_last_upload_counts(client, uploader, job):
    with transaction() as session:
        for row in session.scalars(db.select(Upload)):
            row.created_at = row.created_at.replace(year=2020)
    uploader.announce({"b/4.jpg": b""})
    left_alone()

    said = words(client.get(f"/studio/jobs/{job.id}/photos"))

    assert "1 of 1 files of your last upload was not taken" in said
    assert "Everything else is stored" not in said


def test_loose_photos_of_a_job_without_albums_make_one_with_the_first_that_is_taken(client, studio):
    job = a_job(studio, access_type="album")
    uploader, content = Uploader(client, job.id), a_jpeg()
    said = [{"path": "1.jpg", "size": len(content)}, {"path": "b/2.jpg", "size": 0}]

    answer = uploader.say({"folders": True, "new_album": " Team\tphotos ", "files": said})
    photos = f"/studio/jobs/{job.id}/photos"
    assert "No albums yet." in words(client.get(photos))
    uploader.send_whole(answer.json["files"][0]["address"], content)

    part = client.get(f"{photos}/progress", headers={"HX-Request": "true"})
    assert [album.text for album in page(part).select(".album h3")] == ["Team photos"]
    assert page(part).select_one("span[hx-swap-oob]").text == "1"
    [code] = all_rows(AccessCode)
    assert code.album_id == all_rows(Photo)[0].album_id


def test_the_plain_form_makes_an_album_only_for_what_is_taken(client, studio):
    job = a_job(studio)
    for content, albums in ((b"no picture", []), (a_jpeg(), ["Photos"])):
        client.submit(
            f"/studio/jobs/{job.id}/photos", "[data-upload]", files=(BytesIO(content), "1.jpg")
        )
        assert [album.name for album in all_rows(Album) if album.is_shown] == albums


def test_a_corrected_file_of_the_same_name_takes_the_place_of_the_refused_one(
    client, uploader, job
):
    content = a_jpeg()

    [again] = uploader.announce({"a/3.jpg": content})
    uploader.send_whole(again["address"], content)

    assert [(row.path, row.state) for row in all_rows(Upload) if row.path == "a/3.jpg"] == [
        ("a/3.jpg", "stored")
    ]


def test_raw_files_and_tiny_pictures_are_refused_in_words_that_help(client, studio):
    job = a_job(studio)
    uploader = Uploader(client, job.id)
    raw, tiny = uploader.announce({"a/1.NEF": a_jpeg(), "a/2.jpg": a_jpeg(1, 1)})

    assert raw["why"] == "This is a raw file of a camera. Export it as JPEG and upload that."
    answer = uploader.send_whole(tiny["address"], a_jpeg(1, 1), pieces=1)
    assert why(answer).startswith("The picture is too small")
    page = client.submit(
        f"/studio/jobs/{job.id}/photos", "[data-upload]", files=(BytesIO(a_jpeg()), "1.dng")
    )
    assert "Export it as JPEG" in words(page)
