"""The demo's pictures: all there, whole, of the promised size, and drawn the same every time."""

import pytest
from PIL import Image

from webapp.demo.album import LANDSCAPE, PORTRAIT, drawings
from webapp.demo.cast import CHILDREN, GROUPS, PARENTS, PICTURE_FOLDER, SIBLINGS

FIVE_MEGABYTES = 5_000_000
PORTRAITS = [name for sitter in (*CHILDREN, *SIBLINGS) for name in sitter.pictures]
GROUP_PHOTOS = [name for group in GROUPS for name in group.pictures]


def opened(name: str) -> Image.Image:
    with Image.open(PICTURE_FOLDER / name) as picture:
        picture.load()
        return picture


@pytest.mark.parametrize("name", PORTRAITS)
def test_every_portrait_of_the_cast_opens_at_its_size(name: str) -> None:
    picture = opened(name)

    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", PORTRAIT)


@pytest.mark.parametrize("name", GROUP_PHOTOS)
def test_every_group_photo_of_the_cast_opens_at_its_size(name: str) -> None:
    picture = opened(name)

    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", LANDSCAPE)


def test_the_folder_holds_the_pictures_of_the_cast_and_nothing_else() -> None:
    stored = sorted(path.name for path in PICTURE_FOLDER.iterdir())

    assert stored == sorted(PORTRAITS + GROUP_PHOTOS) == sorted(drawings())


def test_all_pictures_together_stay_below_five_megabytes() -> None:
    assert sum(path.stat().st_size for path in PICTURE_FOLDER.iterdir()) <= FIVE_MEGABYTES


def test_no_two_pictures_are_the_same() -> None:
    contents = [path.read_bytes() for path in PICTURE_FOLDER.iterdir()]

    assert len(set(contents)) == len(contents)


@pytest.mark.parametrize("name", drawings())
def test_a_picture_drawn_twice_is_the_same_picture(name: str) -> None:
    assert drawings()[name].svg() == drawings()[name].svg()


def test_the_pictures_say_that_their_colours_are_srgb() -> None:
    assert all("icc_profile" in opened(name).info for name in PORTRAITS + GROUP_PHOTOS)


def test_everybody_in_a_group_photo_and_every_child_of_a_parent_is_in_the_cast() -> None:
    known = {child.key for child in CHILDREN}
    named = [key for one in (*GROUPS, *SIBLINGS, *PARENTS) for key in one.children]

    assert set(named) <= known


def test_every_child_has_a_parent_with_an_address_that_reaches_nobody() -> None:
    assert {key for parent in PARENTS for key in parent.children} == {c.key for c in CHILDREN}
    assert all(parent.email.endswith(".example") for parent in PARENTS)


def test_mia_and_ben_are_the_children_of_anna_berger() -> None:
    anna = next(parent for parent in PARENTS if parent.name == "Anna Berger")

    assert anna.email == "anna.berger@posteo.example"
    assert anna.children == SIBLINGS[0].children == ("mia", "ben")
