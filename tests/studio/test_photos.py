"""The photographer creates albums, adds photos and says who sees them."""

import io

import pytest
from PIL import Image

from tests.photos.pictures import a_jpeg, held_as, png_that_claims
from tests.support.builders import a_job, a_person, a_photo, an_album
from tests.support.pages import page, words
from webapp import clock
from webapp.models.base import db
from webapp.models.job import Album
from webapp.models.photo import Photo, PhotoPerson
from webapp.photos.serving import current_store
from webapp.use_cases.derive_photos import run_once


@pytest.fixture
def job(studio):
    return a_job(studio)


@pytest.fixture
def album(job):
    return an_album(job, "Class 2b")


def photos_page(job):
    return f"/studio/jobs/{job.id}/photos"


def album_page(album):
    return f"/studio/jobs/{album.job_id}/albums/{album.id}"


def a_file(content, name="DSC_0001.jpg"):
    return (io.BytesIO(content), name)


def uploaded(client, job, album, *files):
    token = client.token(photos_page(job))
    response = client.post(
        f"{photos_page(job)}/upload",
        data={"csrf_token": token, "album": album.id, "files": list(files)},
    )
    # What the test's own client wrote to a temporary file is not closed by itself.
    response.request.environ["wsgi.input"].close()
    return response


def stored_photos(job):
    db.session.rollback()
    return db.session.scalars(db.select(Photo).where(Photo.job_id == job.id)).all()


def test_an_album_is_created_and_opens(client, job):
    response = client.submit(photos_page(job), "#new-album", name="Class  2b ", follow=True)

    assert page(response).select_one("h2").text == "Class 2b"
    assert "No photos in this album yet" in words(response)


@pytest.mark.parametrize("name", ["", "   ", "\u200f\u202e", "x" * 121])
def test_an_album_needs_a_name_of_readable_length(client, job, name):
    response = client.submit(photos_page(job), "#new-album", name=name)

    assert response.status_code == 422
    assert page(response).select_one("#new-album .err")
    assert db.session.scalars(db.select(Album)).all() == []


def test_a_name_that_is_taken_is_refused_at_its_field(client, job, album):
    response = client.submit(photos_page(job), "#new-album", name="class 2B")

    assert response.status_code == 422
    assert page(response).select_one("input#name")["value"] == "class 2B"
    assert "has an album of that name already" in words(response)


def test_without_scripts_many_files_go_in_at_once_and_bad_ones_are_named(client, job, album):
    files = [
        a_file(a_jpeg()),
        a_file(b"shopping list", "note.jpg"),
        a_file(b"", "empty.jpg"),
        a_file(png_that_claims(50_000, 50_000), "bomb.png"),
        a_file(a_jpeg()[:-60], "torn.jpg"),
        a_file(held_as(6)),
    ]

    response = client.submit(photos_page(job), "form[data-upload]", files=files)

    assert response.status_code == 200
    assert len(stored_photos(job)) == 2
    said = words(response)
    assert "2 photos are stored" in said
    assert "4 files were not taken" in said
    assert "note.jpg This is not a picture that can be shown." in said
    assert "empty.jpg The file is empty." in said
    assert "bomb.png The picture has more than 120 megapixels." in said
    assert "torn.jpg The file is damaged or incomplete." in said


def test_when_no_file_is_good_the_answer_is_422(client, job, album):
    response = client.submit(
        photos_page(job), "form[data-upload]", files=[a_file(b"text", "note.txt")]
    )

    assert response.status_code == 422
    assert stored_photos(job) == []


def test_without_scripts_numbers_follow_the_names_and_a_picture_comes_once(client, job, album):
    content = a_jpeg()
    sent = [("DSC_10.jpg", a_jpeg()), ("DSC_9.jpg", content), ("copy.jpg", content)]

    response = client.submit(
        photos_page(job), "form[data-upload]", files=[a_file(data, name) for name, data in sent]
    )

    names = {photo.number: photo.original_name for photo in stored_photos(job)}
    assert names == {1: "copy.jpg", 2: "DSC_10.jpg"}
    assert "One picture was here already" in words(response)
    assert "DSC_9.jpg Already in ‘Class 2b’ as 0001." in words(response)


@pytest.mark.parametrize(
    "name", ["x" * 10_000 + ".jpg", "\u202egpj.exe\u200f.jpg", "<script>alert(1)</script>.jpg"]
)
def test_strange_names_do_no_harm(client, job, album, name):
    uploaded(client, job, album, a_file(a_jpeg(), name))

    [photo] = stored_photos(job)
    assert len(photo.original_name) <= 255
    assert "\u202e" not in photo.original_name
    assert page(client.get(album_page(album))).select(".tile script") == []


def test_a_file_larger_than_any_other_form_is_taken(client, job, album):
    noise = Image.effect_noise((1500, 1500), 100)
    content = io.BytesIO()
    noise.save(content, "PNG")
    assert len(content.getvalue()) > 1_500_000

    uploaded(client, job, album, a_file(content.getvalue()))

    assert len(stored_photos(job)) == 1


def test_an_upload_without_its_token_is_refused(client, job, album):
    response = client.post(
        f"{photos_page(job)}/upload", data={"album": album.id, "files": [a_file(a_jpeg())]}
    )

    assert response.status_code == 400
    assert stored_photos(job) == []


def test_photos_cannot_be_put_into_an_album_of_another_job(client, job, album):
    foreign = an_album(a_job())

    assert uploaded(client, job, foreign, a_file(a_jpeg())).status_code == 404


def test_previews_appear_when_they_are_made(client, job, album):
    uploaded(client, job, album, a_file(a_jpeg()))
    waiting = page(client.get(photos_page(job))).select_one("#progress")
    assert "One preview is being made" in words(waiting)
    assert "every 2s" in waiting["hx-trigger"]

    run_once(current_store(), workers=1, machine_now=clock.machine_now)

    progress = page(client.get(f"{photos_page(job)}/progress", headers={"HX-Request": "true"}))
    assert "every" not in progress.select_one("#progress")["hx-trigger"]
    assert progress.select_one("img.cover")


def test_the_album_gets_the_pictures_that_are_ready_meanwhile(client, job, album):
    uploaded(client, job, album, a_file(a_jpeg()))
    [photo] = stored_photos(job)
    assert "Everyone with a code of this job sees all its photos." in words(
        client.get(album_page(album))
    )
    tile = page(client.get(album_page(album))).select_one(f"#photo-{photo.id}")
    assert "Preview follows" in words(tile)
    assert tile.select_one("[name=waiting]")["value"] == photo.id

    run_once(current_store(), workers=1, machine_now=clock.machine_now)

    answer = client.get(
        f"{album_page(album)}/progress?waiting={photo.id}", headers={"HX-Request": "true"}
    )
    swapped = page(answer).select_one(f"#photo-{photo.id}[hx-swap-oob]")
    assert swapped.select_one("img")["src"].endswith(f"/{photo.id}/small")


def test_progress_asked_for_by_hand_leads_to_its_page(client, job, album):
    assert client.get(f"{photos_page(job)}/progress").location.endswith(photos_page(job))
    assert client.get(f"{album_page(album)}/progress").location.endswith(album_page(album))


@pytest.mark.parametrize(("size", "long_edge"), [("small", 300), ("large", 300)])
def test_the_studio_is_given_the_bytes_and_nothing_else(client, job, album, size, long_edge):
    uploaded(client, job, album, a_file(a_jpeg(300, 200)))
    run_once(current_store(), workers=1, machine_now=clock.machine_now)
    [photo] = stored_photos(job)

    response = client.get(f"{photos_page(job)}/{photo.id}/{size}")

    assert Image.open(io.BytesIO(response.data)).width == long_edge
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Content-Disposition" not in response.headers
    again = client.get(
        f"{photos_page(job)}/{photo.id}/{size}",
        headers={"If-None-Match": response.headers["ETag"]},
    )
    assert (again.status_code, again.data) == (304, b"")


def test_there_are_no_bytes_for_what_is_not_there(client, job):
    foreign, waiting, lost = a_photo(a_job()), a_photo(job, state="waiting"), a_photo(job)
    ready = f"{photos_page(job)}/{lost.id}"

    for address in (
        f"{photos_page(job)}/{foreign.id}/small",
        f"/studio/jobs/{foreign.job_id}/photos/{foreign.id}/small",
        f"{photos_page(job)}/{waiting.id}/small",
        f"{ready}/small",
        f"{ready}/original",
        f"{ready}/../../secret-key",
    ):
        assert client.get(address).status_code == 404, address


def test_a_photo_that_cannot_be_shown_says_why_and_can_be_tried_again(client, job, album, stored):
    photo = a_photo(job, album, state="failed")

    assert "the file seems damaged" in words(client.get(album_page(album)))
    response = client.submit(album_page(album), "#progress form", follow=True)

    assert stored(photo).state == "waiting"
    assert "One photo is tried again" in words(response)


def test_an_album_is_renamed(client, job, album, stored):
    client.submit(album_page(album), ".rename form", name="Class 2c")

    assert stored(album).name == "Class 2c"


def test_ticked_photos_are_shown_to_one_person(client, studio):
    job = a_job(studio, access_type="person")
    album, mia = an_album(job), a_person(job)
    first, second = a_photo(job, album), a_photo(job, album)
    before = client.get(album_page(album))
    assert "2 photos nobody can see yet" in words(before)

    after = client.submit(before, "#who-sees", photo=[first.id], who=mia.id, follow=True)

    db.session.rollback()
    assert db.session.scalars(db.select(PhotoPerson.photo_id)).all() == [first.id]
    assert "One photo nobody can see yet" in words(after)
    assert "Mia Berger" in words(page(after).select_one(f"#photo-{first.id}"))
    assert "Nobody yet" in words(page(after).select_one(f"#photo-{second.id}"))


def test_without_a_tick_nothing_is_set_and_the_page_says_so(client, studio):
    job = a_job(studio, access_type="person")
    album = an_album(job)
    a_photo(job, album)

    response = client.submit(album_page(album), "#who-sees")

    assert response.status_code == 422
    assert "Tick at least one photo first." in words(response)


def test_a_long_album_comes_in_pages(client, job, album):
    for _ in range(101):
        a_photo(job, album)

    first = client.get(album_page(album))
    second = client.get(page(first).select_one("a[rel=next]")["href"])

    assert len(page(first).select(".tile")) == 100
    assert len(page(second).select(".tile")) == 1


def test_albums_of_another_studio_are_unknown(client, studio):
    foreign = a_job()

    assert client.get(album_page(an_album(foreign))).status_code == 404
    assert client.get(photos_page(foreign)).status_code == 404
