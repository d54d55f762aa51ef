"""What people put on for a picture: bows, crowns, hats, scarves."""

from collections.abc import Callable
from math import cos, pi, sin

from webapp.demo.drawing.leaves import AUTUMN, leaf
from webapp.demo.drawing.look import Look
from webapp.demo.drawing.palette import darker
from webapp.demo.drawing.svg import box, disc, fill, line, mirrored, moved


def worn(kind: str, look: Look) -> str:
    """Something on the head or at the neck, or nothing."""
    return WORN[kind](look) if kind in WORN else ""


def _accent(look: Look) -> str:
    return look.second if look.second.lower() not in ("#ffffff", "#fff") else look.colour


def _band(look: Look) -> str:
    return line("M119 180C128 124 164 106 200 106S272 124 281 180", _accent(look), 15)


def _clip(look: Look) -> str:
    return moved(box(-20, -7, 40, 14, look.colour, round=7), "translate(254 142) rotate(34)")


def _bow(look: Look) -> str:
    colour = "#c4475d"
    wings = fill(
        "M256 112C270 88 300 84 306 92C308 110 300 134 290 138C276 134 262 124 256 112Z", colour
    )
    other = fill(
        "M252 112C238 88 208 78 202 88C198 106 210 130 220 132C234 130 246 122 252 112Z", colour
    )
    return wings + other + disc(254, 112, 11, darker(colour, 0.2))


def _paper_crown(look: Look) -> str:
    shape = "M118 150L108 58L154 98L200 40L246 98L292 58L282 150Q200 122 118 150Z"
    jewels = "".join(
        disc(x, y, 8, c)
        for x, y, c in ((154, 118, "#b5533c"), (200, 108, "#2f5d8a"), (246, 118, "#3f7a5a"))
    )
    return fill(shape, "#e5b54a") + line("M118 148Q200 120 282 148", "#c08f2c", 7) + jewels


def _leaf_crown(look: Look) -> str:
    parts = []
    for k in range(9):
        angle = pi * (1.0 - k / 8)
        x, y = 200 + 86 * cos(angle), 172 - 74 * sin(angle)
        parts.append(leaf(round(x), round(y), 0.86, -70 + k * 17.5, AUTUMN[k % 5]))
    return "".join(parts)


def _flower_crown(look: Look) -> str:
    parts = [line("M120 176C130 128 166 112 200 112S270 128 280 176", "#5f8a58", 10)]
    colours = ("#e8a0a8", "#f3e3b0", "#c9b6e0", "#f0b98a", "#e8a0a8", "#f3e3b0", "#c9b6e0")
    for k, colour in enumerate(colours):
        angle = pi * (0.94 - k * 0.88 / 6)
        x, y = 200 + 82 * cos(angle), 182 - 74 * sin(angle)
        petals = "".join(
            disc(x + 12 * cos(p * pi / 2.5), y + 12 * sin(p * pi / 2.5), 10, colour)
            for p in range(5)
        )
        parts.append(petals + disc(x, y, 8, "#d9a441"))
    return "".join(parts)


def _woolly_hat(look: Look) -> str:
    colour = "#b5533c" if look.colour != "#b5533c" else "#2f5d8a"
    dome = fill("M114 176C102 96 148 66 200 66S298 96 286 176Z", colour)
    ribs = "".join(line(f"M{x} 152v34", darker(colour, 0.24), 4) for x in range(124, 284, 17))
    brim = box(106, 148, 188, 42, darker(colour, 0.1), round=19)
    pattern = line(
        "M122 122l13 -13 13 13 13 -13 13 13 13 -13 13 13 13 -13 13 13 13 -13 13 13 13 -13 13 13",
        "#f6f1e6",
        7,
    )
    return disc(200, 54, 30, "#f6f1e6") + dome + pattern + brim + ribs


def _cap(look: Look) -> str:
    colour = "#2f5d8a" if look.colour != "#2f5d8a" else "#3f7a5a"
    dome = fill("M116 170C108 96 152 74 200 74S292 96 284 170Z", colour)
    seams = line(
        "M200 76V160M148 90C138 112 134 140 136 164M252 90C262 112 266 140 264 164",
        darker(colour, 0.2),
        4,
    )
    brim = fill(
        "M112 168C150 146 250 146 288 168C300 176 296 186 284 184C240 170 160 170 116 184"
        "C104 186 100 176 112 168Z",
        darker(colour, 0.2),
    )
    return dome + seams + brim + disc(200, 74, 8, darker(colour, 0.2))


def _scarf(look: Look) -> str:
    colour = "#d9a441" if look.colour != "#d9a441" else "#a34a5e"
    wrap = fill(
        "M126 350C150 392 250 392 274 350C294 366 298 396 284 412C240 440 160 440 116 412"
        "C102 396 106 366 126 350Z",
        colour,
    )
    tail = fill("M226 414L280 404L292 540L236 546Z", darker(colour, 0.1))
    bands = line("M231 470l53 -6M235 508l53 -6", "#f6f1e6", 12, dash="999")
    folds = line("M132 376C170 406 230 406 268 376", darker(colour, 0.22), 5, 0.7)
    return tail + bands + wrap + folds


def _bow_tie(look: Look) -> str:
    colour = "#a5432b"
    wing = fill(
        "M198 412C180 394 158 388 150 394C146 410 146 426 150 440C160 446 182 432 198 420Z", colour
    )
    return wing + mirrored(wing) + box(190, 404, 20, 26, darker(colour, 0.2), round=7)


def _medal(look: Look) -> str:
    ribbon = line(
        "M146 384L200 506M254 384L200 506", "#2f5d8a" if look.colour != "#2f5d8a" else "#b5533c", 17
    )
    return (
        ribbon
        + disc(200, 526, 36, "#d49a2e")
        + disc(200, 526, 27, "#ecc15c")
        + fill(
            "M200 508L206 521L220 522L209 531L213 545L200 537L187 545L191 531L180 522L194 521Z",
            "#d49a2e",
        )
    )


WORN: dict[str, Callable[[Look], str]] = {
    "band": _band,
    "clip": _clip,
    "bow": _bow,
    "paper crown": _paper_crown,
    "leaf crown": _leaf_crown,
    "flower crown": _flower_crown,
    "woolly hat": _woolly_hat,
    "cap": _cap,
}
AT_THE_NECK: dict[str, Callable[[Look], str]] = {
    "scarf": _scarf,
    "bow tie": _bow_tie,
    "medal": _medal,
}
