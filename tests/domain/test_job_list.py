"""The filters of the job overview, as they are read from an address."""

import pytest

from webapp.domain.job_kinds import proposed_name
from webapp.domain.job_list import Filters, Sort, page_number
from webapp.domain.paging import Page
from webapp.domain.status import Status


def test_known_values_are_taken():
    filters = Filters.read(status="selling", q=" Oak  Lane ", sort="largest", page="3")
    assert filters == Filters(Status.SELLING, "Oak Lane", Sort.LARGEST, 3)


def test_unknown_values_mean_the_same_as_none():
    assert Filters.read(status="sold", sort="evil; DROP TABLE job", page="evil") == Filters()


@pytest.mark.parametrize("text", ["", "0", "-1", "1.5", "x", "²", "٣", "9" * 10])
def test_a_page_that_is_no_page_is_the_first(text):
    assert page_number(text) == 1


def test_what_is_searched_has_a_sane_length_and_no_invisible_marks():
    filters = Filters.read(q="\u202eOak\x00" + "x" * 10_000)
    assert len(filters.q) <= 200
    assert filters.q.startswith("Oakx")


def test_at_most_eight_words_are_looked_for():
    assert len(Filters.read(q="a " * 100).words) == 8


def test_a_page_beyond_the_last_is_the_last():
    page = Page(asked=99_999, total=101, size=50)
    assert (page.number, page.offset, page.first, page.last) == (3, 100, 101, 101)


def test_an_empty_list_has_one_empty_page():
    page = Page(asked=2, total=0, size=50)
    assert (page.number, page.offset, page.first, page.last) == (1, 0, 0, 0)


def test_a_proposed_internal_name_fits_with_its_number():
    assert proposed_name("Oak Lane") == "Oak Lane"
    assert proposed_name("Oak Lane", 2) == "Oak Lane 2"
    assert len(proposed_name("x" * 120)) == 60
    assert len(proposed_name("x" * 120, 99_999)) <= 60
