"""A job is deleted whole, refused while orders need it; of its codes a trace stays (D3, D4)."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from tests.photos.pictures import a_jpeg
from tests.support.builders import (
    NOW,
    a_basket,
    a_code,
    a_job,
    a_message,
    a_person,
    a_photo,
    a_product,
    a_registration,
    a_removed_line,
    a_visitor,
    an_album,
    an_outgoing,
    price_list_of,
)
from tests.support.deleting import ADA, delete, drift, finish_files, throw_photos, wrong_figures
from tests.support.late import a_reopening
from tests.support.orders import a_line, an_order
from tests.support.records import all_rows, messages_of
from webapp.models.base import db, transaction
from webapp.models.customer import Customer, Favourite, LeftAddress
from webapp.models.deletion import ClosedCode, Deletion
from webapp.models.job import Job
from webapp.models.late import LateVisit
from webapp.models.order import Order
from webapp.models.outgoing import Outgoing
from webapp.models.photo import Photo
from webapp.models.upload import Upload, UploadPart
from webapp.photos.serving import current_store
from webapp.queries.loading import job_of_studio
from webapp.use_cases import delete_in_steps, links
from webapp.use_cases.add_photo import Refused, add_photo
from webapp.use_cases.delete_job import (
    JobNotDeletableError,
    WrongNameError,
    delete_job,
    go_on_deleting_jobs,
)
from webapp.use_cases.deletion_ledger import pages

_STAYS = {"deletion", "order_line"}


@pytest.fixture
def job(app):
    return a_job(status="archived", access_type="person")


def test_everything_of_the_job_is_gone_and_nothing_refers_to_it(job, stored):
    album = an_album(job)
    mia = a_person(job, album=album)
    code = a_code(job, person=mia)
    picture = BytesIO(a_jpeg())
    add_photo(album.id, picture, name="mia.jpg", store=current_store(), now=NOW)
    photo = a_photo(job, album, persons=[mia], card_state="card", card_code_id=code.id)
    throw_photos(job, a_photo(job, album))
    visitor = a_visitor(job.studio, codes=[code])
    registration = a_registration(job, access_code_id=code.id)
    message = a_message(job, registration.customer, state="planned")
    an_outgoing(job.studio, message=message)
    a_removed_line(a_basket(visitor), photo, a_product(price_list_of(job)))
    an_order(job, a_line(job, photo), delivered_at=NOW)
    with transaction() as session:
        session.add(Favourite(visitor_id=visitor.id, photo_id=photo.id, created_at=NOW))
        session.add(LeftAddress(visitor_id=visitor.id, job_id=job.id, email="a@example.org"))
        session.add(LateVisit(job_id=job.id, day=NOW.date(), visitor_id=visitor.id))
        upload = Upload(
            studio_id=job.studio_id, job_id=job.id, album_id=album.id, path="a", name="a",
            size=2, number=9, state="waiting", created_at=NOW, touched_at=NOW,
        )  # fmt: skip
        session.add(upload)
        session.flush()
        session.add(UploadPart(upload_id=upload.id, start=0, size=1, store_key="incoming/a"))

    job_id, name, customer_id = job.id, job.internal_name, registration.customer_id
    traces = {
        code.fingerprint,
        links.fingerprint_of_closed(code.id, links.CARD),
        links.fingerprint_of_closed(registration.id, links.OPEN),
    }

    done = delete(job)

    assert done.part_keys == ("incoming/a",)
    db.session.rollback()
    left = {
        table.name
        for table in db.metadata.sorted_tables
        if "job_id" in table.c
        and db.session.execute(select(table).where(table.c.job_id == job_id)).first()
    }
    assert left == _STAYS
    assert all_rows(Job) == []
    assert set(db.session.scalars(select(ClosedCode.fingerprint))) == traces
    assert len(all_rows(Order)) == 1
    assert customer_id in {each.id for each in all_rows(Customer)}
    (deletion,) = all_rows(Deletion)
    assert (deletion.kind, deletion.photo_count, deletion.job_name) == (
        "job", 3, name,
    )  # fmt: skip
    assert deletion.subjects == {"jobs": [job_id]}
    assert drift() == []
    finish_files()
    assert [page.job_id for page in pages(current_store())] == [job_id]
    assert list(current_store().keys("originals")) == []
    assert drift() == []


def test_a_wrong_name_deletes_nothing(job, stored):
    with pytest.raises(WrongNameError):
        delete(job, typed=job.internal_name.upper())

    assert stored(job).deletion_id is None


def test_what_has_changed_since_the_window_is_asked_again(job, stored):
    done = delete_job(job.id, typed=job.public_name, confirmed="of before", by=ADA, now=NOW)

    assert not done.stored
    assert stored(job).deletion_id is None


def test_a_job_on_sale_is_not_deleted(app, stored):
    job = a_job(status="selling")

    with pytest.raises(JobNotDeletableError) as refused:
        delete(job)

    assert refused.value.against.is_on_sale
    assert stored(job).deletion_id is None


def test_nor_one_that_is_open_for_one_code(job):
    a_reopening(a_code(job))

    with pytest.raises(JobNotDeletableError) as refused:
        delete(job)

    assert refused.value.against.is_open_for_one


@pytest.mark.parametrize(
    ("kind", "facts"),
    [("print", {}), ("digital", {"delivered_at": NOW, "downloads_until": NOW + timedelta(1)})],
)
def test_nor_one_whose_pictures_an_order_needs(job, kind, facts, stored):
    order = an_order(job, a_line(job, kind=kind), **facts)

    with pytest.raises(JobNotDeletableError) as refused:
        delete(job)

    assert [each.number for each in refused.value.against.orders] == [order.number]
    assert stored(job).deletion_id is None


def test_a_large_job_vanishes_at_once_and_goes_step_by_step(job, monkeypatch, stored):
    for module in ("delete_in_steps", "delete_job"):
        monkeypatch.setattr(f"webapp.use_cases.{module}.PHOTOS_AT_ONCE", 2)
    album = an_album(job)
    photos = [a_photo(job, album) for _each in range(5)]
    code = a_code(job)

    assert delete(job).deletion_id is None

    assert job_of_studio(job.studio_id, job.id) is None
    assert stored(code).revoked_at == NOW
    assert len(all_rows(Photo)) == len(photos)
    with pytest.raises(Refused):
        picture = BytesIO(a_jpeg())
        add_photo(album.id, picture, name="a.jpg", store=current_store(), now=NOW)
    assert finish_files() == 0
    assert wrong_figures() == []

    assert (
        go_on_deleting_jobs(current_store(), now=NOW, stopping=iter((False, False, True)).__next__)
        == 0
    )
    assert len(all_rows(Photo)) == 1
    assert wrong_figures() == []

    assert go_on_deleting_jobs(current_store(), now=NOW) == 1
    assert go_on_deleting_jobs(current_store(), now=NOW) == 0
    assert all_rows(Photo) == []
    assert finish_files() == len(photos)
    assert delete_in_steps.PHOTOS_AT_ONCE == 2


def test_codes_that_were_revoked_before_leave_no_trace(job):
    code = a_code(job)
    with transaction() as session:
        session.merge(code).revoked_at = NOW

    delete(job)

    assert db.session.scalars(select(ClosedCode)).all() == []


def test_nothing_that_was_planned_for_it_goes_out_while_it_goes_step_by_step(job, monkeypatch):
    for module in ("delete_in_steps", "delete_job"):
        monkeypatch.setattr(f"webapp.use_cases.{module}.PHOTOS_AT_ONCE", 1)
    album = an_album(job)
    for _each in range(2):
        a_photo(job, album)
    customer = a_registration(job).customer
    a_message(job, customer, state="planned")
    waiting = a_message(job, customer, trigger="archived", state="sending")
    an_outgoing(job.studio, message=waiting, phase="connect")

    delete(job)

    assert messages_of(job.id, trigger="available")[0].state == "cancelled"
    assert [each.state for each in all_rows(Outgoing)] == ["cancelled"]
