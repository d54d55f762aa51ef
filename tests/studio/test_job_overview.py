"""One job at a glance: its head, its shelf life, its numbers, what happens next."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support.builders import (
    NOW,
    TODAY,
    a_filled_basket,
    a_job,
    a_registration,
    a_studio,
    an_album,
)
from tests.support.pages import page, words

DAY = timedelta(days=1)
TABS = ("", "/history", "/selling", "/customers")


def overview(client, job):
    return client.get(f"/studio/jobs/{job.id}")


def sentence_of(response):
    """The sentence as it reads, without the spaces that bold words would get."""
    found = page(response).select_one(".life-top p").get_text()
    return found.replace("\N{NO-BREAK SPACE}", " ")


def a_school(studio, **facts):
    defaults = {
        "public_name": "St Mary’s School",
        "archive_on": datetime(2026, 12, 4).date(),  # noqa: DTZ001 - a day
        "delay": "2",
        "created_at": datetime(2026, 10, 12, 8, tzinfo=UTC),
        "selling_since": datetime(2026, 11, 9, 13, tzinfo=UTC),
    }
    return a_job(studio, "selling", **(defaults | facts))


@pytest.mark.parametrize("tab", TABS)
def test_another_studios_job_is_as_unknown_as_one_that_never_was(client, studio, tab):
    theirs = a_job(a_studio())
    unknown = "a" * 16
    answers = [client.get(f"/studio/jobs/{job_id}{tab}") for job_id in (theirs.id, unknown)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert words(answers[0]) == words(answers[1])
    assert theirs.public_name not in answers[0].text


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_shows_the_name_the_facts_and_the_status(client, studio, tab):
    job = a_school(studio)
    an_album(job)
    document = page(client.get(f"/studio/jobs/{job.id}{tab}"))
    assert words(document.select_one("h1")) == "St Mary’s School"
    assert "shot Monday, 12 October 2026 · 1 album · Price list ‘" in words(
        document.select_one(".facts")
    )
    assert words(document.select_one(".status summary")) == "Selling"
    assert len(document.select(".tabs [aria-current=page]")) == 1


@pytest.mark.parametrize(
    ("status", "moves"),
    [("planning", ["selling"]), ("selling", ["planning", "archived"]), ("archived", ["selling"])],
)
def test_the_status_control_offers_the_legal_moves_only(client, studio, status, moves):
    job = a_job(studio, status)
    document = page(overview(client, job))
    links = [link["href"] for link in document.select(".status a")]
    assert links == [f"/studio/jobs/{job.id}/confirmation?status={move}" for move in moves]


def test_the_shelf_life_is_told_in_words_and_as_a_list(client, studio):
    document = page(overview(client, a_school(studio)))
    assert words(document.select_one(".life-top p")) == (
        "Leaves the shop at the end of Sunday, 6 December 2026 (midnight, Europe/Berlin):"
        " 2 days after the archiving date."
    )
    assert [words(line) for line in document.select(".life-list li")] == [
        "12 Oct Created",
        "9 Nov On sale",
        "20 Nov Counter starts",
        "Mon 23 Nov Today: 11 days left",
        "Fri 4 Dec Archiving date: customers’ last day",
        "End of Sun 6 Dec Leaves the shop",
        "7 Jun 2027 Deletion suggested",
    ]


def test_the_drawing_says_nothing_that_the_list_does_not(client, studio):
    document = page(overview(client, a_school(studio)))
    drawing = document.select_one("svg.picture")
    assert drawing["aria-hidden"] == "true"
    listed = words(document.select_one(".life-list"))
    for label in drawing.select(".p-lab text"):
        assert words(label) in listed


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"status": "planning"},
         "Not on sale yet: customers can leave an address and are told."),
        ({"status": "planning", "archive_on": TODAY + 9 * DAY},
         "Not on sale yet: customers can leave an address and are told."
         " The archiving date is Wednesday, 2 December 2026."),
        ({"status": "selling"}, "It stays on sale until you archive it."),
        ({"status": "selling", "archive_on": TODAY + 21 * DAY, "delay": "none"},
         "Customers are told Monday, 14 December 2026;"
         " the job stays on sale until you archive it."),
        ({"status": "selling", "archive_on": TODAY - DAY},
         "The end of Sunday, 22 November 2026 has passed: it is being archived now."),
        ({"status": "archived", "archived_at": NOW - 23 * DAY},
         "Archived 23 days ago, on Saturday, 31 October 2026."
         " Customers find a note instead of their pictures."),
    ],
)  # fmt: skip
def test_every_state_has_its_sentence(client, studio, facts, sentence):
    response = overview(client, a_job(studio, **facts))
    assert sentence_of(response) == sentence


def test_what_happens_next_counts_the_baskets_that_will_lose_products(client, studio):
    job = a_school(studio, delay="0")
    a_filled_basket(job, quantity=3)
    coming = [words(item) for item in page(overview(client, job)).select(".next li")]
    assert coming[0] == (
        "Fri 4 Dec end of the day Archiving date: leaves the shop"
        " Photos close, 1 basket loses 3 products."
    )


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("planning", "Nothing happens by itself while the job is in Planning."),
        ("selling", "Nothing happens by itself: the job stays on sale until you archive it."),
    ],
)
def test_where_nothing_happens_by_itself_the_page_says_so(client, studio, status, sentence):
    assert sentence in words(overview(client, a_job(studio, status)))


def test_the_numbers_of_a_job_are_its_own(client, studio):
    job = a_school(studio)
    a_registration(job)
    a_registration(job, created_at=NOW - 8 * DAY)
    line = a_filled_basket(job, quantity=2)
    a_filled_basket(a_job(studio))
    an_album(job)
    numbers = [words(each) for each in page(overview(client, job)).select(".figures div")]
    assert numbers == [
        "2 customers +1 this week",
        "0 buyers 0% of customers",
        "€0.00 revenue 0 orders",
        "1 open basket €17.80 in them",
        "1 photo 1 kB",
        "2 albums 1 still empty",
    ]
    assert line.quantity == 2
