"""The statistics of a job: counts, revenue by day against the archiving date, who came too late."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support.builders import (
    NOW,
    a_code,
    a_filled_basket,
    a_job,
    a_person,
    a_registration,
    a_studio,
    a_visitor,
)
from tests.support.orders import a_line, an_order
from tests.support.pages import page, words
from tests.support.records import statements
from webapp.models.base import new_id, transaction
from webapp.models.late import LateVisit

DAY = timedelta(days=1)


@pytest.fixture
def job(studio):
    """On sale since 9 November, archived on 26 November with a day of delay."""
    return a_job(
        studio, "selling", archive_on=date(2026, 11, 26), delay="1", selling_since=NOW - 14 * DAY
    )


def statistics(client, job):
    return client.get(f"/studio/jobs/{job.id}/statistics")


def figures(answer):
    return [words(each) for each in page(answer).select(".figures > div")]


def table(answer):
    return [words(row) for row in page(answer).select(".r-table tbody tr")]


def test_what_a_job_has_come_to_in_numbers(client, studio, job):
    mia, ben = a_person(job, "Mia Berger"), a_person(job, "Ben Novak")
    opened = a_code(job, "2222BBBB3333", mia)
    registered = a_code(job, "2222BBBB4444", ben)
    a_code(job, "2222BBBB5555")
    a_visitor(studio, codes=[opened, registered])
    anna = a_registration(job, access_code_id=registered.id).customer
    a_registration(job, created_at=NOW - 10 * DAY)
    a_filled_basket(job)
    an_order(job, a_line(job, quantity=2), customer=anna)
    an_order(job, customer=anna, basket_id=None)
    an_order(job, cancelled_at=NOW)
    answer = statistics(client, job)
    assert figures(answer) == [
        "2 people",
        "2 of 3 codes used 67%",
        "2 customers +1 this week",
        "1 buyer 50% of customers",
        "1 open basket 1 was ordered",
        "2 orders without 1 cancelled one",
        "€26.70 revenue without shipping",
        "€13.35 average order",
    ]
    overview = page(client.get(f"/studio/jobs/{job.id}"))
    assert overview.select_one(f'main a[href="/studio/jobs/{job.id}/statistics"]')


def test_revenue_is_of_the_studio_s_own_days_and_ends_with_the_sale(client, job):
    an_order(job, placed_at=datetime(2026, 11, 9, 22, 59, tzinfo=UTC))
    an_order(job, placed_at=datetime(2026, 11, 9, 23, 0, tzinfo=UTC))
    an_order(job, placed_at=datetime(2026, 11, 10, 12, 0, tzinfo=UTC))
    an_order(job, placed_at=datetime(2026, 11, 12, 12, 0, tzinfo=UTC), cancelled_at=NOW)
    other = a_job(job.studio)
    both = (a_line(job, quantity=3), a_line(other))
    an_order(job, *both, placed_at=datetime(2026, 11, 11, 12, 0, tzinfo=UTC))
    answer = statistics(client, job)
    assert table(answer) == [
        "Mon 9 Nov 1 €8.90",
        "Tue 10 Nov 2 €17.80",
        "Wed 11 Nov 1 €26.70",
        "Thu 26 Nov Archiving date 0 €0.00",
        "Fri 27 Nov Leaves the shop 0 €0.00",
    ]
    drawn = page(answer).select_one(".revenue")
    assert [bar["height"] for bar in drawn.select("rect")] == ["17.8%", "35.6%", "53.4%"]
    assert words(drawn.select_one(".r-axis")) == "€50.00 €25.00 0"
    assert words(drawn.select_one(".r-days")) == "Mon 9 Nov Fri 27 Nov"
    ends = [words(each) for each in page(answer).select(".r-ends li")]
    assert ends == ["Archiving date: Thu 26 Nov", "Leaves the shop: Fri 27 Nov"]


def test_a_job_archived_by_hand_left_on_that_day_and_says_who_came_too_late(client, studio):
    job = a_job(studio, "archived", archive_on=date(2026, 11, 26), archived_at=NOW)
    an_order(job, placed_at=NOW - DAY)
    days = [(date(2026, 11, 24), 1), (date(2026, 11, 24), 2), (date(2026, 11, 25), 1)]
    visitors = {each: new_id() for each in (1, 2)}
    with transaction() as session:
        session.add_all(LateVisit(job_id=job.id, day=day, visitor_id=visitors[who])
                        for day, who in days)  # fmt: skip
    answer = statistics(client, job)
    assert "Mon 23 Nov Left the shop 0 €0.00" in table(answer)
    assert "2 visitors came on 2 days when the pictures could no longer be ordered." in words(
        answer
    )


def test_a_job_without_anything_says_so(client, studio):
    answer = statistics(client, a_job(studio))
    assert "Nothing has been sold yet." in words(answer)
    assert "Nobody has come too late." in words(answer)
    assert figures(answer)[-1] == "– average order"


def test_the_statistics_of_another_studio_are_unknown(client, studio):
    assert statistics(client, a_job(a_studio())).status_code == 404


def test_more_orders_need_no_more_statements(client, job):
    def counted():
        with statements() as sent:
            statistics(client, job)
        return len(sent)

    an_order(job)
    few = counted()
    for day in range(5):
        an_order(job, placed_at=NOW - day * DAY)
        a_registration(job)
    assert counted() == few
