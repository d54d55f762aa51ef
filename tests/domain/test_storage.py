"""What to delete first: groups of old jobs, the trash, what was forgotten (D1)."""

from datetime import UTC, datetime

import pytest

from webapp.domain.storage import Facts, Group, Kind, Suggestion, archived_before, suggestions


def test_a_group_of_old_jobs_holds_the_older_ones_too():
    told = suggestions(Facts(old={12: Group(2, 20), 6: Group(3, 5), 3: Group(1, 1)}))
    assert told == (
        Suggestion(Kind.OLD_JOBS, Group(2, 20), 12),
        Suggestion(Kind.OLD_JOBS, Group(5, 25), 6),
        Suggestion(Kind.OLD_JOBS, Group(6, 26), 3),
    )


def test_a_group_that_adds_no_job_is_left_out():
    told = suggestions(Facts(old={12: Group(2, 20), 3: Group(1, 1)}))
    assert [(each.months, each.group.number) for each in told] == [(12, 2), (3, 3)]


def test_trash_forgotten_jobs_and_failed_photos_follow():
    told = suggestions(Facts(old={}, trash=Group(9, 7), never_sold=Group(1, 3), failed=4))
    assert [each.kind for each in told] == [Kind.TRASH, Kind.NEVER_SOLD, Kind.FAILED]
    assert [each.group for each in told] == [Group(9, 7), Group(1, 3), Group(4, 0)]


def test_where_there_is_nothing_to_do_nothing_is_suggested():
    assert suggestions(Facts(old={6: Group()})) == ()


@pytest.mark.parametrize(
    ("now", "months", "first_too_young"),
    [
        (datetime(2026, 11, 23, 9, tzinfo=UTC), 6, datetime(2026, 5, 22, 22, tzinfo=UTC)),
        (datetime(2026, 8, 31, 9, tzinfo=UTC), 6, datetime(2026, 2, 27, 23, tzinfo=UTC)),
        (datetime(2026, 1, 31, 23, 30, tzinfo=UTC), 3, datetime(2025, 10, 31, 23, tzinfo=UTC)),
    ],
)
def test_more_than_six_months_are_whole_local_days(now, months, first_too_young):
    assert archived_before(months, now=now, zone="Europe/Berlin") == first_too_young
