"""Placeholders: a fixed list, filled in and never run (C3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.placeholders import Placeholder, fill, looks_like_a_template, unknown

ANNA = {
    Placeholder.CUSTOMER_FIRSTNAME: "Anna",
    Placeholder.JOB_NAME: "Oak Lane",
    Placeholder.JOB_DATE_ARCHIVING: "26 November",
}


def test_every_placeholder_is_filled_in():
    said = fill("Dear [[Customer.firstname]], [[Job.name]] ends on [[Job.date_archiving]].", ANNA)
    assert said == "Dear Anna, Oak Lane ends on 26 November."


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("[[Job.name]]", []),
        ("[[Job.title]]", ["Job.title"]),
        ("[[ Job.name ]]", [" Job.name "]),
        ("[[job.name]] and [[x]]", ["job.name", "x"]),
        ("Dear [[Customer.firstname", ["Customer.firstname"]),
        ("[Job.name] and ]]", []),
    ],
)
def test_what_is_no_placeholder_is_named(text, names):
    assert unknown(text) == names


@pytest.mark.parametrize("text", ["{{7*7}}", "{% if x %}", "${name}", "<%= x %>", "}} {"])
def test_the_signs_of_other_programs_are_noticed(text):
    assert looks_like_a_template(text)


def test_curly_brackets_alone_are_nothing_special():
    assert not looks_like_a_template("a {smile} and 100 %")


def test_what_is_filled_in_is_not_read_again():
    values = {Placeholder.CUSTOMER_FIRSTNAME: "[[Job.name]]", Placeholder.JOB_NAME: "{{7*7}}"}
    assert fill("[[Customer.firstname]] [[Job.name]]", values) == "[[Job.name]] {{7*7}}"


def test_a_name_that_is_not_known_leaves_no_gap():
    assert fill("Hello [[Customer.firstname]],", {}) == "Hello,"


def test_a_line_that_speaks_of_a_day_that_is_not_there_is_left_out():
    text = "Look.\n\nOrder until [[Job.date_archiving]].\n\nKind regards"
    assert fill(text, {}) == "Look.\n\nKind regards"
    assert fill(text, ANNA) == "Look.\n\nOrder until 26 November.\n\nKind regards"


@given(st.text(st.characters(exclude_characters="[]"), max_size=200))
def test_text_without_placeholders_stays_as_it_is(text):
    lines = fill("x" + text + "x", ANNA).split("\n")
    assert [line for line in lines if line.strip()] == [
        line for line in ("x" + text + "x").split("\n") if line.strip()
    ]


@given(st.text(max_size=100), st.text(max_size=100))
def test_no_text_can_break_the_filling(text, name):
    fill(text, {Placeholder.JOB_NAME: name})
    unknown(text)
