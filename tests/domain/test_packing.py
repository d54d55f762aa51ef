"""What goes into whose envelope."""

from webapp.domain.packing import Packable, pack
from webapp.domain.product_kinds import Part


def a_line(person="Mia", group="1a", order=1001, product="Print 13 × 18", kind="print", **facts):
    facts = {"buyer": "Anna Berger", "quantity": 1, "pictures": (1,)} | facts
    return Packable(
        order_id=f"o{order}", order_number=order, person=person, group=group,
        product=product, kind=kind, **facts,
    )  # fmt: skip


def names(packed):
    return [(each.name, [envelope.name for envelope in each.envelopes]) for each in packed.classes]


def test_classes_and_persons_stand_by_name_and_what_is_of_none_last():
    lines = [a_line("zoe", "2b"), a_line("Ben", "1a"), a_line("", "", 7), a_line("ada", "2b")]
    assert names(pack(lines)) == [("1a", ["Ben"]), ("2b", ["ada", "zoe"]), ("", ["Anna Berger"])]


def test_class_2_stands_before_class_10():
    packed = pack([a_line(group=each) for each in ("10a", "Class 2", "2b", "²", "Class 10")])
    assert [each.name for each in packed.classes] == ["2b", "10a", "Class 2", "Class 10", "²"]


def test_an_envelope_is_of_one_person_and_one_order():
    lines = [a_line(order=2), a_line(order=1, product="Magnet"), a_line(order=1)]
    envelopes = pack(lines).classes[0].envelopes
    assert [(each.order_number, len(each.lines)) for each in envelopes] == [(1, 2), (2, 1)]


def test_two_persons_whose_names_differ_in_capitals_only_are_two():
    assert names(pack([a_line("MIA"), a_line("Mia")])) == [("1a", ["MIA", "Mia"])]


def test_files_need_no_envelope_but_a_package_with_a_print_does():
    file, print_ = Part("File", "digital", 1), Part("Print 13 × 18", "print", 2)
    packed = pack(
        [
            a_line("Ada", kind="digital"),
            a_line("Bo", kind="package", parts=(file,)),
            a_line("Cy", kind="package", parts=(file, print_)),
        ]
    )
    assert names(packed) == [("1a", ["Cy"])]


def test_totals_count_prints_by_name_with_those_in_packages():
    package = (Part("Print 13 × 18", "print", 2), Part("File", "digital", 1))
    packed = pack(
        [
            a_line(quantity=3),
            a_line("Bo", "1b", kind="package", product="Family", quantity=2, parts=package),
        ]
    )
    assert packed.totals == (("Print 13 × 18", 7),)
    assert [each.totals for each in packed.classes] == [
        (("Print 13 × 18", 3),),
        (("Print 13 × 18", 4),),
    ]


def test_an_envelope_says_in_which_other_classes_its_order_is():
    packed = pack([a_line("Mia", "1a"), a_line("Ben", "3c")])
    assert [each.envelopes[0].elsewhere for each in packed.classes] == [("3c",), ("1a",)]
    assert packed.classes[0].order_ids == ("o1001",)
