"""What who asked for more time is told, and until when a code opens a job again (H3)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from webapp.domain.archiving import ArchivePlan, Delay
from webapp.domain.more_time import told_last_day
from webapp.domain.reopening import EndFacts, ReopenFacts, UntilFault, stop_of, until_fault

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("archiving_date", "delay", "told"),
    [
        (TODAY + DAY, Delay.SAME_DAY, TODAY + DAY),
        (TODAY, Delay.THREE_DAYS, TODAY),
        (TODAY - DAY, Delay.THREE_DAYS, TODAY + 2 * DAY),
        (TODAY + DAY, Delay.NEVER, TODAY + DAY),
        (TODAY - DAY, Delay.NEVER, None),
        (TODAY - DAY, Delay.SAME_DAY, None),
    ],
)
def test_the_last_day_is_what_all_customers_are_told_as_long_as_it_lies_ahead(
    archiving_date, delay, told
):
    assert told_last_day(ArchivePlan(archiving_date, delay, "Europe/Berlin"), TODAY) == told


def test_without_a_date_it_is_until_further_notice():
    assert told_last_day(None, TODAY) is None


@pytest.mark.parametrize(
    ("until", "fault"),
    [
        (None, UntilFault.MISSING),
        (TODAY - DAY, UntilFault.PASSED),
        (TODAY, None),
        (TODAY + 365 * DAY, None),
        (TODAY + 366 * DAY, UntilFault.TOO_LATE),
    ],
)
def test_a_code_opens_a_job_again_until_today_or_later_within_a_year(until, fault):
    assert until_fault(until, TODAY) is fault


def test_it_ends_with_its_last_day_where_a_midnight_is_missing_too():
    assert stop_of(TODAY, "Europe/Berlin") == datetime(2026, 11, 23, 23, tzinfo=UTC)
    assert stop_of(date(2027, 9, 4), "America/Santiago") == datetime(2027, 9, 5, 4, tzinfo=UTC)


@pytest.mark.parametrize("fact", ["products", "baskets", "asked"])
def test_the_window_asks_again_when_a_counted_fact_has_changed(fact):
    assert ReopenFacts().fingerprint == ReopenFacts().fingerprint
    assert ReopenFacts(**{fact: 1}).fingerprint != ReopenFacts().fingerprint
    assert ReopenFacts(until=TODAY).fingerprint != ReopenFacts().fingerprint
    assert EndFacts(TODAY, products=1).fingerprint != EndFacts(TODAY).fingerprint
