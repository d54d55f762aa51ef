"""Classmates and teachers who fill a group photo, the same people for the same seed."""

from random import Random
from typing import TypeVar

from webapp.demo.drawing.look import Look, Pose
from webapp.demo.drawing.palette import CLOTHES, LIGHTS, TROUSERS, dice

HAIR_FOR_SKIN = (
    ("blond", "light", "ginger", "brown", "ash"),
    ("brown", "blond", "auburn", "dark", "light"),
    ("dark", "black", "brown"),
    ("black", "dark"),
    ("black",),
    ("black",),
    ("black",),
)
STRAIGHT = ("short", "bob", "tousle", "long", "part", "pigtails", "quiff", "waves", "crew", "bun",
            "curls", "pony", "bowl", "curly long")  # fmt: skip
COILED = ("afro", "buzz", "puffs", "locs", "curls", "braids", "crew", "rows")
FEMININE = {"bob", "long", "pigtails", "waves", "bun", "pony", "puffs", "braids", "rows", "hijab",
            "curly long"}  # fmt: skip
TOPS = ("tee", "hood", "shirt", "stripe", "knit", "polo", "cardigan", "star", "dungarees", "heart")
GROWN_STYLES = ("waves", "part", "bob", "crew", "bun", "quiff", "curls", "long", "short", "bald")
SMILES = ("smile", "laugh", "grin", "gap", "small", "beam", "smile", "laugh")

PALE, DEEP = "#e7e2d6", ("#2f5d8a", "#b5533c", "#3f7a5a")
DARK, FAIR = (4, 5, 6), (0, 1)
FOURTH, FIFTH, GREY = 3, 4, (2, 6)
TEACHER_COLOURS = (
    "#d9a441", "#2a3a4f", "#b5533c", "#4f8f9a", "#405060", "#6b5b95", "#7d9b6a", "#3f7a5a",
    "#a34a5e",
)  # fmt: skip
T = TypeVar("T")


def classmates(seed: str, count: int) -> list[Look]:
    """Children as they are in any class."""
    chance = dice(seed)
    skins = _shuffled(chance, [k % 7 for k in range(count + 2)] + [0, 1, 2])[:count]
    straight, coiled, tops = (_shuffled(chance, list(x)) for x in (STRAIGHT, COILED, TOPS))
    looks = []
    for k, skin in enumerate(skins):
        styles = coiled if skin in DARK else straight
        style = styles[k % len(styles)]
        colour = CLOTHES[(k * 5 + chance.randint(0, 2)) % len(CLOTHES)]
        looks.append(
            Look(
                skin=skin,
                hair=chance.choice(HAIR_FOR_SKIN[skin]),
                style=style,
                clothes=tops[k % len(tops)],
                colour=colour,
                second=chance.choice(LIGHTS if colour != PALE else DEEP),
                eyes=chance.choice(("brown", "blue", "green", "grey")) if skin in FAIR else "dark",
                lashes=style in FEMININE,
                glasses=chance.choice(("round #5a3d2b", "square #2a3a4f"))
                if k % len(HAIR_FOR_SKIN) == FOURTH
                else "",
                freckles=skin in FAIR and chance.choice((True, False, False)),
                trim="band" if style == "waves" else "",
                wide=chance.choice((0.97, 1.0, 1.03)),
                trousers=chance.choice(TROUSERS),
            )
        )
    return looks


def teachers(seed: str, count: int) -> list[Look]:
    """Grown-ups: some grey, some bearded, most with sensible clothes."""
    chance = dice(seed)
    clothes = ("blazer", "shirt", "cardigan", "knit", "polo")
    looks = []
    for k in range(count):
        style = GROWN_STYLES[k % len(GROWN_STYLES)]
        skin = (1, 3, 0, 5, 2, 0, 4, 1, 6, 2)[k % 10]
        bearded = style in ("crew", "bald", "quiff")
        looks.append(
            Look(
                skin=skin,
                hair="grey" if k in GREY else chance.choice(HAIR_FOR_SKIN[skin]),
                style="hijab" if k == FIFTH else style,
                clothes=clothes[k % 5],
                colour=TEACHER_COLOURS[k % len(TEACHER_COLOURS)],
                second="#7d9b6a" if k == FIFTH else chance.choice(LIGHTS),
                lashes=style in FEMININE,
                glasses="square #2a3a4f" if k in (2, 7) else "",
                beard="full" if bearded else "",
                trousers=chance.choice(TROUSERS),
                age="adult",
            )
        )
    return looks


def mood(chance: Random) -> Pose:
    """How one of many people happens to hold still."""
    return Pose(
        turn=chance.choice((-0.7, -0.3, 0.0, 0.3, 0.7)),
        tilt=chance.choice((-5, -2, 0, 2, 5)),
        mouth=chance.choice(SMILES),
        gaze=chance.choice(("open",) * 7 + ("happy",)),
    )


def _shuffled(chance: Random, items: list[T]) -> list[T]:
    chance.shuffle(items)
    return items
