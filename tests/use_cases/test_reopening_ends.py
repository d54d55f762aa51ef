"""What is open again for one code ends: by itself, by hand, or because all is sold (A2, A5, A8)."""

from datetime import UTC, datetime

import pytest

from tests.support.builders import NOW, a_basket, a_basket_line, a_removed_line, a_visitor
from tests.support.late import a_reopening
from tests.support.records import all_rows, history_of, lines_of, lines_off_sale, removed_of
from tests.support.saving import JONAS, press_twice
from tests.use_cases.test_reopen_for_one import DAY, SECOND, STOP, UNTIL, Stage
from webapp.domain.status import Standing, Status
from webapp.models.job import Job
from webapp.models.late import Reopening
from webapp.use_cases.change_studio import change_time_zone
from webapp.use_cases.close_reopenings import close_due_reopenings


@pytest.fixture
def stage(app):
    return Stage()


def test_at_the_stop_the_worker_closes_it_once_and_what_lay_in_baskets_leaves(stage):
    stage.open()
    a_basket_line(stage.basket, stage.of_mia, stage.print, 3)
    assert close_due_reopenings(now=STOP - SECOND) == 0
    assert close_due_reopenings(now=STOP) == 1
    assert close_due_reopenings(now=STOP) == 0
    assert lines_of(stage.job.id) == []
    assert removed_of(stage.job.id) == [("Print 13 × 18 cm", 3)]
    assert [row.closed_at for row in all_rows(Reopening)] == [STOP]
    entry = history_of(stage.job.id)[-1]
    assert (entry.deed, entry.actor_kind) == ("reopening-ended", "worker")
    assert entry.counts == {"lines_removed": 3, "baskets_changed": 1}
    assert all_rows(Job, id=stage.job.id)[0].status == "archived"


def test_what_another_open_code_of_the_same_browser_opens_stays(stage):
    both = a_basket(a_visitor(stage.studio, codes=[stage.code, stage.code_of_ben]))
    stage.open()
    stage.open(stage.code_of_ben, until=UNTIL + DAY)
    for photo, quantity in ((stage.of_mia, 1), (stage.of_ben, 2), (stage.group, 3)):
        a_basket_line(both, photo, stage.print, quantity)
    a_basket_line(stage.basket, stage.group, stage.print, 4)
    close_due_reopenings(now=STOP)
    assert [quantity for _name, quantity in lines_of(stage.job.id)] == [2, 3]
    assert [quantity for _name, quantity in removed_of(stage.job.id)] == [1, 4]
    assert lines_off_sale() == 0
    close_due_reopenings(now=STOP + DAY)
    assert lines_of(stage.job.id) == []


def test_it_is_ended_at_once_by_hand_as_the_window_says(stage):
    stage.open()
    a_basket_line(stage.basket, stage.of_mia, stage.print, 3)
    facts = stage.end(now=NOW + DAY)
    assert (facts.until, facts.products, facts.baskets) == (UNTIL, 3, 1)
    assert lines_of(stage.job.id) == []
    assert stage.standing(now=NOW + DAY).standing is Standing.ARCHIVED
    assert history_of(stage.job.id)[-1].actor_name == JONAS.name


def test_another_day_moves_the_stop_and_one_that_has_ended_begins_anew(stage):
    stage.open()
    stage.open(until=UNTIL + DAY)
    (row,) = all_rows(Reopening)
    assert (row.until, row.stop_at, row.closed_at) == (UNTIL + DAY, STOP + DAY, None)
    a_basket_line(stage.basket, stage.of_mia, stage.print)
    stage.open(until=UNTIL + 9 * DAY, now=STOP + DAY)  # before a worker has come
    assert [row.closed_at for row in all_rows(Reopening)].count(None) == 1
    assert [entry.deed for entry in history_of(stage.job.id)] == [
        "reopened-for-one",
        "reopening-moved",
        "reopening-ended",
        "reopened-for-one",
    ]
    assert lines_of(stage.job.id) == [("Print 13 × 18 cm", 1)]


def test_when_the_whole_job_is_sold_again_it_ends_and_lines_stay(stage):
    a_removed_line(stage.basket, stage.group, stage.print, 5)
    stage.open()
    a_basket_line(stage.basket, stage.of_mia, stage.print, 3)
    assert press_twice(stage.job.id, now=NOW, status=Status.SELLING).stored
    assert [row.closed_at for row in all_rows(Reopening)] == [NOW]
    assert [quantity for _name, quantity in lines_of(stage.job.id)] == [3, 5]
    assert press_twice(stage.job.id, now=NOW, status=Status.ARCHIVED).stored
    assert lines_of(stage.job.id) == []
    assert stage.standing().standing is Standing.ARCHIVED


def test_what_lies_in_the_basket_again_does_not_come_back_twice(stage):
    a_removed_line(stage.basket, stage.of_mia, stage.print, 5)
    a_reopening(stage.code, UNTIL)
    a_basket_line(stage.basket, stage.of_mia, stage.print, 2)
    assert press_twice(stage.job.id, now=NOW, status=Status.SELLING).stored
    assert lines_of(stage.job.id) == [("Print 13 × 18 cm", 2)]
    assert removed_of(stage.job.id) == []


def test_a_new_zone_moves_the_stop_and_keeps_the_day(stage):
    stage.open()
    change_time_zone(stage.studio.id, "America/New_York", by=JONAS, now=NOW)
    (row,) = all_rows(Reopening)
    assert (row.until, row.stop_at) == (UNTIL, datetime(2026, 12, 15, 5, tzinfo=UTC))
    assert history_of(stage.job.id)[-1].deed == "time-zone-changed"
    assert stage.standing(now=STOP).standing is Standing.ON_SALE
