"""What people hold in both hands for a picture: a leaf, a school cone, a teddy."""

from collections.abc import Callable

from webapp.demo.drawing.leaves import leaf
from webapp.demo.drawing.look import Look
from webapp.demo.drawing.palette import lighter
from webapp.demo.drawing.svg import disc, fill, line, moved, oval


def held(kind: str, look: Look) -> str:
    """Something in both hands in front of the chest, or nothing."""
    return HELD[kind](look) if kind in HELD else ""


def _held_leaf(look: Look) -> str:
    return leaf(200, 486, 2.0, 6, "#c2662a")


def _cone(look: Look) -> str:
    body = fill("M134 392L266 392L206 700Q200 706 194 700Z", "#3f7a9a")
    stars = "".join(
        moved(
            fill("M0 -14L4 -4L14 -4L6 3L9 13L0 7L-9 13L-6 3L-14 -4L-4 -4Z", "#f3d36b"),
            f"translate({x} {y}) scale(1.2)",
        )
        for x, y in ((164, 436), (226, 448), (190, 500), (214, 540))
    )
    frill = fill(
        "M124 396C128 350 160 340 172 366C178 336 222 336 228 366C240 340 272 350 276 396"
        "Q200 416 124 396Z",
        "#c46a7b",
    )
    ribbon = line("M138 396Q200 412 262 396", "#f6f1e6", 12)
    return moved(body + stars + frill + ribbon, "translate(0 44)")


def _book(look: Look) -> str:
    cover = fill(
        "M112 452Q158 436 200 456Q242 436 288 452V560Q242 546 200 566Q158 546 112 560Z", "#3f6f93"
    )
    star = disc(156, 500, 20, "#f3d36b")
    return (
        cover
        + line("M200 456V566", "#2d5472", 6)
        + star
        + line("M226 492l38 -6M226 514l38 -6", "#f4e9e2", 6)
    )


def _teddy(look: Look) -> str:
    fur = "#b07b45"
    ears = disc(164, 442, 20, fur) + disc(236, 442, 20, fur)
    body = oval(200, 560, 58, 62, fur) + oval(200, 566, 36, 40, lighter(fur, 0.35))
    head = disc(200, 474, 50, fur) + oval(200, 490, 26, 20, lighter(fur, 0.45))
    eyes = disc(182, 466, 5.5, "#2a1d19") + disc(218, 466, 5.5, "#2a1d19")
    nose = oval(200, 482, 8, 6, "#2a1d19") + line("M190 496q10 8 20 0", "#2a1d19", 4)
    return body + ears + head + eyes + nose


def _football(look: Look) -> str:
    patch = "M0 -22L21 -7L13 18L-13 18L-21 -7Z"
    edge = line("M0 -22V-66M21 -7L62 -20M13 18L38 54M-13 18L-38 54M-21 -7L-62 -20", "#39424a", 5)
    ball = (
        disc(0, 0, 68, "#fbf9f4")
        + edge
        + fill(patch, "#39424a")
        + line("M-68 0a68 68 0 0 0 136 0", "#1b2127", 6, 0.12)
    )
    return moved(ball, "translate(200 532)")


def _sunflower(look: Look) -> str:
    petals = "".join(
        moved(oval(0, -50, 13, 28, "#e9b43c"), f"translate(200 470) rotate({k * 26})")
        for k in range(14)
    )
    stem = line("M200 500Q196 590 204 680", "#4f7a4a", 13)
    leaves = fill("M202 610C160 600 142 570 140 556C178 556 200 580 202 610Z", "#5f8a58")
    return stem + leaves + petals + disc(200, 470, 36, "#6b4423") + disc(200, 470, 24, "#7d5230")


HELD: dict[str, Callable[[Look], str]] = {
    "leaf": _held_leaf,
    "cone": _cone,
    "book": _book,
    "teddy": _teddy,
    "football": _football,
    "sunflower": _sunflower,
}
