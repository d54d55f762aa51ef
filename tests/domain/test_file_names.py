"""A file belongs to whose reference, code or name it begins with; the longest that fits decides."""

import pytest

from webapp.domain.file_names import NamedPerson, NamedPhoto, plan_names
from webapp.domain.file_order import camera_of, shooting_key

MIA = NamedPerson("mia", "Mia Berger", reference="107", code="K7MW-9Q3X-4T2P")
MIAMI = NamedPerson("miami", "Mia Berger Lang", reference="1071")
OEZ = NamedPerson("oez", "Özgür Müller", reference="2b-07")
ANN = NamedPerson("ann", "Ann Lee")
OTHER_ANN = NamedPerson("other-ann", "Ann Lee")
PEOPLE = (MIA, MIAMI, OEZ, ANN, OTHER_ANN)


def owner_of(file_name, people=PEOPLE):
    plan = plan_names([NamedPhoto("p", file_name)], people)
    if plan.ambiguous:
        return set(plan.ambiguous[0][1])
    return plan.matches[0][1] if plan.matches else None


@pytest.mark.parametrize(
    ("file_name", "owner"),
    [
        ("Mia_Berger_01.jpg", "mia"),
        ("MIA-BERGER.JPG", "mia"),
        ("mia  berger (2).jpg", "mia"),
        ("Berger, Mia 3.jpg", "mia"),
        ("mia_berger2.jpg", "mia"),
        ("mia_berger_lang_01.jpg", "miami"),
        ("mia_bergers_hund.jpg", None),
        ("107_0412.jpg", "mia"),
        ("107.jpg", "mia"),
        ("1071-1.jpg", "miami"),
        ("1072.jpg", None),
        ("10.jpg", None),
        ("K7MW-9Q3X-4T2P_3.jpg", "mia"),
        ("k7mw9q3x4t2p 3.jpg", "mia"),
        ("2B_07-12.jpg", "oez"),
        ("özgür_müller_1.jpg", "oez"),
        ("O\u0308zgu\u0308r Mu\u0308ller.jpg", "oez"),
        ("oezguer_mueller_1.jpg", None),
        ("Ann_Lee_1.jpg", {"ann", "other-ann"}),
        ("DSC_0001.jpg", None),
        ("_.jpg", None),
        ("", None),
    ],
)
def test_the_beginning_of_a_file_name_tells_whose_it_is(file_name, owner):
    assert owner_of(file_name) == owner


def test_the_reference_of_one_and_the_name_of_another_is_ambiguous():
    assert owner_of("mia_1.jpg", [NamedPerson("a", "Ada", "mia"), NamedPerson("b", "Mia")]) == {
        "a",
        "b",
    }


def test_a_person_without_reference_and_code_takes_no_file_by_them():
    assert owner_of(" .jpg", [NamedPerson("a", "")]) is None


def test_what_somebody_sees_already_is_kept_unless_chosen():
    photos = [NamedPhoto("p", "107.jpg", is_assigned=True), NamedPhoto("q", "107-2.jpg")]

    keeps, replaces = (plan_names(photos, PEOPLE, replaces=choice) for choice in (False, True))

    assert (keeps.of_people, keeps.kept) == ({"mia": ["q"]}, 1)
    assert (replaces.of_people, replaces.kept) == ({"mia": ["p", "q"]}, 0)


def test_ten_thousand_files_and_a_thousand_people_take_no_time():
    people = [NamedPerson(str(n), f"Child Number{n}", str(n)) for n in range(1000)]
    photos = [NamedPhoto(str(n), f"{n % 1000}_{n}.jpg") for n in range(10_000)]

    assert len(plan_names(photos, people).matches) == 10_000


def test_files_come_in_the_order_of_their_numbers():
    names = ["DSC_100.jpg", "dsc_99.jpg", "DSC_0101.jpg", "A_1.jpg"]

    ordered = sorted(names, key=lambda name: shooting_key(name, 1))

    assert ordered == ["A_1.jpg", "dsc_99.jpg", "DSC_100.jpg", "DSC_0101.jpg"]


@pytest.mark.parametrize(
    ("file_name", "camera"),
    [
        ("DSC_0412.jpg", "dsc_"),
        ("2026-10-12_0001.JPG", "2026-10-12_"),
        ("IMG_0001-edit.jpg", "img_"),
        ("card.jpg", "card"),
    ],
)
def test_what_stands_before_the_number_names_the_camera(file_name, camera):
    assert camera_of(file_name) == camera
