"""The picture of a shelf life: which days it names, where they stand, and that nothing collides."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.archiving import ArchivePlan, Delay
from webapp.domain.life import Facts, Moment, events, months_later
from webapp.domain.life_drawing import Phase, labels, phases, segments
from webapp.domain.status import Standing

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def a_plan(day, delay="0"):
    return ArchivePlan(day, Delay(delay), "Europe/Berlin")


def selling(plan=None, today=TODAY, on_sale=date(2026, 11, 9), standing=Standing.ON_SALE):
    created = date(2026, 10, 12)
    return Facts(standing, created=created, today=today, on_sale=on_sale, plan=plan)


def named(facts):
    return [(event.moment.value, event.day) for event in events(facts)]


def drawn(facts):
    return [(part.kind, part.x, part.width) for part in segments(facts)]


SCHOOL = selling(a_plan(date(2026, 12, 4), delay="2"))


def test_a_life_goes_from_its_creation_to_the_suggested_deletion():
    assert named(SCHOOL) == [
        ("created", date(2026, 10, 12)),
        ("on-sale", date(2026, 11, 9)),
        ("counter", date(2026, 11, 20)),
        ("today", date(2026, 11, 23)),
        ("date", date(2026, 12, 4)),
        ("stop", date(2026, 12, 6)),
        ("deletion", date(2027, 6, 7)),
    ]


def test_the_places_of_a_life_grow_with_its_days():
    places = [event.x for event in events(SCHOOL)]
    assert places == sorted(places)
    assert (places[0], places[1], places[-3], places[-2], places[-1]) == (0, 20, 65, 74, 100)


def test_what_is_gone_is_pale_and_what_is_left_is_full():
    kinds = [kind for kind, _x, _width in drawn(SCHOOL)]
    assert kinds == ["dash", "sold", "safe-gone", "safe", "delay", "plank", "arch", "fade"]


def test_before_the_counter_its_days_are_still_pale():
    facts = selling(a_plan(date(2026, 12, 15)))
    kinds = [kind for kind, _x, _width in drawn(facts)]
    assert kinds == ["dash", "sold", "left", "later", "plank", "arch", "fade"]


def test_in_the_days_of_the_delay_the_last_chance_is_full():
    facts = selling(a_plan(date(2026, 11, 22), delay="3"))
    kinds = [kind for kind, _x, _width in drawn(facts)]
    assert kinds == ["dash", "safe-gone", "safe", "plank", "arch", "fade"]


def test_date_and_stop_on_one_day_are_one_label():
    facts = selling(a_plan(date(2026, 12, 15)))
    assert ("last-day", date(2026, 12, 15)) in named(facts)
    assert not {"date", "stop"} & {moment for moment, _day in named(facts)}


def test_a_job_without_automatic_archiving_has_no_end():
    facts = selling(a_plan(date(2026, 12, 14), delay="none"))
    assert [moment for moment, _day in named(facts)][-1] == "date"
    assert [kind for kind, _x, _w in drawn(facts)].count("open") == 4
    assert Phase.ARCHIVED not in [name.phase for name in phases(facts)]


def test_an_archived_job_says_when_it_left_and_when_to_delete_it():
    facts = Facts(
        Standing.ARCHIVED,
        created=date(2026, 9, 1),
        today=TODAY,
        on_sale=date(2026, 9, 20),
        archived=date(2026, 10, 31),
        plan=a_plan(date(2026, 10, 30)),
    )
    assert named(facts)[-4:] == [
        ("date", date(2026, 10, 30)),
        ("archived", date(2026, 10, 31)),
        ("today", TODAY),
        ("deletion", date(2027, 4, 30)),
    ]


def test_a_job_archived_by_hand_does_not_name_a_date_that_never_came():
    facts = Facts(
        Standing.ARCHIVED,
        created=date(2026, 9, 1),
        today=TODAY,
        on_sale=date(2026, 9, 20),
        archived=TODAY,
        plan=a_plan(date(2026, 12, 24)),
    )
    assert [moment for moment, _day in named(facts)] == [
        "created", "on-sale", "archived", "today", "deletion",
    ]  # fmt: skip


def test_a_job_archived_on_the_day_it_went_on_sale_is_still_drawn_from_left_to_right():
    facts = Facts(
        Standing.ARCHIVED, created=TODAY, today=TODAY, on_sale=TODAY, archived=TODAY, plan=None
    )
    places = {event.moment: event.x for event in events(facts)}
    assert places[Moment.CREATED] < places[Moment.ON_SALE] < places[Moment.ARCHIVED]


def test_a_job_in_planning_names_the_archiving_date_only_while_it_can_come():
    facts = Facts(Standing.ALMOST_READY, created=TODAY - 3 * DAY, today=TODAY)
    assert [moment for moment, _day in named(facts)] == ["created", "today"]
    later = Facts(facts.standing, created=facts.created, today=TODAY, plan=a_plan(TODAY + 9 * DAY))
    assert [moment for moment, _day in named(later)] == ["created", "today", "date"]
    passed = Facts(facts.standing, created=facts.created, today=TODAY, plan=a_plan(TODAY - DAY))
    assert [moment for moment, _day in named(passed)] == ["created", "today"]
    assert drawn(later) == [("dash", 0, 100)]


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (date(2026, 12, 7), date(2027, 6, 7)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 6, 30), date(2026, 12, 30)),
    ],
)
def test_six_months_later_is_a_day_that_exists(day, later):
    assert months_later(day, 6) == later


@st.composite
def lives(draw):
    created = TODAY - draw(st.integers(0, 900)) * DAY
    on_sale = created + draw(st.integers(0, 400)) * DAY
    standing = draw(st.sampled_from(list(Standing)))
    archived = None
    if standing is Standing.ARCHIVED:
        archived = on_sale + draw(st.integers(0, 900)) * DAY
    plan = None
    if draw(st.booleans()):
        date_ = on_sale + draw(st.integers(-30, 800)) * DAY
        plan = a_plan(date_, draw(st.sampled_from(list(Delay))))
    today = max(on_sale, archived or on_sale) + draw(st.integers(0, 900)) * DAY
    return Facts(standing, created, today, on_sale, archived, plan)


@given(lives())
def test_labels_on_one_level_never_touch(facts):
    for level in (1, 2):
        of_level = [label for label in labels(facts) if label.level == level]
        for before, after in pairwise(sorted(of_level, key=lambda label: label.left)):
            assert after.left - before.left >= 90
            assert after.left >= before.left + before.width


@given(lives())
def test_everything_drawn_lies_inside_the_picture(facts):
    places = [event.x for event in events(facts)]
    assert all(0 <= x <= 100 for x in places)
    for part in segments(facts):
        assert part.x >= 0
        assert part.width > 0
        assert part.x + part.width <= 100.01


@given(lives())
def test_no_name_of_a_phase_stands_under_the_line_of_today(facts):
    today = next(event.x for event in events(facts) if event.moment is Moment.TODAY)
    for name in phases(facts):
        if name.anchor == "start":
            assert not name.x < today < name.x + 8
