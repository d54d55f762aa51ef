"""How long photos stay after archiving: calendar months, a notice, and never too early."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.domain.archiving import first_instant, local_day
from webapp.domain.retention import Keeping, Letter, Standing, latest_archiving_due, months_after
from webapp.domain.sending_hours import is_quiet

BERLIN = "Europe/Berlin"
ARCHIVED = datetime(2026, 12, 12, 23, 30, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 12), 12, date(2027, 12, 12)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
    ],
)
def test_months_are_those_of_the_calendar(day, months, later):
    assert months_after(day, months) == later


def test_the_day_is_counted_in_the_studios_zone():
    assert Keeping(ARCHIVED, 12, BERLIN).day == date(2027, 12, 13)
    assert Keeping(ARCHIVED, 12, "America/New_York").day == date(2027, 12, 12)


def test_the_photographer_is_told_at_nine_fourteen_days_ahead_and_they_go_at_the_end_of_the_day():
    keeping = Keeping(ARCHIVED, 12, BERLIN)
    told = datetime(2027, 11, 29, 8, 0, tzinfo=UTC)
    assert keeping.notice_from == told
    assert not keeping.is_notice_due(told - timedelta(seconds=1))
    assert keeping.is_notice_due(told)
    assert not keeping.is_due(told + 1000 * DAY)

    end = datetime(2027, 12, 13, 23, 0, tzinfo=UTC)
    noticed = Keeping(ARCHIVED, 12, BERLIN, told)
    assert noticed.deletes_at == end
    assert not noticed.is_due(end - timedelta(seconds=1))
    assert noticed.is_due(end)


def test_a_notice_that_is_late_moves_the_day():
    keeping = Keeping(ARCHIVED, 12, BERLIN)
    late = datetime(2028, 3, 1, 10, 0, tzinfo=UTC)
    assert keeping.last_day(late) == date(2028, 3, 15)
    assert Keeping(ARCHIVED, 12, BERLIN, late).deletes_at == datetime(2028, 3, 15, 23, tzinfo=UTC)
    assert not keeping.is_notice_due(datetime(2028, 3, 1, 21, 30, tzinfo=UTC))


def test_while_a_letter_waits_no_other_is_written_and_nothing_goes():
    told = datetime(2027, 11, 29, 8, 0, tzinfo=UTC)
    waiting = Keeping(ARCHIVED, 12, BERLIN, is_letter_waiting=True)
    assert not waiting.is_notice_due(told)
    assert waiting.waits_for_letter(told)
    assert not waiting.waits_for_letter(told - timedelta(seconds=1))
    assert not waiting.is_due(told + 1000 * DAY)
    assert not Keeping(ARCHIVED, 12, BERLIN, told).waits_for_letter(told + DAY)


def test_only_what_went_out_counts_as_told():
    for state in ("waiting", "failed", "unknown", "cancelled"):
        assert Letter(ARCHIVED, state, ARCHIVED).sent_at is None
    assert Letter(ARCHIVED, "sent", ARCHIVED + DAY).sent_at == ARCHIVED + DAY


def test_what_will_not_go_out_is_written_anew_a_day_later():
    for state in ("failed", "unknown", "cancelled"):
        assert not Letter(ARCHIVED, state).is_lost(ARCHIVED + DAY - timedelta(seconds=1))
        assert Letter(ARCHIVED, state).is_lost(ARCHIVED + DAY)
    for state in ("waiting", "sent"):
        assert not Letter(ARCHIVED, state).is_lost(ARCHIVED + 99 * DAY)


def test_a_notice_of_an_earlier_archiving_is_void():
    before = Standing(ARCHIVED, BERLIN, 6, noticed_at=ARCHIVED - DAY)
    after = Standing(ARCHIVED, BERLIN, 6, noticed_at=ARCHIVED + DAY)
    assert before.keeping.noticed_at is None
    assert after.keeping.noticed_at == ARCHIVED + DAY


def test_a_job_says_more_than_the_studio_and_a_hold_says_the_last_word():
    assert Standing(ARCHIVED, BERLIN, None).keeping is None
    assert Standing(ARCHIVED, BERLIN, 6).months == 6
    assert Standing(ARCHIVED, BERLIN, 6, own_months=24).months == 24
    assert Standing(ARCHIVED, BERLIN, None, own_months=24).months == 24
    assert Standing(ARCHIVED, BERLIN, 6, own_months=24, hold=True).keeping is None
    assert Standing(None, BERLIN, 6).keeping is None


hours = st.integers(0, 6 * 366 * 24)
instants = hours.map(lambda each: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=each))
zones = st.sampled_from(
    [BERLIN, "Pacific/Apia", "America/Santiago", "Africa/Cairo", "America/Havana"]
)


@settings(max_examples=150, deadline=None)
@given(archived=instants, months=st.integers(1, 30), zone=zones, told=instants)
def test_never_before_the_day_is_over_nor_before_fourteen_full_days(archived, months, zone, told):
    keeping = Keeping(archived, months, zone, told)
    at = keeping.deletes_at
    assert at >= told + timedelta(days=14)
    assert at >= first_instant(keeping.day + DAY, zone)
    assert keeping.last_day(told) == local_day(at - timedelta(seconds=1), zone)
    unnoticed = Keeping(archived, months, zone)
    assert unnoticed.deletes_at is None
    if unnoticed.is_notice_due(told):
        assert not is_quiet(told, zone)
        assert archived <= latest_archiving_due(told, months)
        assert unnoticed.last_day(told) == keeping.last_day(told)
