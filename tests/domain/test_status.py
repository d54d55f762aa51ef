"""What each status permits, which moves are legal, and what a customer meets (S1, S2)."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from webapp.domain.status import IllegalMoveError, Move, Standing, Status, check_move, standing

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
PLANNING, SELLING, ARCHIVED = Status
LEGAL = {
    (PLANNING, SELLING),
    (SELLING, PLANNING),
    (SELLING, ARCHIVED),
    (ARCHIVED, SELLING),
}


def test_there_are_three_statuses_and_their_names_are_those_of_the_contract():
    assert [status.value for status in Status] == ["planning", "selling", "archived"]


@pytest.mark.parametrize(("before", "after"), list(product(Status, Status)))
def test_four_moves_are_legal_and_no_other(before, after):
    legal = (before, after) in LEGAL or before is after
    assert before.may_become(after) is legal
    if legal:
        check_move(before, after)
        return
    with pytest.raises(IllegalMoveError) as refused:
        check_move(before, after)
    assert (refused.value.current, refused.value.wanted) == (before, after)


@pytest.mark.parametrize("status", Status)
def test_the_status_control_offers_the_legal_moves_only(status):
    assert {(status, other) for other in status.moves} == {
        move for move in LEGAL if move[0] is status
    }


def test_a_planned_job_shows_no_photos_and_is_almost_ready():
    stands = standing(PLANNING, stop_at=None, now=NOW)
    assert stands is Standing.ALMOST_READY
    assert stands.is_almost_ready
    assert not stands.shows_photos
    assert not stands.takes_orders
    assert not stands.is_greyed_out


def test_a_planned_job_whose_stop_has_passed_is_still_almost_ready():
    assert standing(PLANNING, stop_at=NOW - SECOND, now=NOW) is Standing.ALMOST_READY


def test_a_selling_job_without_a_stop_shows_photos_and_takes_orders():
    stands = standing(SELLING, stop_at=None, now=NOW)
    assert stands is Standing.ON_SALE
    assert stands.shows_photos
    assert stands.takes_orders
    assert not stands.is_almost_ready
    assert not stands.is_greyed_out


def test_the_second_before_the_stop_is_still_on_sale():
    assert standing(SELLING, stop_at=NOW, now=NOW - SECOND) is Standing.ON_SALE


@pytest.mark.parametrize("late", [timedelta(0), SECOND, timedelta(days=400)])
def test_from_the_stop_on_a_selling_job_is_exactly_as_archived_for_customers(late):
    stands = standing(SELLING, stop_at=NOW, now=NOW + late)
    archived = standing(ARCHIVED, stop_at=NOW, now=NOW + late)
    assert (stands, archived) == (Standing.ARCHIVING_NOW, Standing.ARCHIVED)
    for permission in ("shows_photos", "takes_orders", "is_almost_ready"):
        assert getattr(stands, permission) is getattr(archived, permission) is False
    assert stands.is_greyed_out
    assert archived.is_greyed_out


def test_an_archived_job_stays_so_even_if_its_stop_lies_in_the_future():
    assert standing(ARCHIVED, stop_at=NOW + SECOND, now=NOW) is Standing.ARCHIVED


@pytest.mark.parametrize(("before", "after"), [*sorted(LEGAL), (SELLING, SELLING)])
def test_each_move_is_told_by_exactly_one_name(before, after):
    move = Move(before, after)
    names = {
        (PLANNING, SELLING): {"goes_on_sale"},
        (ARCHIVED, SELLING): {"goes_on_sale", "is_reactivation"},
        (SELLING, PLANNING): {"pauses"},
        (SELLING, ARCHIVED): {"archives"},
        (SELLING, SELLING): {"stays_on_sale"},
    }[before, after]
    properties = {name for name in vars(Move) if isinstance(vars(Move)[name], property)}
    assert {name for name in properties if getattr(move, name)} == names


@pytest.mark.parametrize("status", [PLANNING, ARCHIVED])
def test_staying_off_sale_is_no_move_at_all(status):
    move = Move(status, status)
    assert not (move.goes_on_sale or move.pauses or move.archives or move.stays_on_sale)
