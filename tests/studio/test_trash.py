"""The trash of the studio: restored, emptied, and kind to who comes second (D2, D4)."""

from datetime import timedelta

import pytest

from tests.support.builders import NOW, a_job, a_photo, a_studio, an_album
from tests.support.deleting import throw_album, throw_photos
from tests.support.orders import a_line, an_order
from tests.support.pages import page, words
from tests.support.records import all_rows
from webapp.models.deletion import Deletion, Trash
from webapp.models.photo import Photo
from webapp.use_cases import delete_in_steps, empty_trash

TRASH = "/studio/trash"


@pytest.fixture
def job(studio):
    return a_job(studio)


@pytest.fixture
def album(job):
    return an_album(job, "Class 2b")


def test_an_empty_trash_says_so(client, studio):
    shown = client.get(TRASH)
    assert "The trash is empty." in words(shown)
    assert words(page(shown).select_one(".nav [aria-current=page]")) == "Storage"


def test_each_piece_says_what_it_is_and_until_when(client, job, album):
    a_photo(job, album, original_bytes=3_000_000)
    throw_album(job, album)
    throw_photos(job, a_photo(job))

    rows = [words(row) for row in page(client.get(TRASH)).select("tbody tr")]

    assert len(rows) == 2
    found = next(row for row in rows if "Class 2b" in row)
    for said in (job.public_name, "3 MB", "Ada Nord", "in 7 days · Mon 30 Nov"):
        assert said in found
    assert any("1 photo of ‘" in row for row in rows)


def test_what_the_week_deletes_keeps_its_name_and_who_threw_it_away(client, job, album):
    a_photo(job, album)
    throw_album(job, album)
    empty_trash.empty_due_trash(now=NOW + timedelta(days=7))
    said = words(client.get("/studio/deletions"))
    assert f"Album ‘Class 2b’: 1 photo of ‘{job.public_name}’" in said
    assert "seven days in the trash were over · thrown away by Ada Nord" in said


def test_a_long_list_has_pages(client, job):
    for _each in range(3):
        throw_photos(job, a_photo(job))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("webapp.studio.trash.PAGE_SIZE", 2)
        first = page(client.get(TRASH))
        rest = page(client.get(first.select_one("a[rel=next]")["href"]))

    assert [len(each.select("tbody tr")) for each in (first, rest)] == [2, 1]


def test_restoring_brings_it_back(client, job, album):
    a_photo(job, album)
    throw_album(job, album)

    answer = client.submit(TRASH, "tbody form", follow=True)

    assert "1 photo is back in Class 2b." in words(answer)
    assert len(all_rows(Photo)) == 1
    assert all_rows(Trash) == []


def test_emptying_asks_first_and_then_frees_the_storage(client, job, album):
    a_photo(job, album, original_bytes=3_000_000)
    throw_album(job, album)
    window = client.get(f"{TRASH}/emptying")
    assert "1 photo is deleted for good." in words(window)
    assert "3 MB of storage are free at once." in words(window)

    answer = client.submit(window, ".dialog", follow=True)

    assert "Deleted for good." in words(answer)
    assert "The trash is empty." in words(answer)
    assert [each.done_at is not None for each in all_rows(Deletion)] == [True]


def test_one_piece_can_be_deleted_alone(client, job):
    for _each in range(2):
        throw_photos(job, a_photo(job))
    window = client.get(page(client.get(TRASH)).select_one("tbody a.quiet")["href"])
    assert "Delete 1 photo of ‘" in words(window)

    client.submit(window, ".dialog")

    assert len(all_rows(Trash)) == 1


def test_what_an_order_needs_stays_and_says_why(client, job, album):
    photo = a_photo(job, album)
    throw_album(job, album)
    window = client.get(f"{TRASH}/emptying")
    an_order(job, a_line(job, photo))

    assert "It stays while an order needs pictures of it." in words(client.get(TRASH))
    assert client.submit(window, ".dialog").status_code == 409
    assert len(all_rows(Trash)) == 1


def test_who_comes_second_is_told_kindly(client, job, album):
    a_photo(job, album)
    trash_id = throw_album(job, album).trash_id
    shown, window = client.get(TRASH), client.get(f"{TRASH}/{trash_id}/deletion")
    client.submit(shown, "tbody form")

    for late in (client.submit(shown, "tbody form"), client.submit(window, ".dialog")):
        assert late.status_code == 409
        assert "This is no longer in the trash" in words(late)
    assert len(all_rows(Photo)) == 1


def test_a_large_deletion_shows_how_far_it_is(client, job, album, monkeypatch):
    for module in (delete_in_steps, empty_trash):
        monkeypatch.setattr(module, "PHOTOS_AT_ONCE", 1)
    for _each in range(3):
        a_photo(job, album)
    throw_album(job, album)
    client.submit(client.get(f"{TRASH}/emptying"), ".dialog")

    shown = client.get(TRASH)
    assert "Being deleted: 0 of 3 photos are gone" in words(shown)
    assert page(shown).select_one("#leaving")["hx-get"] == f"{TRASH}/progress"

    empty_trash.empty_due_trash(now=all_rows(Deletion)[0].deleted_at)
    part = client.get(f"{TRASH}/progress", headers={"HX-Request": "true"})
    assert "0 of 3" in words(part)
    assert client.get(f"{TRASH}/progress").location == TRASH


def test_the_trash_of_another_studio_is_unknown(client, studio):
    foreign = a_job(a_studio())
    trash_id = throw_photos(foreign, a_photo(foreign)).trash_id

    assert client.get(f"{TRASH}/{trash_id}/deletion").status_code == 404
    answer = client.post(
        f"{TRASH}/{trash_id}/restore", data={"csrf_token": client.token("/studio/jobs")}
    )
    assert answer.status_code == 409
    assert len(all_rows(Trash)) == 1
