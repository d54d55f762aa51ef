"""Names of files that leave the house."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.sent_names import LONGEST, bought_file, lab_file, safe_word, unique


def lab(product="Print 13 × 18 cm", person="Mia Berger", **facts):
    usual = {"quantity": 2, "order_number": 1042, "picture_number": 412}
    facts = usual | {"media_type": "image/jpeg"} | facts
    return lab_file(product=product, person=person, **facts)


def test_a_bought_file_is_named_by_order_place_and_picture():
    assert bought_file(1042, 1, 412) == "1042-01-0412.jpg"
    assert bought_file(1042, 12, 10412) == "1042-12-10412.jpg"


def test_the_lab_finds_a_folder_for_each_product_and_reads_how_often_and_for_whom():
    assert lab() == "Print-13x18-cm/2x_Print-13x18-cm_1042_Mia-Berger_0412.jpg"
    assert lab(person="") == "Print-13x18-cm/2x_Print-13x18-cm_1042_0412.jpg"


def test_an_original_keeps_the_ending_of_its_kind():
    assert lab(media_type="image/png").endswith("_0412.png")
    assert lab(media_type="image/tiff").endswith("_0412.tif")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("..\\..\\windows", "windows"),
        (".hidden", "hidden"),
        ("a\0b\r\nc", "ab-c"),
        ("Noah Yıldız", "Noah-Yıldız"),
        ("\u202egpj.exe", "gpj.exe"),
        ('<b>"x":|?*</b>', "b-x-b"),
        ("10 x 15", "10x15"),
        ("   ", ""),
        ("x" * 400, "x" * 39),
        ("Con", "Con-"),
        ("nul.txt", "nul-.txt"),
        ("COM1", "COM1-"),
        ("com¹.jpg", "com¹-.jpg"),
        ("LPT³", "LPT³-"),
        ("Com4x", "Com4x"),
        ("Conny", "Conny"),
    ],
)
def test_a_word_in_a_name_is_no_path_and_nothing_hidden(text, word):
    assert safe_word(text) == word


def test_names_are_given_once_whatever_the_system_makes_of_capital_letters():
    assert unique(["a/x.jpg", "a/X.jpg", "a/x.jpg", "b/x.jpg"]) == [
        "a/x.jpg",
        "a/X-2.jpg",
        "a/x-3.jpg",
        "b/x.jpg",
    ]


@given(st.text(), st.text(), st.integers(1, 9999), st.integers(1, 10**9))
def test_whatever_products_and_people_are_called_the_name_is_safe(
    product, person, quantity, number
):
    name = lab(product=product, person=person, quantity=quantity, picture_number=number)
    folder, slash, file = name.partition("/")
    assert slash
    assert len(name) <= LONGEST + len(folder)
    assert len(file) <= LONGEST
    for part in (folder, file):
        assert part
        assert not part.startswith(".")
        assert not set(part) & set('/\\<>:"|?*')
        assert part.isprintable()
