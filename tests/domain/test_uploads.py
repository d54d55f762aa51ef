"""Folders become albums, and numbers follow the names of the files."""

import pytest

from webapp.domain.uploads import Announced, album_of, in_order


@pytest.mark.parametrize(
    ("path", "album"),
    [
        ("DSC_1.jpg", None),
        ("Autumn/DSC_1.jpg", "Autumn"),
        ("Autumn/Class 1a/DSC_1.jpg", "Class 1a"),
        ("Autumn/Class 1a/Groups/DSC_1.jpg", "Class 1a / Groups"),
        ("Autumn/ Klasse\u202e 1a /DSC_1.jpg", "Klasse 1a"),
        ("Autumn/\u202e/DSC_1.jpg", "unnamed"),
        ("Autumn/a\u0308/x.jpg", "ä"),
        (f"Autumn/{'x' * 100}/{'y' * 50}/1.jpg", "…" + "x" * 66 + " / " + "y" * 50),
    ],
)
def test_the_folder_below_the_chosen_one_names_the_album(path, album):
    assert album_of(path) == album


def test_files_are_sorted_by_folder_and_name_as_a_person_would():
    paths = ["a/Class 10/1.jpg", "a/Class 2/DSC_10.jpg", "a/Class 2/DSC_9.jpg", "a/z.jpg"]

    sorted_paths = [file.path for file in in_order(Announced(path, 1) for path in paths)]

    assert sorted_paths == ["a/z.jpg", "a/Class 2/DSC_9.jpg", "a/Class 2/DSC_10.jpg",
                            "a/Class 10/1.jpg"]  # fmt: skip
