"""Where groups stand: a gym, a school yard, a classroom, a pitch, a front door, a play room."""

from collections.abc import Callable

from webapp.demo.drawing.glyphs import written
from webapp.demo.drawing.leaves import AUTUMN, leaf
from webapp.demo.drawing.palette import CLOTHES, darker, dice, lighter, mix
from webapp.demo.drawing.svg import box, disc, fill, line, moved, oval

WIDE, HIGH = 1200, 760


def place(kind: str) -> str:
    """A scene 1200 × 760 with nobody in it yet; the floor begins at 600."""
    return PLACES[kind]() + box(0, 0, WIDE, HIGH, "url(#light)")


def slate(text: str, x: float, y: float) -> str:
    """A framed school slate with the name of the class in chalk, standing around (x, y)."""
    frame = box(x - 66, y - 48, 132, 96, "#9a6f42", round=8)
    board = box(x - 56, y - 38, 112, 76, "#2f423d", round=4)
    return (
        oval(x, y + 52, 84, 12, "url(#soft)")
        + frame
        + board
        + written(text, x, y, 46, "#f4f1e8", width=7)
    )


def step(y: float, low: float, colour: str) -> str:
    """The front and the tread of a step to stand on."""
    return (
        box(60, y - 12, 1080, 16, lighter(colour, 0.22), round=3)
        + box(60, y, 1080, low - y, colour)
        + box(60, y, 1080, 10, darker(colour, 0.3), opacity=0.3)
    )


def _boards(colour: str) -> str:
    floor = box(0, 600, WIDE, 160, colour) + box(0, 600, WIDE, 8, darker(colour, 0.3), opacity=0.5)
    seams = "".join(
        line(
            f"M{600 + (x - 600) * 0.8:.0f} 604L{600 + (x - 600) * 1.3:.0f} 764",
            darker(colour, 0.2),
            2.5,
            0.5,
        )
        for x in range(-60, 1261, 66)
    )
    return floor + seams


def _gym() -> str:
    wall = box(0, 0, WIDE, HIGH, "#e4dccb") + box(0, 330, WIDE, 270, "#cdbf9f")
    bars = ""
    for x in (30, 330, 630, 930):
        bars += box(x, 20, 12, 560, "#a97d4a") + box(x + 228, 20, 12, 560, "#a97d4a")
        bars += "".join(box(x + 8, y, 224, 9, "#c79a63", round=4) for y in range(36, 580, 38))
    return wall + bars + _boards("#c69a62")


def _yard() -> str:
    chance, bricks = dice("yard"), []
    for row in range(19):
        for k in range(-1, 15):
            shade = mix("#c98f74", "#b27459", chance.random())
            bricks.append(box(k * 86 + (row % 2) * 43, row * 33, 82, 29, shade, round=3))
    windows = ""
    for x in (110, 470, 830):
        windows += box(x, 20, 260, 210, "#f3efe4", round=6) + box(x + 14, 34, 110, 182, "#b9d0d8")
        windows += box(x + 136, 34, 110, 182, "#b9d0d8")
        windows += fill(
            f"M{x + 14} 150L{x + 90} 34H{x + 124}V60L{x + 40} 216H{x + 14}Z", "#ffffff", 0.3
        )
        windows += box(x - 12, 228, 284, 16, "#e4ddcd", round=3)
    paper = (
        leaf(170, 90, 0.5, 20, "#d9a441")
        + leaf(545, 70, 0.45, -30, "#b5533c")
        + leaf(905, 74, 0.45, 40, "#7d9b6a")
        + leaf(1030, 60, 0.5, -10, "#c2662a")
    )
    ground = box(0, 600, WIDE, 160, "#b9b2a4") + box(0, 600, WIDE, 8, "#8d8678", opacity=0.6)
    fallen = "".join(
        leaf(
            chance.randint(10, 1190),
            chance.randint(690, 750),
            0.36,
            chance.randint(0, 359),
            chance.choice(AUTUMN),
        )
        for _ in range(22)
    )
    return box(0, 0, WIDE, HIGH, "#a5674d") + "".join(bricks) + windows + paper + ground + fallen


def _classroom() -> str:
    wall = box(0, 0, WIDE, HIGH, "#dfe3d6") + box(0, 470, WIDE, 130, "#c3cab6")
    board = box(170, 36, 860, 330, "#a77f4f", round=8) + box(186, 52, 828, 298, "#3a5650")
    chalk = "#eef0e6"
    doodles = line(
        "M250 110a26 26 0 1 0 .1 0M250 92v-14M250 178v14M206 136h-14M294 136h14", chalk, 4, 0.7
    )
    doodles += written("3", 880, 110, 40, chalk, width=6) + line(
        "M916 110h26M929 97v26", chalk, 4.5, 0.8
    )
    doodles += written("4", 974, 110, 40, chalk, width=6)
    doodles += line("M560 92q20 -28 40 0t40 0t40 0M520 84v36h-26v-36l13 -12Z", chalk, 4, 0.6)
    flags = line("M-10 8Q600 74 1210 8", "#8a8674", 3)
    for k in range(22):
        t = (k + 0.5) / 22
        x, y = -10 + 1220 * t, 8 + 132 * t * (1 - t)
        flags += fill(
            f"M{x - 20:.0f} {y:.0f}h40l-20 40Z", mix(CLOTHES[(k * 3) % 7], "#f3efe4", 0.2)
        )
    sheets = ""
    for x, colour in ((26, "#f3d9cf"), (96, "#dfe8ea"), (1056, "#f0e3c4"), (1126, "#e3ddea")):
        sheets += box(x, 120, 58, 76, colour, round=3) + disc(x + 29, 158, 16, darker(colour, 0.25))
        sheets += box(x, 220, 58, 76, lighter(colour, 0.3), round=3) + line(
            f"M{x + 12} 270l16 -24 18 24", darker(colour, 0.35), 5
        )
    return wall + board + doodles + sheets + flags + _boards("#b98d5c")


def _pitch() -> str:
    sky = box(0, 0, WIDE, 400, "#c5dae3") + "".join(
        oval(x, y, 90, 22, "#ffffff", opacity=0.55)
        for x, y in ((180, 80), (260, 96), (820, 60), (910, 74))
    )
    trees = "".join(
        disc(x, 300 + (x * 7) % 30, 74 + (x * 3) % 34, c)
        for x, c in zip(
            range(0, 1260, 96), ("#86a582", "#98b38c", "#7c9c7c", "#a3b98f") * 4, strict=False
        )
    )
    grass = box(0, 350, WIDE, 410, "#7fab6f") + "".join(
        fill(
            f"M{600 + x * 0.6:.0f} 350H{672 + x * 0.6:.0f}"
            f"L{804 + x * 1.7:.0f} 760H{600 + x * 1.7:.0f}Z",
            "#75a166",
        )
        for x in range(-1200, 1300, 240)
    )
    net = "".join(line(f"M{x} 120V420", "#ffffff", 2, 0.45) for x in range(222, 990, 24))
    net += "".join(line(f"M210 {y}H990", "#ffffff", 2, 0.45) for y in range(140, 420, 24))
    goal = line("M210 424V112H990V424", "#fbf9f4", 14)
    return sky + trees + grass + net + goal + line("M0 440H1200", "#f6f6ee", 6, 0.8)


def _door() -> str:
    wall = box(0, 0, WIDE, HIGH, "#d7cdbd")
    wall += "".join(line(f"M0 {y}H1200", "#c3b8a5", 3) for y in range(60, 600, 76))
    wall += "".join(
        line(f"M{x + (y // 76 % 2) * 80} {y - 16}v76", "#c3b8a5", 3)
        for y in range(76, 600, 76)
        for x in range(40, 1200, 160)
    )
    arch = fill("M420 600V250A180 180 0 0 1 780 250V600Z", "#f1ebdf") + fill(
        "M446 600V252A154 154 0 0 1 754 252V600Z", "#2f5d62"
    )
    panes = line("M600 100V600M446 268H754", "#f1ebdf", 12)
    glass = fill(
        "M458 256A142 142 0 0 1 592 112V256ZM608 112A142 142 0 0 1 742 256H608Z", "#a9c6cc"
    )
    pots = ""
    for x in (250, 950):
        pots += "".join(
            disc(x + a, 210 + b, 60, c)
            for a, b, c in (
                (0, 0, "#6f9268"),
                (-44, 60, "#7d9f73"),
                (44, 60, "#64875f"),
                (0, 90, "#75986c"),
            )
        )
        pots += box(x - 7, 300, 14, 200, "#7a5a3c")
    return wall + arch + panes + glass + pots + box(0, 600, WIDE, 160, "#bdb3a3")


def _play_room() -> str:
    wall = box(0, 0, WIDE, HIGH, "#f0e6d2") + box(0, 420, WIDE, 180, "#d9dfc9")
    colours = ("#c9705a", "#e0b35a", "#93ab7c", "#6f9fa8", "#8a7bab")
    bow = "".join(
        line(f"M{600 - r} 420A{r} {r} 0 0 1 {600 + r} 420", mix(colours[k], "#f0e6d2", 0.3), 36)
        for k, r in enumerate(range(390, 210, -36))
    )
    cloud = disc(0, 0, 34, "#ffffff") + disc(40, -16, 42, "#ffffff") + disc(84, 0, 32, "#ffffff")
    cloud += box(-6, 0, 96, 33, "#ffffff", round=16)
    sky = moved(cloud, "translate(330 76) scale(.8)") + moved(cloud, "translate(70 190)")
    sun = disc(1090, 96, 52, "#eec463")
    rug = oval(600, 706, 620, 100, "#c9867a") + oval(600, 706, 560, 82, "#dba396")
    return wall + bow + sun + sky + _boards("#c9a06b") + rug


PLACES: dict[str, Callable[[], str]] = {
    "gym": _gym,
    "yard": _yard,
    "classroom": _classroom,
    "pitch": _pitch,
    "door": _door,
    "play room": _play_room,
}
