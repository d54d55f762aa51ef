"""What was deleted is sent to nobody, also while its file lies in the store still (D2, D3, A9)."""

from datetime import timedelta
from io import BytesIO

import pytest

from tests.photos.pictures import a_jpeg
from tests.shop.conftest import rows
from tests.support.builders import NOW, a_job, a_photo, an_album
from tests.support.deleting import delete, empty, throw_album
from tests.support.orders import a_line, an_order
from tests.support.pages import page, words
from webapp.models.base import transaction
from webapp.models.job import Job
from webapp.models.order import Order, OrderedPhoto
from webapp.photos.keys import Size, original_key, preview_key
from webapp.photos.serving import current_store
from webapp.queries.lab_files import lab_files
from webapp.use_cases.fetch_files import OriginalsMissing, fetch_all_files, fetch_file


def into_the_trash(job, album):
    throw_album(job, album)


def emptied(job, album):
    throw_album(job, album)
    empty(job.studio)


def half_deleted_with_its_job(job, album):
    delete(job)
    assert rows(Job) == []


@pytest.mark.parametrize("go", [into_the_trash, emptied, half_deleted_with_its_job])
def test_a_bought_file_that_was_deleted_is_named_and_not_sent(app, client, clock, monkeypatch, go):
    """Renewed just before: the address is open, the file is there, and the photo is not."""
    for module in ("delete_in_steps", "delete_job"):
        monkeypatch.setattr(f"webapp.use_cases.{module}.PHOTOS_AT_ONCE", 1)
    job = a_job(status="archived", archived_at=NOW)
    album = an_album(job)
    photo, _another = a_photo(job, album), a_photo(job, album)
    store = current_store()
    store.put(original_key(photo.id), BytesIO(a_jpeg(width=64, height=48)))
    store.put(preview_key(photo.id, Size.SMALL), BytesIO(b"webp"))
    ended = NOW - timedelta(days=1)
    an_order(
        job, a_line(job, photo, kind="digital"), paid_at=NOW, delivered_at=NOW,
        downloads_until=ended,
    )  # fmt: skip
    studio_id, slug = job.studio_id, job.studio.slug
    go(job, album)
    with transaction() as session:
        session.query(Order).one().downloads_until = NOW + timedelta(days=42)
    ((order,), (file,)) = rows(Order), rows(OrderedPhoto)
    assert store.size(original_key(file.photo_id))

    for fetch, more in ((fetch_all_files, ()), (fetch_file, (file.id,))):
        with pytest.raises(OriginalsMissing) as missing:
            fetch(studio_id, order.token, *more, store=store, now=NOW, machine_now=NOW)
        assert missing.value.labels == ["0001"]
    assert not lab_files(studio_id, [order.id])[0].is_kept
    assert rows(OrderedPhoto)[0].downloads == 0

    address = f"/shop/{slug}/orders/{order.token}"
    answer = client.get(address)
    assert "The studio has deleted this picture, so it can no longer be fetched. Picture 0001" in (
        words(answer)
    )
    for untrue in ("can fetch", "until the end of", "make them available", "stays yours"):
        assert untrue not in words(answer)
    assert not page(answer).select("#files img, #files form")
    assert client.get(f"{address}/pictures/{file.id}").status_code == 404


@pytest.mark.parametrize("days", [42, -1])
def test_of_several_files_the_page_says_which_are_left_and_how_long(client, clock, days):
    job = a_job(status="archived", archived_at=NOW)
    album = an_album(job)
    photos = [a_photo(job, album), a_photo(job, an_album(job))]
    lines = [a_line(job, photo, kind="digital") for photo in photos]
    order = an_order(
        job, *lines, paid_at=NOW, delivered_at=NOW, downloads_until=NOW + timedelta(days=-1)
    )
    throw_album(job, album)
    with transaction() as session:
        session.get_one(Order, order.id).downloads_until = NOW + timedelta(days=days)

    answer = client.get(f"/shop/{job.studio.slug}/orders/{order.token}")

    said = words(answer)
    assert "Picture 0001 is no longer among them: the studio has deleted it." in said
    assert ("You can fetch them until the end of" in said) == (days > 0)
    assert ("it can make them available again" in said) == (days < 0)
    assert "Your order stays on record." in said
    assert len(page(answer).select("#files li form")) == (days > 0)
