"""What customers saw at an earlier instant follows from today and the history (S8, H1)."""

from datetime import UTC, date, datetime, timedelta

from webapp.domain.archiving import Delay
from webapp.domain.as_it_was import Recorded, ShopFacts, as_it_was
from webapp.domain.settings import AccessType
from webapp.domain.status import Status

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def ago(days):
    return NOW - days * DAY


def change(field, before, after):
    return {"field": field, "before": before, "after": after}


def recorded(days, *changes):
    return Recorded(ago(days), changes)


TODAY = ShopFacts(
    status=Status.SELLING,
    access_type=AccessType.PUBLIC,
    archiving=True,
    archiving_date=date(2026, 12, 20),
    archiving_delay=Delay.TWO_DAYS,
    selling_since=ago(2),
    archived_at=None,
)
STORY = [
    recorded(
        2,
        change("status", "archived", "selling"),
        change("archiving_date", "2026-11-03", "2026-12-20"),
    ),
    recorded(10, change("archiving_delay", "0", "2"), change("public_name", "A", "B")),
    recorded(19, change("status", "selling", "archived")),
    recorded(30, change("access_type", "person", "public")),
    recorded(
        40,
        change("status", "planning", "selling"),
        change("archiving", False, True),
        change("archiving_date", None, "2026-11-03"),
    ),
    recorded(50, change("status", None, "planning")),
]


def then(days):
    return as_it_was(TODAY, STORY, at=ago(days))


def test_since_the_last_change_everything_is_as_today():
    assert then(1) == TODAY
    assert then(2) == TODAY


def test_before_it_was_sold_again_it_is_archived_since_it_was_archived():
    facts = then(5)
    assert (facts.status, facts.archived_at) == (Status.ARCHIVED, ago(19))
    assert (facts.archiving_date, facts.selling_since) == (date(2026, 11, 3), ago(40))
    assert facts.archiving_delay is Delay.TWO_DAYS
    assert then(15).archiving_delay is Delay.SAME_DAY


def test_before_it_was_archived_it_is_on_sale_for_whom_it_was_then():
    facts = then(35)
    assert (facts.status, facts.access_type) == (Status.SELLING, AccessType.PERSON)
    assert (facts.selling_since, facts.archived_at) == (ago(40), None)


def test_before_it_went_on_sale_it_is_planned_without_a_date():
    for days in (45, 60):
        facts = then(days)
        assert (facts.status, facts.archiving) == (Status.PLANNING, False)
        assert (facts.archiving_date, facts.selling_since) == (None, None)
        assert facts.plan("Europe/Berlin") is None


def test_without_a_record_it_is_as_today_and_nothing_has_come_too_early():
    facts = as_it_was(TODAY, [], at=ago(90))
    assert (facts.status, facts.selling_since) == (Status.SELLING, None)
