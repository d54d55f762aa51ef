"""What people wear, from the collar down to the shoes."""

from collections.abc import Callable

from webapp.demo.drawing.glyphs import written
from webapp.demo.drawing.look import Look
from webapp.demo.drawing.palette import darker, lighter
from webapp.demo.drawing.svg import box, disc, fill, line, mirrored

TORSO = (
    "M152 374C132 390 102 394 84 416C74 432 80 476 92 520L96 664Q200 684 304 664L308 520"
    "C320 476 326 432 316 416C298 394 268 390 248 374C228 402 172 402 152 374Z"
)


def garment(look: Look) -> str:
    """The upper part, drawn over the arms."""
    return fill(TORSO, base_colour(look)) + GARMENTS[look.clothes](look)


def base_colour(look: Look) -> str:
    """The colour of the sleeves and of the cloth between them."""
    return look.second if look.clothes in ("dungarees", "pinafore") else look.colour


def short_sleeves(look: Look) -> bool:
    """Whether the forearms are bare."""
    return look.clothes in ("tee", "jersey", "polo", "pinafore", "star")


def _neckline(colour: str) -> str:
    return line("M152 378C172 408 228 408 248 378", colour, 12)


def _tee(look: Look) -> str:
    return _neckline(darker(look.colour, 0.22))


def _star(look: Look) -> str:
    points = "M200 446L213 476L246 479L221 500L229 532L200 515L171 532L179 500L154 479L187 476Z"
    return _neckline(look.second) + fill(points, look.second)


def _heart(look: Look) -> str:
    shape = (
        "M200 528C150 494 150 450 178 450C192 450 198 460 200 468"
        "C202 460 208 450 222 450C250 450 250 494 200 528Z"
    )
    return _neckline(darker(look.colour, 0.22)) + fill(shape, look.second)


def _collar(colour: str) -> str:
    leaf = fill("M152 366L198 412L170 446L134 386Z", colour)
    return leaf + mirrored(leaf)


def _shirt(look: Look) -> str:
    placket = box(195, 410, 10, 260, darker(look.colour, 0.14))
    buttons = "".join(disc(200, y, 5, "#fbf7ee") for y in range(452, 660, 44))
    return placket + buttons + _collar("#f6f2ea")


def _polo(look: Look) -> str:
    placket = box(192, 408, 16, 70, darker(look.colour, 0.18), round=4)
    buttons = "".join(disc(200, y, 4, lighter(look.colour, 0.6)) for y in (432, 458))
    return placket + buttons + _collar(look.second)


def _blazer(look: Look) -> str:
    front = fill("M160 380L200 520L240 380Q200 410 160 380Z", "#f6f2ea")
    lapel = fill("M150 372L200 524L176 540L122 430L144 424L126 396Z", darker(look.colour, 0.14))
    buttons = disc(200, 560, 6, darker(look.colour, 0.4)) + disc(
        200, 604, 6, darker(look.colour, 0.4)
    )
    return front + lapel + mirrored(lapel) + buttons


def _hood(look: Look) -> str:
    folds = fill(
        "M146 366C112 384 112 424 142 446C170 464 230 464 258 446C288 424 288 384 254 366"
        "C246 412 154 412 146 366Z",
        darker(look.colour, 0.2),
    )
    strings = line("M176 450v50M224 450v58", "#fbf7ee", 5.5)
    pocket = line("M132 664L148 586H252L268 664", darker(look.colour, 0.2), 5)
    return folds + strings + pocket


def _stripe(look: Look) -> str:
    edges = [(104, 418)] + [(88, y) for y in range(448, 660, 30)]
    rows = "".join(
        line(f"M{x} {y}Q200 {y + 12} {400 - x} {y}", look.second, 13, dash="999") for x, y in edges
    )
    return rows + _neckline(look.second)


def _knit(look: Look) -> str:
    zigzag = "M98 452" + "".join(f"l12.5 {-16 if k % 2 == 0 else 16}" for k in range(16))
    dots = "".join(disc(x, 482, 4.5, look.second) for x in range(104, 306, 24))
    ribs = line("M150 382C172 416 228 416 250 382", darker(look.colour, 0.16), 18)
    return (
        ribs
        + line(zigzag, look.second, 7)
        + dots
        + line(zigzag.replace("452", "516"), look.second, 5)
    )


def _cardigan(look: Look) -> str:
    under = fill("M160 384L186 664H214L240 384Q200 414 160 384Z", look.second)
    edge = darker(look.colour, 0.2)
    edges = line("M158 384L186 664M242 384L214 664", edge, 9)
    buttons = "".join(disc(231 - k * 4.4, 500 + k * 44, 5.5, "#fbf7ee") for k in range(4))
    return under + edges + buttons


def _bib(look: Look) -> str:
    strap = line("M122 388L144 450", look.colour, 25)
    bib = fill("M126 452Q200 444 274 452V540L308 560V664Q200 684 92 664V560L126 540Z", look.colour)
    pocket = line("M166 492h68v34q-34 22 -68 0Z", lighter(look.colour, 0.24), 5)
    button = disc(146, 460, 9, "#ecd9a0")
    return (
        strap
        + mirrored(strap)
        + bib
        + pocket
        + button
        + mirrored(button)
        + _neckline(darker(look.second, 0.1))
    )


def _jersey(look: Look) -> str:
    side = fill("M92 500L108 500L116 668L96 664Z", look.second)
    vee = line("M154 378L200 428L246 378", look.second, 13)
    return vee + side + mirrored(side) + written(look.number, 200, 520, 92, look.second, width=9)


GARMENTS: dict[str, Callable[[Look], str]] = {
    "tee": _tee,
    "star": _star,
    "heart": _heart,
    "shirt": _shirt,
    "polo": _polo,
    "blazer": _blazer,
    "hood": _hood,
    "stripe": _stripe,
    "knit": _knit,
    "cardigan": _cardigan,
    "dungarees": _bib,
    "pinafore": _bib,
    "jersey": _jersey,
}
