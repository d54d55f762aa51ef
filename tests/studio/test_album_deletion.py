"""'Delete album', 'Delete photos' and 'Delete this job': windows that count, then the deed."""

from datetime import timedelta

import pytest

from tests.support.builders import (
    NOW,
    a_basket,
    a_basket_line,
    a_code,
    a_job,
    a_photo,
    a_product,
    a_registration,
    a_studio,
    a_visitor,
    an_album,
    price_list_of,
)
from tests.support.orders import a_line, an_order
from tests.support.pages import page, words
from tests.support.records import all_rows
from webapp.models.deletion import Deletion, Trash
from webapp.models.job import Job
from webapp.models.photo import Photo
from webapp.queries.needed_photos import orders_needing_photos


@pytest.fixture
def job(studio):
    return a_job(studio, status="selling")


@pytest.fixture
def album(job):
    return an_album(job, "Class 2b")


def deletion_of(album):
    return f"/studio/jobs/{album.job_id}/albums/{album.id}/deletion"


def test_the_window_counts_and_the_album_goes(client, job, album, stored):
    photo = a_photo(job, album, original_bytes=2_500_000)
    a_basket_line(a_basket(a_visitor(job.studio)), photo, a_product(price_list_of(job)), 2)
    a_registration(job, access_code_id=a_code(job, album=album).id)

    window = client.get(deletion_of(album))

    shown = words(window)
    for said in (
        "Delete the album ‘Class 2b’?",
        "1 photo, 2.5 MB, goes into the trash.",
        "until Monday, 30 November 2026, 10:00",
        "2 products leave 1 basket.",
        "1 customer sees no picture of the job any more.",
        "Storage is freed only then",
        "The statistics of the job stay.",
    ):
        assert said in shown
    assert stored(album).removed_at is None

    answer = client.submit(window, ".dialog", follow=True)

    assert "The album ‘Class 2b’ is in the trash for 7 days." in words(answer)
    assert "One photo of this job is in the trash." in words(answer)
    assert client.get(deletion_of(album)).status_code == 404


def test_the_list_of_albums_and_the_album_lead_to_the_window(client, job, album):
    for address in ("photos", f"albums/{album.id}"):
        shown = page(client.get(f"/studio/jobs/{job.id}/{address}"))
        link = shown.select_one(f'a[href="{deletion_of(album)}"]')
        assert link.text.strip() == "Delete album"
        assert link["hx-target"] == "#window"
        inherits = link.find_parent(attrs={"hx-swap": True})
        assert inherits is None or link["hx-swap"] == "innerHTML", "the window stays where it is"


def test_orders_that_need_the_pictures_are_listed_instead(client, job, album):
    order = an_order(job, a_line(job, a_photo(job, album)))

    window = client.get(deletion_of(album))

    assert "‘Class 2b’ cannot be deleted yet" in words(window)
    link = page(window).select_one(".pr-used a")
    assert (link.text, link["href"]) == (f"Order {order.number}", f"/studio/orders/{order.id}")
    assert "Anna Berger · 1 picture" in words(window)
    answer = client.post(deletion_of(album), data={"csrf_token": client.token(deletion_of(album))})
    assert answer.status_code == 409
    assert all_rows(Trash) == []


def test_an_order_that_waits_for_its_payment_says_how_that_can_end(client, job, album):
    line = a_line(job, a_photo(job, album), kind="digital")
    an_order(job, line, delivered_at=NOW, downloads_until=NOW)

    window = client.get(deletion_of(album))

    assert "1 picture · not paid yet, and paying opens its files for 42 days." in words(window)
    assert "take back ‘delivered’ and cancel the order" in words(window)


def test_other_figures_than_were_shown_are_shown_again(client, job, album):
    a_photo(job, album)
    window = client.get(deletion_of(album))
    a_photo(job, album)

    answer = client.submit(window, ".dialog")

    assert answer.status_code == 409
    assert "Something has changed meanwhile." in words(answer)
    assert "2 photos" in words(answer)


def test_ticked_photos_go_after_a_window_of_their_own(client, job, album):
    stays, goes = a_photo(job, album), a_photo(job, album, state="failed")
    address = f"/studio/jobs/{job.id}/albums/{album.id}"

    window = client.submit(address, "#who-sees", button="Delete photos", photo=[goes.id])
    assert "Delete this photo?" in words(window)
    assert len(all_rows(Photo)) == 2

    answer = client.submit(window, ".dialog", follow=True)
    assert answer.request.path == address
    assert "One photo is in the trash for 7 days." in words(answer)
    assert [photo.id for photo in all_rows(Photo)] == [stays.id]


def test_without_a_tick_nothing_is_asked(client, job, album):
    a_photo(job, album)

    answer = client.submit(
        f"/studio/jobs/{job.id}/albums/{album.id}", "#who-sees", button="Delete photos", follow=True
    )

    assert "Tick the photos first." in words(answer)


def test_albums_and_jobs_of_others_are_unknown(client, job):
    foreign = a_job(a_studio())
    other = an_album(foreign)
    for address in (
        deletion_of(other),
        f"/studio/jobs/{job.id}/albums/{other.id}/deletion",
        f"/studio/jobs/{foreign.id}/deletion",
    ):
        assert client.get(address).status_code == 404


def test_photos_of_somebody_else_in_the_form_name_none_of_their_orders(client, job):
    theirs = a_job(a_studio())
    photo = a_photo(theirs)
    an_order(theirs, a_line(theirs, photo), name="Cara Foreign")
    token = client.token(f"/studio/jobs/{job.id}/photos")

    answer = client.post(
        f"/studio/jobs/{job.id}/photos/deletion", data={"photo": photo.id, "csrf_token": token}
    )

    assert "Cara Foreign" not in words(answer)
    assert orders_needing_photos(job.id, Photo.id == photo.id, now=NOW) == []
    assert len(orders_needing_photos(theirs.id, Photo.id == photo.id, now=NOW)) == 1


@pytest.fixture
def archived(studio):
    return a_job(studio, status="archived", internal_name="oak25", public_name="Oak Lane 25")


def test_a_job_goes_after_its_name_is_typed(client, archived):
    a_photo(archived)
    an_order(archived, a_line(archived), delivered_at=NOW)
    address = f"/studio/jobs/{archived.id}/deletion"
    settings = page(client.get(f"/studio/jobs/{archived.id}/settings"))
    assert settings.select_one(f'a[href="{address}"]').text == "Delete this job"
    window = client.get(address)
    for said in (
        "Delete ‘Oak Lane 25’?",
        "This cannot be undone",
        "it is enough to delete albums",
        "2 albums, 2 photos, 2 kB",
        "1 order stays in the list of orders.",
        "The statistics and the history of the job go too.",
    ):
        assert said in words(window)

    wrong = client.submit(window, ".dialog", name="Oak Lane")
    assert wrong.status_code == 422
    assert "This is not its name." in words(wrong)
    assert page(wrong).select_one("input[name=name]")["value"] == "Oak Lane"

    answer = client.submit(wrong, ".dialog", name="Oak Lane 25", follow=True)
    assert "‘Oak Lane 25’ is deleted." in words(answer)
    assert all_rows(Job) == []
    (deletion,) = all_rows(Deletion)
    assert deletion.done_at is not None
    assert client.get(address).status_code == 404


def test_a_job_on_sale_or_needed_is_not_offered_for_deletion(client, job, archived):
    order = an_order(archived, a_line(archived))

    assert "It is on sale" in words(client.get(f"/studio/jobs/{job.id}/deletion"))
    needed = client.get(f"/studio/jobs/{archived.id}/deletion")
    assert f"Order {order.number}" in words(needed)
    assert page(needed).select_one("input[name=name]") is None


def test_a_photo_without_previews_can_be_deleted_where_it_is_listed(client, job, album):
    failed = a_photo(job, album, state="failed", failure="unreadable")
    listed = client.get(f"/studio/jobs/{job.id}/photos")

    window = client.submit(listed, f'form:has(input[value="{failed.id}"])')
    answer = client.submit(window, ".dialog", follow=True)

    assert answer.request.path == f"/studio/jobs/{job.id}/photos"
    assert all_rows(Photo) == []
    assert len(all_rows(Trash)) == 1


def test_the_window_of_ticked_photos_shows_them_and_names_what_an_order_needs(client, job, album):
    needed, free = a_photo(job, album), a_photo(job, album)
    address = f"/studio/jobs/{job.id}/albums/{album.id}"
    window = page(client.submit(address, "#who-sees", button="Delete photos", photo=[free.id]))
    assert [words(each) for each in window.select("h1")] == ["Delete this photo?"]
    assert [each["alt"] for each in window.select(".dialog img")] == [f"Photo {free.label}"]

    an_order(job, a_line(job, needed))
    both = [needed.id, free.id]
    refused = client.submit(address, "#who-sees", button="Delete photos", photo=both)
    assert f"Needed: {needed.label}." in words(refused)


def test_where_only_waiting_helps_that_is_said(client, job, album):
    line = a_line(job, a_photo(job, album), kind="digital")
    an_order(
        job, line, delivered_at=NOW, paid_at=NOW, downloads_until=NOW + timedelta(days=10)
    )  # fmt: skip
    said = words(client.get(deletion_of(album)))
    assert "Wait until that is over." in said
    assert "cancel" not in said
