"""People as they are typed: one per line, with or without a class."""

import pytest

from webapp.domain.people import FaultyLine, FaultyLines, LineFault, TypedPerson, read_people


def test_a_line_is_a_name_or_a_name_and_a_class():
    typed = "Mia Berger\n\n  Noah Yıldız ;  Class 2b  \nZofia Wójcik\tClass 3a\n"
    assert read_people(typed) == [
        TypedPerson("Mia Berger"),
        TypedPerson("Noah Yıldız", "Class 2b"),
        TypedPerson("Zofia Wójcik", "Class 3a"),
    ]


def test_the_same_person_on_two_lines_is_one_person():
    assert len(read_people("Mia Berger; 2b\nmia berger; 2B\nMia Berger; 2c")) == 2


def test_marks_that_nobody_sees_are_left_out():
    assert read_people("\u202eMia\u200b Berger; \u20662b\u2069") == [
        TypedPerson("Mia Berger", "2b")
    ]


@pytest.mark.parametrize(
    ("typed", "line", "fault"),
    [
        ("", 0, LineFault.NONE),
        (" \n\u200b\n", 0, LineFault.NONE),
        ("Mia\n; Class 2b", 2, LineFault.NO_NAME),
        ("Mia\n\n" + "x" * 121, 3, LineFault.TOO_LONG),
        ("Mia; " + "x" * 121, 1, LineFault.TOO_LONG),
        ("\n".join(f"P{n}" for n in range(1001)), 0, LineFault.TOO_MANY),
    ],
)
def test_a_wrong_line_is_named(typed, line, fault):
    assert read_people(typed) == FaultyLines((FaultyLine(line, fault),))


def test_every_wrong_line_is_named_from_the_first_to_the_last():
    typed = "; 2a\nMia Berger; 2b\n" + "x" * 121 + "\n\n; 2c"
    assert read_people(typed) == FaultyLines(
        (
            FaultyLine(1, LineFault.NO_NAME),
            FaultyLine(3, LineFault.TOO_LONG),
            FaultyLine(5, LineFault.NO_NAME),
        )
    )
