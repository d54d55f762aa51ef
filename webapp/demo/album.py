"""Every picture of the demo: its name, its size in pixels and how it is drawn."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from webapp.demo.cast import CHILDREN, GROUPS, SIBLINGS
from webapp.demo.drawing.backdrops import backdrop
from webapp.demo.drawing.crowd import classmates, teachers
from webapp.demo.drawing.groups import class_photo, nursery_photo, teacher_photo, team_photo
from webapp.demo.drawing.look import Look, Pose
from webapp.demo.drawing.people import person
from webapp.demo.drawing.props import HELD
from webapp.demo.drawing.svg import document, moved
from webapp.demo.looks import LOOKS
from webapp.demo.sittings import SITTINGS, Sitting

PORTRAIT = (1200, 1500)
LANDSCAPE = (1800, 1140)


@dataclass(frozen=True)
class Drawing:
    """One picture before it becomes a photograph: its size in pixels and its SVG."""

    size: tuple[int, int]
    svg: Callable[[], str]


def drawings() -> dict[str, Drawing]:
    """All pictures of the demo by file name, in the order of the cast."""
    found: dict[str, Drawing] = {}
    for child in CHILDREN:
        for name, sitting in zip(child.pictures, SITTINGS[child.key], strict=True):
            found[name] = Drawing(PORTRAIT, partial(portrait, LOOKS[child.key], sitting, name))
    for pair in SIBLINGS:
        for name, draw in zip(
            pair.pictures, (siblings_side_by_side, siblings_hugging), strict=True
        ):
            found[name] = Drawing(PORTRAIT, draw)
    for group in GROUPS:
        for name in group.pictures:
            found[name] = Drawing(LANDSCAPE, GROUP_DRAWINGS[name])
    return found


def portrait(look: Look, sitting: Sitting, seed: str) -> str:
    """One child in front of a backdrop, 400 × 500."""
    foot = 640 if sitting.pose.extra in (*HELD, "medal") else 500
    place = f"translate(200 506) scale({sitting.near:g}) translate(-200 -{foot})"
    figure = moved(person(look, sitting.pose), place)
    return document(400, 500, backdrop(sitting.scene, sitting.tone, seed) + figure)


def siblings_side_by_side() -> str:
    """Mia in front of her big brother."""
    ben = moved(
        person(LOOKS["ben"], Pose(turn=-0.5, tilt=-3, mouth="grin")), "translate(136 88) scale(.8)"
    )
    mia = moved(person(LOOKS["mia"], Pose(turn=0.4, tilt=4)), "translate(-28 152) scale(.76)")
    return document(400, 500, backdrop("", "sage", "siblings") + ben + mia)


def siblings_hugging() -> str:
    """Both close together in the park, laughing."""
    ben = moved(
        person(LOOKS["ben"], Pose(turn=0.5, tilt=7, mouth="laugh", gaze="happy")),
        "translate(-44 74) scale(.84)",
    )
    mia = moved(
        person(LOOKS["mia"], Pose(turn=-0.5, tilt=-8, mouth="laugh", extra="bow")),
        "translate(122 146) scale(.78)",
    )
    return document(400, 500, backdrop("park", "sage", "siblings") + ben + mia)


def _class(
    name: str, where: str, places: dict[str, int], cheering: bool, chair: int | None = None
) -> str:
    looks = classmates(f"class {name}", 21)
    for key, k in places.items():
        looks[k] = LOOKS[key]
    return class_photo(looks, where=where, name=name, cheering=cheering, wheelchair=chair)


def _team(seed: str, keys: dict[str, int], colour: str, second: str) -> str:
    looks = classmates(seed, 11)
    for key, k in keys.items():
        looks[k] = LOOKS[key]
    return team_photo(looks, colour=colour, second=second, seed=seed)


def _nursery() -> str:
    little = [replace(look, glasses="") for look in classmates("ladybirds", 9)]
    return nursery_photo(little, teachers("ladybirds", 2), seed="ladybirds")


IN_1A = {"zofia": 16, "mateo": 10, "ida": 18, "arjan": 12, "jonas": 20}
IN_2B = {"mia": 17, "emeka": 11, "finn": 19, "yuki": 9, "henry": 13, "amara": 18}
IN_4C = {"ben": 3, "salma": 11, "theo": 16, "naledi": 18, "elif": 13}
GROUP_DRAWINGS: dict[str, Callable[[], str]] = {
    "class-1a-1.jpg": partial(_class, "1a", "classroom", IN_1A, False, 5),
    "class-1a-2.jpg": partial(_class, "1a", "classroom", IN_1A, True, 5),
    "class-2b-1.jpg": partial(_class, "2b", "yard", IN_2B, False),
    "class-2b-2.jpg": partial(_class, "2b", "yard", IN_2B, True),
    "class-4c-1.jpg": partial(_class, "4c", "gym", IN_4C, False),
    "class-4c-2.jpg": partial(_class, "4c", "gym", IN_4C, True),
    "team-red.jpg": partial(
        _team, "foxes", {"theo": 8, "ben": 2, "naledi": 4}, "#b5533c", "#f6efe0"
    ),
    "team-blue.jpg": partial(
        _team, "herons", {"emeka": 8, "yuki": 3, "henry": 7}, "#2f5d8a", "#f3d36b"
    ),
    "teachers.jpg": lambda: teacher_photo(teachers("staff", 9), seed="staff"),
    "nursery.jpg": _nursery,
}
