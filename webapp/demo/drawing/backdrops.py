"""What hangs or stands behind a portrait."""

from collections.abc import Callable

from webapp.demo.drawing.leaves import AUTUMN, leaf
from webapp.demo.drawing.palette import BACKDROPS, CLOTHES, darker, dice, lighter, mix
from webapp.demo.drawing.svg import box, disc, fill, line, moved

WIDE = 396


def backdrop(kind: str, tone: str, seed: str) -> str:
    """A wall 400 × 500 in one of the studio's tones, with a scene painted on it."""
    light, dark = BACKDROPS[tone]
    wall = (
        '<defs><radialGradient id="wall" cx=".5" cy=".38" r=".78">'
        f'<stop offset="0" stop-color="{light}"/>'
        f'<stop offset="1" stop-color="{dark}"/></radialGradient></defs>'
        '<rect width="400" height="500" fill="url(#wall)"/>'
    )
    return wall + (SCENES[kind](light, dark, seed) if kind in SCENES else "")


def _bokeh(light: str, dark: str, seed: str) -> str:
    chance = dice(seed)
    return "".join(
        disc(
            chance.randint(0, 400),
            chance.randint(0, 420),
            chance.randint(14, 44),
            lighter(light, 0.5),
            chance.choice((0.18, 0.26, 0.34)),
        )
        for _ in range(24)
    )


def _leaves(light: str, dark: str, seed: str) -> str:
    chance = dice(seed)
    spots = [(x, y) for x in (34, 112, 292, 368) for y in range(40, 500, 92)]
    return "".join(
        leaf(
            x + chance.randint(-26, 26),
            y + chance.randint(-26, 26),
            chance.uniform(0.45, 0.85),
            chance.randint(0, 359),
            mix(chance.choice(AUTUMN), light, 0.35),
        )
        for x, y in spots
    )


def _bunting(light: str, dark: str, seed: str) -> str:
    flags = []
    for row, (low, start) in enumerate(((70, 0), (30, 3))):
        flags.append(
            line(f"M-10 {12 + row * 4}Q200 {low * 2 + 8} 410 {12 + row * 4}", darker(dark, 0.2), 3)
        )
        for k in range(9):
            t = (k + 0.5) / 9
            x, y = -10 + 420 * t, 12 + row * 4 + (low * 2 - 4 - row * 4) * 2 * t * (1 - t)
            colour = mix(CLOTHES[(k * 3 + start) % 7], light, 0.25)
            flags.append(fill(f"M{x - 15:.0f} {y:.0f}h30l-15 34Z", colour))
    return "".join(flags)


def _shelf(light: str, dark: str, seed: str) -> str:
    chance, parts = dice(seed), []
    for top in (-20, 106, 232, 358):
        x = 6.0
        while x < WIDE:
            wide, high = chance.randint(13, 25), chance.randint(72, 100)
            colour = mix(chance.choice(CLOTHES), light, 0.5)
            parts.append(box(x, top + 112 - high, wide, high, colour, round=2))
            parts.append(box(x + 3, top + 112 - high + 12, wide - 6, 5, lighter(colour, 0.5)))
            x += wide + 3
        parts.append(box(0, top + 112, 400, 13, darker(dark, 0.25)))
    return "".join(parts) + box(0, 0, 400, 500, light, opacity=0.25)


def _blackboard(light: str, dark: str, seed: str) -> str:
    chalk = "#f2efe6"
    sun = line(
        "M70 92a24 24 0 1 0 .1 0M70 76v-20M70 156v20M30 116h-18M110 116h18"
        "M42 88l-12 -12M98 88l12 -12",
        chalk,
        4,
        0.6,
    )
    house = line("M300 130v-52h70v52ZM290 82l45 -40 45 40M326 130v-28h18v28", chalk, 4, 0.6)
    sums = line(
        "M26 236v38M14 255h24M60 240q20 -14 20 8t-22 28h26M336 250h26M336 264h26", chalk, 4, 0.6
    )
    star = line("M350 330l7 18 19 1-15 12 5 19-16-11-16 11 5-19-15-12 19-1Z", chalk, 4, 0.6)
    return (
        box(-10, -10, 420, 520, "#3d5750")
        + box(0, 0, 400, 500, "url(#light)")
        + sun
        + house
        + sums
        + star
    )


def _park(light: str, dark: str, seed: str) -> str:
    sky = box(0, 0, 400, 500, "#d5e2e6") + box(0, 0, 400, 500, "url(#light)", opacity=0.5)
    tops = (
        (30, 190, 92, "#9fb595"),
        (140, 160, 76, "#b3c3a0"),
        (268, 176, 84, "#a3b98f"),
        (380, 170, 90, "#c9b27a"),
        (86, 250, 70, "#b9a066"),
        (330, 262, 76, "#8fa886"),
    )
    trees = "".join(disc(x, y, r, c) for x, y, r, c in tops)
    return (
        sky
        + trees
        + fill("M-10 300Q200 268 410 300V510H-10Z", "#8fae7c")
        + fill("M-10 372Q220 330 410 384V510H-10Z", "#7f9f6e")
    )


def _bricks(light: str, dark: str, seed: str) -> str:
    chance, parts = dice(seed), []
    for row in range(16):
        for k in range(-1, 6):
            shade = mix(light, dark, chance.uniform(0.2, 0.75))
            parts.append(box(k * 80 + (row % 2) * 40, row * 32, 76, 28, shade, round=3))
    return "".join(parts) + box(0, 0, 400, 500, "url(#light)")


def _rainbow(light: str, dark: str, seed: str) -> str:
    colours = ("#b5533c", "#d9a441", "#7d9b6a", "#4f8f9a", "#6b5b95")
    arcs = "".join(
        line(f"M{200 - r} 420A{r} {r} 0 0 1 {200 + r} 420", mix(colours[k], light, 0.42), 27)
        for k, r in enumerate(range(330, 200, -27))
    )
    cloud = disc(0, 0, 30, "#ffffff") + disc(32, -12, 36, "#ffffff") + disc(68, 0, 28, "#ffffff")
    return (
        arcs
        + moved(cloud, "translate(20 84) scale(.7)")
        + moved(cloud, "translate(318 60) scale(.6)")
    )


SCENES: dict[str, Callable[[str, str, str], str]] = {
    "bokeh": _bokeh,
    "leaves": _leaves,
    "bunting": _bunting,
    "shelf": _shelf,
    "blackboard": _blackboard,
    "park": _park,
    "bricks": _bricks,
    "rainbow": _rainbow,
}
