"""Group photos: rows of people on steps and benches, nobody hidden."""

from collections.abc import Sequence
from dataclasses import replace

from webapp.demo.drawing.crowd import mood
from webapp.demo.drawing.look import Look, Pose
from webapp.demo.drawing.palette import darker, dice, lighter
from webapp.demo.drawing.people import person
from webapp.demo.drawing.places import HIGH, WIDE, place, slate, step
from webapp.demo.drawing.svg import box, disc, document, fill, line, mirrored, moved, oval

CALM = ("smile", "beam", "smile", "grin")


def class_photo(
    looks: Sequence[Look],
    *,
    where: str,
    name: str,
    cheering: bool = False,
    wheelchair: int | None = None,
) -> str:
    """Twenty-one children in three rows; `wheelchair` is the place in the front row of one."""
    chance = dice(name + where + str(cheering))
    wood = "#a9855c" if where != "yard" else "#8f887b"
    back, middle, front = looks[:8], looks[8:15], looks[15:]
    parts = [
        place(where),
        _row(back, 88, 0.43, 133, [_standing(mood(chance), cheering) for _ in back]),
        step(440, 600, wood),
        _row(middle, 212, 0.46, 146, [_standing(mood(chance), False) for _ in middle]),
        step(584, 640, darker(wood, 0.12)),
        _bench(wood),
        oval(600, 718, 560, 26, "url(#soft)"),
    ]
    poses = [
        replace(mood(chance), arms="up" if cheering and k % 2 == 1 else "lap", legs="sitting")
        for k in range(len(front))
    ]
    parts.append(_row(front, 330, 0.49, 158, poses, wheelchair=wheelchair))
    parts.append(slate(name, 600, 690))
    return document(WIDE, HIGH, "".join(parts))


def team_photo(looks: Sequence[Look], *, colour: str, second: str, seed: str) -> str:
    """Eleven players in jerseys with numbers; the captain in the middle holds the ball."""
    chance = dice(seed)
    players = [
        replace(
            look,
            clothes="jersey",
            colour=colour,
            second=second,
            number=str(k + 1),
            trousers=darker(colour, 0.35),
        )
        for k, look in enumerate(looks)
    ]
    back = [replace(mood(chance), arms="behind") for _ in players[:6]]
    front = [replace(mood(chance), arms="lap", legs="sitting") for _ in players[6:]]
    front[2] = replace(front[2], arms="holding", extra="football")
    parts = [
        place("pitch"),
        oval(600, 590, 540, 40, "url(#soft)"),
        _row(players[:6], 62, 0.62, 182, back),
        oval(600, 728, 520, 34, "url(#soft)"),
        _bench("#9a7a55"),
        _row(players[6:], 284, 0.57, 182, front),
    ]
    return document(WIDE, HIGH, "".join(parts))


def teacher_photo(looks: Sequence[Look], *, seed: str) -> str:
    """Nine teachers in front of the school door."""
    chance = dice(seed)
    calm = [
        replace(mood(chance), mouth="grin" if look.beard else chance.choice(CALM), arms="behind")
        for look in looks
    ]
    parts = [
        place("door"),
        step(560, 640, "#a89f90"),
        _row(looks[:5], 64, 0.7, 200, calm[:5]),
        oval(600, 750, 620, 60, "url(#soft)"),
        _row(looks[5:], 236, 0.76, 226, calm[5:]),
    ]
    return document(WIDE, HIGH, "".join(parts))


def nursery_photo(looks: Sequence[Look], grown: Sequence[Look], *, seed: str) -> str:
    """Nine little children on a rug and a chair bench, with two who look after them."""
    chance = dice(seed)
    little = [replace(look, age="nursery") for look in looks]
    standing = [replace(mood(chance), arms="down") for _ in little[:4]]
    sitting = [replace(mood(chance), arms="lap", legs="sitting") for _ in little[4:]]
    sitting[1] = replace(sitting[1], arms="holding", extra="teddy")
    sitting[3] = replace(sitting[3], arms="holding", extra="sunflower")
    calm = [Pose(turn=0.4, mouth="smile"), Pose(turn=-0.4, mouth="grin")]
    parts = [
        place("play room"),
        _row(grown, 60, 0.7, 860, calm),
        _row(little[:4], 196, 0.56, 168, standing),
        oval(600, 716, 520, 34, "url(#soft)"),
        _row(little[4:], 330, 0.5, 172, sitting),
        _toys(),
    ]
    return document(WIDE, HIGH, "".join(parts))


def _row(
    looks: Sequence[Look],
    top: float,
    size: float,
    apart: float,
    poses: Sequence[Pose],
    *,
    wheelchair: int | None = None,
) -> str:
    """People side by side around the middle, their hair at `top`, those outside drawn first."""
    places = sorted(range(len(looks)), key=lambda k: -abs(k - (len(looks) - 1) / 2))
    parts = []
    for k in places:
        x = WIDE / 2 + (k - (len(looks) - 1) / 2) * apart - 200 * size
        y = top - 90 * size + (k % 2) * 7
        drawn = person(looks[k], poses[k])
        if k == wheelchair:
            drawn = _chair() + drawn + _wheels()
        parts.append(moved(drawn, f"translate({x:.1f} {y:.1f}) scale({size})"))
    return "".join(parts)


def _standing(pose: Pose, cheering: bool) -> Pose:
    return replace(pose, arms="up" if cheering else "down")


def _bench(wood: str) -> str:
    legs = "".join(box(x, 620, 16, 110, darker(wood, 0.35)) for x in (150, 592, 1034))
    return legs + box(110, 606, 980, 22, lighter(wood, 0.12), round=5)


def _chair() -> str:
    back = box(84, 470, 232, 200, "#39424a", round=18)
    handle = line("M88 480q-26 -6 -34 8", "#22282d", 15)
    return back + handle + mirrored(handle)


def _wheels() -> str:
    wheel = line("M22 734a34 112 0 1 0 68 0a34 112 0 1 0 -68 0Z", "#22282d", 15) + line(
        "M38 734a24 92 0 1 0 48 0a24 92 0 1 0 -48 0Z", "#b9c1c6", 6
    )
    spokes = line("M56 626V842M36 680L78 790M78 680L36 790", "#8f999f", 3.5)
    rest = fill("M92 812h216v16H92Z", "#39424a")
    arm = line("M92 604v60", "#22282d", 13)
    return wheel + spokes + arm + mirrored(wheel + spokes + arm) + rest


def _toys() -> str:
    ball = disc(150, 706, 36, "#d9a441") + line("M118 694q32 24 64 0M150 670v72", "#f6f1e6", 6)
    blocks = box(1010, 694, 52, 52, "#4f8f9a", round=5) + box(1064, 700, 46, 46, "#b5533c", round=5)
    blocks += box(1034, 644, 50, 50, "#e0b35a", round=5) + disc(1036, 720, 12, "#dfe8ea")
    return (
        oval(150, 744, 50, 9, "url(#soft)") + ball + oval(1060, 748, 80, 10, "url(#soft)") + blocks
    )
