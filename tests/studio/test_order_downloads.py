"""What the studio does with the files of an order: originals for the lab, renewing (A9)."""

import csv
import io
from datetime import timedelta
from zipfile import ZipFile

import pytest

from tests.support.builders import NOW, a_job, a_photo, a_studio
from tests.support.deleting import throw_photos
from tests.support.orders import a_line, an_order
from tests.support.pages import page, words
from webapp.domain.downloads import FILES_LAST
from webapp.models.base import db, transaction
from webapp.models.order import Order, OrderedPhoto, OrderEvent
from webapp.photos.keys import original_key
from webapp.photos.serving import current_store


def kept(photo, content=b"the original"):
    current_store().put(original_key(photo.id), io.BytesIO(content))
    return photo


@pytest.fixture
def job(studio):
    return a_job(studio, status="archived")


def at(order):
    return f"/studio/orders/{order.id}"


def archive_of(answer):
    assert answer.mimetype == "application/zip"
    assert answer.content_length == len(answer.data)
    archive = ZipFile(io.BytesIO(answer.data))
    assert archive.testzip() is None
    return archive


def test_originals_come_untouched_in_a_folder_for_each_product(client, job):
    first, second = kept(a_photo(job), b"first"), kept(a_photo(job), b"second")
    parts = [
        {"name": "Print 9 × 13", "kind": "print", "quantity": 4},
        {"name": "../File", "kind": "digital", "quantity": 1},
    ]
    order = an_order(
        job,
        a_line(job, first, quantity=3, person_name="Mia Berger", note="=crop left"),
        a_line(job, second, product="Package", kind="package", quantity=2, parts=parts),
        number=1042,
    )
    answer = client.get(f"{at(order)}/originals.zip")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="1042-originals.zip"'
    archive = archive_of(answer)
    assert archive.namelist() == [
        "contents.csv",
        "Print-13x18-cm/3x_Print-13x18-cm_1042_Mia-Berger_0001.jpg",
        "Print-9x13/8x_Print-9x13_1042_0002.jpg",
        "File/2x_File_1042_0002.jpg",
    ]
    assert archive.read(archive.namelist()[1]) == b"first"
    assert archive.read(archive.namelist()[2]) == b"second"
    table = list(csv.reader(io.StringIO(archive.read("contents.csv").decode("utf-8-sig"))))
    assert table[1] == [
        archive.namelist()[1], "1042", "Print 13 × 18 cm", "3", "0001",
        "Mia Berger", "", "'=crop left", "DSC_0001.jpg",
    ]  # fmt: skip


def test_originals_of_all_orders_in_the_list_come_in_one_archive(client, job):
    for number, facts in ((1042, {}), (1043, {"paid_at": NOW}), (1044, {"cancelled_at": NOW})):
        an_order(job, a_line(job, kept(a_photo(job))), number=number, **facts)
    theirs = a_job(a_studio())
    an_order(theirs, a_line(theirs, kept(a_photo(theirs))), number=1)
    all_of_them = archive_of(client.get("/studio/orders/originals.zip")).namelist()
    assert [name.rpartition("/")[2] for name in all_of_them[1:]] == [
        "1x_Print-13x18-cm_1042_0001.jpg",
        "1x_Print-13x18-cm_1043_0002.jpg",
    ]
    paid = archive_of(client.get("/studio/orders/originals.zip?state=paid")).namelist()
    assert [name.rpartition("/")[2] for name in paid[1:]] == ["1x_Print-13x18-cm_1043_0002.jpg"]


def test_where_an_original_is_missing_nothing_is_sent_and_the_page_says_which(client, job):
    order = an_order(job, a_line(job, kept(a_photo(job))), a_line(job, a_photo(job)))
    answer = client.get(f"{at(order)}/originals.zip")
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "The original of picture 0002 is not in the store." in words(answer)


def test_another_studio_s_order_is_not_found(client, studio):
    theirs = a_job(a_studio())
    order = an_order(theirs, a_line(theirs, kept(a_photo(theirs)), kind="digital"))
    order_of_theirs = at(order)
    csrf = client.token("/studio/jobs/new")
    assert client.get(f"{order_of_theirs}/originals.zip").status_code == 404
    answer = client.post(f"{order_of_theirs}/downloads/renew", data={"csrf_token": csrf})
    assert answer.status_code == 404


@pytest.fixture
def ended(job):
    """A paid order whose files could be fetched until yesterday."""
    until = NOW - timedelta(days=1)
    line = a_line(job, kind="digital")
    line.photos[0].downloads, line.photos[0].downloaded_at = 3, NOW - timedelta(days=2)
    return an_order(job, line, paid_at=NOW - FILES_LAST, downloads_until=until)


def test_the_page_says_how_often_files_were_fetched_and_when_they_ended(client, ended):
    said = words(page(client.get(at(ended))).select_one("#downloads"))
    assert "Ended on Sun 22 Nov, 10:00." in said
    assert "Picture 0001 fetched 3 times, last on Sat 21 Nov at 10:00" in said


def test_one_click_renews_the_files_for_42_days_and_is_recorded(client, ended, stored, clock):
    answer = client.submit(at(ended), "#downloads form", follow=True)
    assert "The files can be fetched until the end of Sunday, 3 January 2027." in words(answer)
    assert stored(ended).downloads_until == clock.now() + FILES_LAST
    (event,) = db.session.query(OrderEvent).filter_by(order_id=ended.id)
    assert (event.deed, event.actor_name) == ("downloads-renewed", "Jonas Weber")
    (file,) = db.session.query(OrderedPhoto).filter_by(order_id=ended.id)
    assert file.downloads == 3


def test_what_was_deleted_is_named_and_when_nothing_is_left_nothing_is_renewed(client, job):
    first, second = a_photo(job), a_photo(job)
    lines = [a_line(job, photo, kind="digital") for photo in (first, second)]
    order = an_order(job, *lines, paid_at=NOW, delivered_at=NOW, downloads_until=NOW)
    throw_photos(job, first)

    answer = client.submit(at(order), "#downloads form", follow=True)

    assert "Picture 0001 is not among them: it was deleted." in words(answer)
    assert "Picture 0001 not fetched yet · deleted" in words(answer)
    with transaction() as session:
        session.get_one(Order, order.id).downloads_until = NOW
    throw_photos(job, second)
    shown = client.submit(answer, "#downloads form", follow=True)
    assert words(shown).count("The files of this order were deleted") == 2
    assert not page(shown).select("#downloads form")


def test_a_delivery_is_not_taken_back_when_the_pictures_are_gone_and_the_page_says_why(client, job):
    photo = a_photo(job)
    order = an_order(job, a_line(job, photo), delivered_at=NOW)
    throw_photos(job, photo)

    answer = client.submit(at(order), button="Take back ‘delivered’", follow=True)

    assert "1 order stays as it is: it needs pictures that were deleted." in words(answer)


@pytest.mark.parametrize("facts", [{"cancelled_at": NOW}, {"downloads_until": None}])
def test_what_is_cancelled_or_was_never_bought_is_not_renewed(client, job, facts, stored):
    facts = {"downloads_until": NOW} | facts
    order = an_order(job, a_line(job, kind="digital"), **facts)
    assert not page(client.get(at(order))).select("#downloads form")
    csrf = client.token(at(order))
    client.post(f"{at(order)}/downloads/renew", data={"csrf_token": csrf})
    assert stored(order).downloads_until == facts["downloads_until"]
    assert db.session.query(OrderEvent).count() == 0
