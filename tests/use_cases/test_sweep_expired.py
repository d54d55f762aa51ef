"""Sweeping takes what nobody can use any more, and nothing else."""

import os
from datetime import timedelta

import pytest

from tests.support.builders import (
    NOW,
    a_basket,
    a_basket_line,
    a_code,
    a_job,
    a_photo,
    a_price_list,
    a_product,
    a_removed_line,
    a_studio,
    a_visitor,
)
from tests.support.records import all_rows
from webapp.models.base import db, transaction
from webapp.models.basket import Basket, BasketLine, RemovedLine
from webapp.models.customer import OpenedCode, Visitor
from webapp.models.operation import FailedAttempt, Heartbeat
from webapp.photos.serving import current_store
from webapp.use_cases.sweep_expired import Swept, sweep_expired
from webapp.use_cases.sweep_store import sweep_store


@pytest.fixture
def job(app):
    return a_job(a_studio())


def sweep():
    return sweep_expired(now=NOW)


def expire(visitor, at):
    with transaction() as session:
        session.get_one(Visitor, visitor.id).expires_at = at


def test_a_visitor_goes_with_the_codes_they_opened_once_their_cookie_has_expired(job):
    expire(a_visitor(job.studio, codes=[a_code(job)]), NOW)

    assert sweep().visitors == 1

    assert all_rows(Visitor) == []
    assert db.session.query(OpenedCode).count() == 0


def test_a_visitor_stays_while_their_cookie_is_good(job):
    expire(a_visitor(job.studio), NOW + timedelta(seconds=1))

    assert sweep().visitors == 0


def test_a_visitor_who_has_expired_for_good_goes_with_the_basket_that_nobody_can_reach(job):
    basket = a_basket(a_visitor(job.studio))
    photo = a_photo(job)
    a_basket_line(basket, photo, a_product(a_price_list(job.studio)))
    a_removed_line(basket, photo, a_product(a_price_list(job.studio)))
    kept = a_basket(a_visitor(job.studio))
    with transaction() as session:
        session.get_one(Visitor, basket.visitor_id).expires_at = NOW

    assert sweep().visitors == 1

    assert [row.id for row in all_rows(Basket)] == [kept.id]
    assert all_rows(BasketLine) == []
    assert all_rows(RemovedLine) == []


def test_counted_failures_and_heartbeats_go_after_a_day(app):
    long_ago, lately = NOW - timedelta(days=1, seconds=1), NOW - timedelta(hours=23)
    with transaction() as session:
        for key, at in (("old", long_ago), ("new", lately)):
            session.add(FailedAttempt(key=key, failures=3, first_at=at, last_at=at))
            session.add(Heartbeat(worker=key, seen_at=at))

    assert sweep() == Swept(failed_attempts=1, heartbeats=1)

    db.session.rollback()
    assert [row.key for row in db.session.query(FailedAttempt)] == ["new"]
    assert [row.worker for row in db.session.query(Heartbeat)] == ["new"]


def test_what_an_interrupted_upload_left_goes_after_a_day(app, config):
    unfinished = config.photos_folder / ".unfinished"
    unfinished.mkdir(parents=True)
    for name, age in (("old", timedelta(days=1, seconds=1)), ("new", timedelta(hours=23))):
        (unfinished / name).write_bytes(b"half a picture")
        at = (NOW - age).timestamp()
        os.utime(unfinished / name, (at, at))

    assert sweep_store(current_store(), now=NOW).interrupted_uploads == 1

    assert [path.name for path in unfinished.iterdir()] == ["new"]


def test_sweeping_twice_is_sweeping_once(job):
    expire(a_visitor(job.studio), NOW)
    sweep()

    assert sweep() == Swept()
