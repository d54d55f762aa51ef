"""The shelf of a job: what is left of its time on sale, drawn in per cent."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.archiving import ArchivePlan, Delay
from webapp.domain.shelf import Block, BlockKind, live_blocks, shelf
from webapp.domain.status import Standing

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def a_plan(days_left, delay="0"):
    return ArchivePlan(TODAY + days_left * DAY, Delay(delay), "Europe/Berlin")


def on_sale(plan, since=TODAY - 30 * DAY):
    return shelf(Standing.ON_SALE, since=since, plan=plan, today=TODAY)


def test_a_job_in_planning_has_a_dashed_shelf():
    blocks = shelf(Standing.ALMOST_READY, since=TODAY, plan=None, today=TODAY)
    assert blocks == (Block(BlockKind.DASH, 0, 100),)


@pytest.mark.parametrize("standing", [Standing.ARCHIVED, Standing.ARCHIVING_NOW])
def test_what_has_left_the_shop_is_an_empty_shelf(standing):
    assert shelf(standing, since=TODAY - 30 * DAY, plan=a_plan(-1), today=TODAY) == ()


def test_a_shelf_shows_green_until_the_counter_and_its_last_days_pale():
    left, later = on_sale(a_plan(29), since=TODAY - 30 * DAY)
    assert (left.kind, left.x, left.width) == (BlockKind.LEFT, 50.0, 25.0)
    assert (later.kind, later.x, later.width) == (BlockKind.LATER, 75.6, 24.4)


def test_with_fourteen_days_left_the_block_is_a_countdown_and_with_fifteen_it_is_not():
    assert [block.kind for block in on_sale(a_plan(14))] == [BlockKind.COUNTDOWN]
    assert [block.kind for block in on_sale(a_plan(15))] == [BlockKind.LEFT, BlockKind.LATER]


def test_on_the_last_day_a_last_day_is_left():
    (block,) = on_sale(a_plan(0), since=TODAY - 49 * DAY)
    assert (block.kind, block.x, block.width) == (BlockKind.COUNTDOWN, 98.0, 2.0)


def test_the_days_of_the_delay_stand_on_the_shelf_too():
    (block,) = on_sale(a_plan(0, delay="1"), since=TODAY - 8 * DAY)
    assert (block.x, block.width) == (80.0, 20.0)


@pytest.mark.parametrize("plan", [None, a_plan(21, delay="none"), a_plan(-3, delay="none")])
def test_without_automatic_archiving_the_block_breaks_up_to_the_right(plan):
    left, *pieces = on_sale(plan, since=TODAY - 10 * DAY)
    assert (left.kind, left.x, left.x + left.width) == (BlockKind.LEFT, 7.2, 72.0)
    assert [piece.kind for piece in pieces] == [BlockKind.OPEN] * 4


def test_the_live_shelf_begins_today_and_ends_at_the_stop():
    tick, left, later = live_blocks(a_plan(22), today=TODAY)
    assert (tick.kind, tick.x) == (BlockKind.TICK, 0)
    assert (left.x, left.width) == (0.5, 34.28)
    assert (later.x, later.x + later.width) == (35.38, 100.0)


def test_the_live_shelf_of_a_date_that_has_passed_is_empty():
    assert [block.kind for block in live_blocks(a_plan(-1), today=TODAY)] == [BlockKind.TICK]


def test_the_live_shelf_without_automatic_archiving_has_no_end():
    kinds = [block.kind for block in live_blocks(a_plan(22, delay="none"), today=TODAY)]
    assert kinds == [BlockKind.TICK, BlockKind.LEFT, *[BlockKind.OPEN] * 4]


@given(
    sold=st.integers(-400, 4000),
    left=st.integers(-5, 4000),
    delay=st.sampled_from(list(Delay)),
)
def test_no_block_ever_leaves_the_line(sold, left, delay):
    plan = a_plan(left, delay)
    for blocks in (on_sale(plan, since=TODAY - sold * DAY), live_blocks(plan, today=TODAY)):
        for block in blocks:
            assert 0 <= block.x <= 100.6
            assert block.width >= 0
            assert block.x + block.width <= 100.6
