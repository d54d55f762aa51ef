"""Hair in three layers: behind the body, over the shoulders, and around the face."""

from math import cos, pi, sin

from webapp.demo.drawing.haircuts import AROUND, BEHIND, CAP, SWEPT_BACK
from webapp.demo.drawing.look import Look
from webapp.demo.drawing.palette import HAIR, darker, dice, lighter
from webapp.demo.drawing.svg import disc, fill, line, mirrored, oval

TEXTURED = {
    "curls",
    "afro",
    "puffs",
    "locs",
    "rows",
    "curly long",
    "buzz",
    "bald",
    "hijab",
    "patka",
}


def behind(look: Look) -> str:
    """What hangs behind the shoulders."""
    colour = darker(_colour(look), 0.14)
    if look.style in BEHIND:
        return fill(BEHIND[look.style], colour)
    special = {"afro": _cloud, "bun": _knot, "locs": _hanging_locs}
    if look.style in special:
        return special[look.style](colour)
    if look.style == "puffs":
        return _puffs(colour, look.second)
    return _shawl(look.second) if look.style == "hijab" else ""


def over(look: Look) -> str:
    """What falls over the shoulders."""
    colour = _colour(look)
    if look.style == "pigtails":
        tail = fill("M122 198C66 186 44 262 66 340C104 326 130 268 130 218Z", colour)
        shine = line("M98 222C80 246 76 276 80 304", lighter(colour, 0.3), 7, 0.5)
        tie = disc(122, 208, 12, look.colour)
        return tail + shine + tie + mirrored(tail + shine + tie)
    if look.style in ("braids", "rows"):
        knots = "".join(
            oval(112 - k * 2, 252 + k * 27, 19 - k * 1.2, 18, colour)
            + line(f"M{100 - k * 2} {246 + k * 27}q14 12 24 -2", lighter(colour, 0.25), 4, 0.6)
            for k in range(6)
        )
        end = oval(100, 412, 9, 18, colour) + disc(100, 402, 9, look.second)
        return end + knots + mirrored(end + knots)
    return ""


def around(look: Look) -> str:
    """The cap and fringe, drawn over the face."""
    special = {"curls": _curls, "locs": _locs, "rows": _rows, "buzz": _buzz}
    if look.style in special:
        return special[look.style](_colour(look))
    if look.style == "hijab":
        return _hijab(look.second)
    if look.style == "patka":
        return _patka(look.second)
    drawn = fill(AROUND[look.style], _colour(look))
    return drawn + ("" if look.style in TEXTURED else _shine(_colour(look)))


def _colour(look: Look) -> str:
    return HAIR.get(look.hair, look.hair)


def _cloud(colour: str) -> str:
    low = disc(106, 222, 42, colour)
    return oval(200, 180, 124, 116, colour) + low + mirrored(low)


def _knot(colour: str) -> str:
    return disc(200, 84, 42, colour) + line("M178 70q22 -22 46 2", lighter(colour), 6, 0.5)


def _puffs(colour: str, ties: str) -> str:
    puff = disc(104, 122, 52, colour) + disc(88, 104, 24, lighter(colour, 0.07))
    tie = line("M126 152l16 -22", ties, 9)
    return puff + tie + mirrored(puff + tie)


def _shawl(colour: str) -> str:
    shape = (
        "M102 216C92 106 150 80 200 80S308 106 298 216"
        "C300 290 318 350 336 410H64C82 350 100 290 102 216Z"
    )
    return fill(shape, darker(colour, 0.14))


def _shine(colour: str) -> str:
    return line("M138 152C146 124 170 110 202 108", lighter(colour, 0.35), 8, 0.4) + line(
        "M222 110q10 2 18 6", lighter(colour, 0.35), 8, 0.4
    )


def _curls(colour: str) -> str:
    chance = dice(colour)
    parts = []
    for k in range(15):
        angle = pi * (1.06 - k * 1.12 / 14)
        x, y = 200 + 84 * cos(angle), 194 - 86 * sin(angle)
        parts.append(disc(round(x), round(y), chance.randint(24, 31), colour))
    parts += [disc(x, chance.randint(130, 140), 24, colour) for x in range(148, 262, 22)]
    for x, y in ((150, 118), (186, 98), (226, 102), (258, 128), (168, 140), (210, 136), (240, 144)):
        parts.append(line(f"M{x - 10} {y + 4}q4 -14 16 -8", lighter(colour, 0.3), 4.5, 0.5))
    return "".join(parts)


def _hanging_locs(colour: str) -> str:
    sides = ((112, 300), (98, 276), (128, 312))
    one = "".join(line(f"M146 140Q{x - 14} 180 {x} {low}", colour, 22) for x, low in sides)
    return one + mirrored(one)


def _locs(colour: str) -> str:
    cap = fill(
        CAP + "C276 188 262 164 244 156C216 150 184 150 156 156C138 164 124 188 117 222Z", colour
    )
    parts = [cap]
    for x, lean, low in (
        (150, -14, 168),
        (172, -10, 174),
        (196, -6, 166),
        (220, 4, 176),
        (244, 10, 168),
    ):
        parts.append(line(f"M{x - lean} 112Q{x - lean} 140 {x + lean} {low}", colour, 21))
        parts.append(
            line(
                f"M{x - lean} 118Q{x - lean} 138 {x + lean * 0.4:.0f} 152",
                lighter(colour, 0.25),
                4.5,
                0.6,
            )
        )
    for x, low in ((112, 252), (118, 226)):
        loc = line(f"M136 140Q112 180 {x} {low}", colour, 20)
        parts.append(loc + mirrored(loc))
    return "".join(parts)


def _rows(colour: str) -> str:
    lines = "".join(
        line(
            f"M{200 + k * 20} 100Q{200 + k * 26} 126 {200 + k * 24} 154",
            lighter(colour, 0.3),
            3.5,
            0.7,
        )
        for k in range(-3, 4)
    )
    return fill(SWEPT_BACK, colour) + lines


def _buzz(colour: str) -> str:
    return fill(
        CAP + "C278 186 266 164 244 154C216 148 184 148 156 154C134 164 122 186 117 222Z",
        colour,
        0.88,
    )


def _hijab(colour: str) -> str:
    band = (
        "M200 92C132 92 102 134 106 212C108 274 148 330 200 336C252 330 292 274 294 212"
        "C298 134 268 92 200 92ZM200 130C246 130 268 162 270 208C270 262 240 314 200 316"
        "C160 314 130 262 130 208C132 162 154 130 200 130Z"
    )
    drape = "M120 300C150 352 250 352 280 300L330 420C268 462 132 462 70 420Z"
    shade = darker(colour, 0.22)
    return (
        fill(drape, colour)
        + f'<path d="{band}" fill="{colour}" fill-rule="evenodd"/>'
        + line("M122 312C156 352 244 352 278 312", shade, 5, 0.6)
        + line("M150 352C130 380 120 396 112 420M236 356C262 384 276 400 288 424", shade, 5, 0.45)
        + line("M136 146C150 120 174 108 204 108", lighter(colour, 0.4), 7, 0.5)
    )


def _patka(colour: str) -> str:
    shade = darker(colour, 0.22)
    return (
        oval(200, 84, 30, 26, colour)
        + line("M176 98q24 14 48 0", shade, 5)
        + fill(
            "M116 214C102 124 148 94 200 94S298 124 284 214C282 190 276 178 268 166"
            "C226 150 174 150 132 166C124 178 118 190 116 214Z",
            colour,
        )
        + line("M134 158C152 124 178 106 198 102M266 158C248 124 222 106 202 102", shade, 4, 0.55)
        + line("M200 104V152", shade, 4, 0.4)
    )
