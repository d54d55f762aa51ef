"""Visits after archiving are counted: each browser once a local day, as demand that was missed."""

from datetime import timedelta

import pytest

from tests.support.builders import NOW, a_code, a_job, a_studio, a_visitor
from tests.support.late import a_reopening
from webapp.queries.late_visits import LateVisits, late_visits
from webapp.use_cases.note_late_visit import note_visit
from webapp.use_cases.open_code import open_code

CODE = "K7MW9Q3X4T2P"
DAY = timedelta(days=1)


@pytest.fixture
def studio(app):
    return a_studio()


@pytest.fixture
def job(studio):
    return a_job(studio, "archived")


def typing(studio, visitor_id=None, now=NOW):
    facts = {"visitor_id": visitor_id, "address": None, "now": now, "machine_now": now}
    return open_code(studio.id, CODE, **facts)


def visit(job, visitor, now=NOW):
    note_visit(job.studio_id, job.id, visitor_id=visitor.id, now=now)


def test_typing_the_code_of_an_archived_job_counts_and_of_one_on_sale_does_not(studio, job):
    on_sale = a_job(studio, "selling")
    a_code(on_sale)
    typing(studio)
    assert late_visits(on_sale.id) == LateVisits()
    a_code(job, code="M7MW9Q3X4T2P")
    open_code(studio.id, "M7MW9Q3X4T2P", visitor_id=None, address=None, now=NOW, machine_now=NOW)
    assert late_visits(job.id) == LateVisits(visitors=1, days=1, visits=1)


def test_a_browser_counts_once_a_local_day(studio, job):
    code = a_code(job)
    first, second = (a_visitor(studio, codes=[code]) for _each in range(2))
    evening = NOW.replace(hour=22, minute=59)  # 23:59 in Berlin
    for visitor, now in ((first, NOW), (first, evening), (second, NOW)):
        visit(job, visitor, now)
    assert late_visits(job.id) == LateVisits(visitors=2, days=1, visits=2)
    visit(job, first, evening + timedelta(minutes=1))
    assert late_visits(job.id) == LateVisits(visitors=2, days=2, visits=3)


def test_nobody_is_counted_who_meets_no_archived_note(studio, job):
    code = a_code(job)
    holder, stranger = a_visitor(studio, codes=[code]), a_visitor(studio)
    a_reopening(code)
    visit(job, holder)
    visit(job, stranger)
    note_visit(studio.id, job.id, visitor_id=None, now=NOW)
    note_visit(a_studio().id, job.id, visitor_id=holder.id, now=NOW)
    assert late_visits(job.id) == LateVisits()
    visit(job, holder, now=NOW + DAY)
    assert late_visits(job.id) == LateVisits(visitors=1, days=1, visits=1)
