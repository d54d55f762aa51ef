"""A list of people from a table program: what is read, what is refused, line by line."""

import time
from itertools import product

import pytest

from webapp.domain.people import TypedPerson
from webapp.domain.people_columns import Column
from webapp.domain.people_file import decoded, read_file
from webapp.domain.people_plan import Fault, KnownPeople, LineFault, codes_in, plan_import

NOBODY = KnownPeople()
CODE = "K7MW9Q3X4T2P"
SYMBOLS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def people(text):
    return [(each.name, each.group, each.reference, each.code) for each in read_file(text).lines]


def plan(text, known=NOBODY):
    return plan_import(read_file(text), known)


def faults(text, known=NOBODY):
    return plan(text, known).faults


@pytest.mark.parametrize("mark", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_columns_stand_between_semicolons_commas_or_tabs(mark, end):
    text = end.join(["Name|Class|Code", "Mia Berger|2b|K7MW-9Q3X-4T2P", "Ben Yıldız||"])
    assert people(text.replace("|", mark)) == [
        ("Mia Berger", "2b", "", "K7MW-9Q3X-4T2P"),
        ("Ben Yıldız", "", "", ""),
    ]


@pytest.mark.parametrize(
    ("heads", "cells"),
    [
        ("name;class;code;number", "Mia Berger;2b;X;17"),
        ("First name;Last name;Group;Access code;Reference", "Mia;Berger;2b;X;17"),
        ("Klasse;Nachname;Vorname;Zugangscode;Nummer", "2b;Berger;Mia;X;17"),
        ("Name;Vorname;Klasse;Code;Nr.", "Berger;Mia;2b;X;17"),
        ("Born;NAME ;Ward;Gruppe;access-code;Ref", "2018;Mia Berger;x;2b;X;17"),
    ],
)
def test_headings_are_known_in_english_and_german_in_any_order(heads, cells):
    assert people(f"{heads}\n{cells}") == [("Mia Berger", "2b", "17", "X")]


def test_headings_that_nobody_asked_for_are_named():
    assert read_file("Name;Born;;Class\nMia;2018;;2b").unused == ("Born",)


def test_without_headings_the_columns_are_name_class_and_code():
    assert people("Mia Berger;2b;X\nBen") == [("Mia Berger", "2b", "", "X"), ("Ben", "", "", "")]


def test_headings_without_a_name_are_said_to_lack_one():
    assert not read_file("Class;Code\n2b;X").has_name_column


def test_a_byte_order_mark_is_no_part_of_the_first_heading():
    for raw in (b"\xef\xbb\xbfName;Class\nMia;2b", b"Name;Class\nMia;2b"):
        assert people(decoded(raw).text) == [("Mia", "2b", "", "")]


def test_quotation_marks_hold_a_name_together():
    assert people('Name,Class\n"Berger, Mia",2b\n"Mia ""Mimi"" B",2b') == [
        ("Berger, Mia", "2b", "", ""),
        ('Mia "Mimi" B', "2b", "", ""),
    ]


def test_a_quotation_mark_that_stays_open_spoils_one_line_alone():
    found = plan('Name;Class\n"Mia;2b\nBen;2b')
    assert found.faults == (LineFault(2, Column.NAME, Fault.TORN),)
    assert [each.name for each in found.new] == ["Ben"]


def test_empty_lines_are_skipped_and_counted():
    assert faults("Name;Class\n\n;;\nMia;2b\n;2b") == (LineFault(5, Column.NAME, Fault.NO_NAME),)


@pytest.mark.parametrize(
    ("encoding", "is_windows"), [("utf-8", False), ("utf-16", False), ("cp1252", True)]
)
def test_what_table_programs_write_is_read(encoding, is_windows):
    sent = decoded("Name;Class\nJürgen;2b\nZoë Œ;2b".encode(encoding))
    assert [name for name, *_ in people(sent.text)] == ["Jürgen", "Zoë Œ"]
    assert sent.is_windows is is_windows


def test_what_is_no_character_is_refused_line_by_line():
    text = decoded("Name;Class\nMia;2b\nJürgen\x8d;2b".encode("latin-1")).text
    assert faults(text) == (LineFault(3, Column.NAME, Fault.UNREADABLE),)


@pytest.mark.parametrize(
    "raw", [b"\xff\xd8\xff\xe0\x00\x10JFIF", b"%PDF-1.7\n" + bytes(range(1, 256)), b"Mia\0"]
)
def test_a_picture_is_no_list(raw):
    assert not read_file(decoded(raw).text).is_text


def test_a_line_may_be_wrong_in_several_ways():
    found = plan("Name;Class;Code;Number\n;" + "x" * 121 + ";none;" + "9" * 61)
    assert [(each.column, each.fault) for each in found.faults] == [
        (Column.NAME, Fault.NO_NAME),
        (Column.GROUP, Fault.TOO_LONG),
        (Column.REFERENCE, Fault.TOO_LONG),
        (Column.CODE, Fault.NO_CODE),
    ]
    assert found.faulty_lines == 1


def test_more_cells_than_headings_are_no_guess():
    assert faults("Name,Class\nBerger, Mia, 2b") == (
        LineFault(2, Column.CODE, Fault.TOO_MANY_CELLS),
    )


def test_a_code_stands_for_one_person_alone():
    text = "Name;Class;Code\nMia;2b;K7MW-9Q3X-4T2P\nBen;2b;k7mw 9q3x 4t2p"
    assert faults(text) == (LineFault(3, Column.CODE, Fault.CODE_TWICE, 2),)


def test_a_code_that_opens_something_already_cannot_be_used():
    known = KnownPeople(taken={CODE})
    assert faults(f"Mia;2b;{CODE}", known) == (LineFault(1, Column.CODE, Fault.CODE_UNUSABLE),)


def test_who_is_there_already_is_counted_and_keeps_everything():
    known = KnownPeople(people={("mia", "2b"): [("", CODE)]}, groups={"2b"}, taken={CODE})
    assert plan(f"MIA;2B\nBen;2b;\nIda;2c;{CODE[:-1]}R", known) == plan_import(
        read_file(f"mia;2b;{CODE}\nBen;2b\nIda;2c;{CODE[:-1]}R"), known
    )
    found = plan(f"MIA;2B;{CODE}\nBen;2b\nIda;2c", known)
    assert (found.already, [each.name for each in found.new]) == (1, ["Ben", "Ida"])
    assert found.groups == ("2c",)


def test_another_code_for_somebody_who_is_there_is_not_dropped_silently():
    known = KnownPeople(people={("mia", "2b"): [("", CODE)]}, taken={CODE})
    assert faults("Mia;2b;ABCDEFGH2345", known) == (LineFault(1, Column.CODE, Fault.OTHER_CODE),)


def test_two_of_one_name_in_one_class_are_told_apart_by_their_number():
    text = "Name;Class;Number\nMia;2b;1\nMia;2b;2\nMia;2b;1"
    assert faults(text) == (LineFault(4, Column.NAME, Fault.PERSON_TWICE, 2),)
    known = KnownPeople(people={("mia", "2b"): [("1", "")]})
    assert plan("Name;Class;Number\nMia;2b;1\nMia;2b;2", known).new == (
        TypedPerson("Mia", "2b", "2"),
    )


def test_all_37_wrong_lines_of_10000_are_named_in_a_moment():
    lines = [
        f"Child {number};Class {number % 40};{''.join(code)}"
        for number, code in zip(
            range(10_000), product(SYMBOLS, SYMBOLS, SYMBOLS, ["ABCDEFGHK"]), strict=False
        )
    ]
    wrong = list(range(13, 10_000, 277))[:37]
    for number in wrong:
        lines[number] = f"Child {number};Class 1;not a code"
    text = "\n".join(["Name;Class;Code", *lines])
    started = time.perf_counter()
    found = plan(text, KnownPeople(taken=codes_in(read_file("Z;Z;ABCDEFGH2345"))))
    took = time.perf_counter() - started
    assert [each.number for each in found.faults] == [number + 2 for number in wrong]
    assert (len(found.new), found.faulty_lines, len(found.groups)) == (9_963, 37, 40)
    assert took < 5
