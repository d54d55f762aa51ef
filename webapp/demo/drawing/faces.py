"""Faces: a round head, kind eyes and many ways to smile."""

from webapp.demo.drawing.look import Look, Pose
from webapp.demo.drawing.palette import EYES, HAIR, SKINS, Skin, darker, lighter
from webapp.demo.drawing.svg import disc, fill, line, moved, oval

ROUND = (
    "M119 204C119 142 154 108 200 108S281 142 281 204C281 240 274 268 257 289"
    "C242 308 222 318 200 318S158 308 143 289C126 268 119 240 119 204Z"
)
GROWN = (
    "M121 200C121 140 155 106 200 106S279 140 279 200C279 244 272 278 256 301"
    "C241 322 222 331 200 331S159 322 144 301C128 278 121 244 121 200Z"
)
DARK = (4, 5, 6)


def face(look: Look, pose: Pose) -> str:
    """The head without its hair, in a frame 400 wide with the head around (200, 215)."""
    skin, shift = SKINS[look.skin], pose.turn * 13
    shape = GROWN if look.age == "adult" else ROUND
    parts = [
        "" if look.style == "hijab" else _ears(look, skin, pose.turn),
        fill(shape, skin.base),
        _blush(skin, shift),
        _freckles(skin, shift) if look.freckles else "",
        _eyes(look, skin, pose, shift),
        _brows(look, shift),
        _nose(look, skin, shift * 1.35),
        _beard(look),
        moved(
            _mouth(pose.mouth, skin), f"translate({200 + shift * 1.1:.1f} {_mouth_height(look)})"
        ),
        _glasses(look.glasses, shift) if look.glasses else "",
    ]
    return "".join(parts)


def _mouth_height(look: Look) -> int:
    return 274 if look.age == "adult" else 264


def _ears(look: Look, skin: Skin, turn: float) -> str:
    parts = []
    for side in (-1, 1):
        hidden = max(0.0, side * turn) * 11
        x = 200 + side * (81 - hidden)
        parts.append(oval(x, 226, 16, 22, skin.base))
        parts.append(line(f"M{x + side * 5} 214q{side * 6} 10 {-side * 3} 20", skin.shade, 5))
    if look.hearing_aid:
        x = 111 + max(0.0, -turn) * 11
        parts.append(line(f"M{x} 206q-10 8 -6 26", look.hearing_aid, 11))
        parts.append(line(f"M{x} 204q10 2 12 20", lighter(look.hearing_aid, 0.5), 4))
    return "".join(parts)


def _blush(skin: Skin, shift: float) -> str:
    return "".join(oval(x + shift, 256, 19, 12, skin.blush, opacity=0.22) for x in (148, 252))


def _freckles(skin: Skin, shift: float) -> str:
    spots = (
        (145, 244),
        (157, 239),
        (152, 252),
        (166, 248),
        (234, 248),
        (243, 239),
        (255, 244),
        (248, 252),
    )
    return "".join(disc(x + shift, y, 2.5, skin.shade) for x, y in spots)


def _eyes(look: Look, skin: Skin, pose: Pose, shift: float) -> str:
    return "".join(
        moved(_eye(look, skin, pose, side), f"translate({200 + side * 34 + shift:.1f} 222)")
        for side in (-1, 1)
    )


def _eye(look: Look, skin: Skin, pose: Pose, side: int) -> str:
    closed = pose.gaze == "happy" or (pose.gaze == "wink" and side == 1)
    if closed:
        return line("M-14 4Q0 -14 14 4", darker(skin.lip, 0.5), 5.5)
    size = 0.86 if look.age == "adult" else 1.0
    iris = EYES[look.eyes]
    away = pose.turn * 1.5
    parts = [
        oval(0, 0, 10 * size, 12.5 * size, darker(iris, 0.35)),
        oval(away, 2 * size, 7 * size, 8.5 * size, iris),
        oval(away, 0, 4.6 * size, 6 * size, "#17110f"),
        disc(3.6 + away, -4.6, 3.5 * size, "#ffffff"),
        disc(-3.4 + away, 5, 1.6 * size, "#ffffff", 0.7),
    ]
    if look.lashes:
        flicks = f"M{8 * side} -9l{8 * side} -6M{10 * side} -4l{8 * side} -3"
        parts.append(line(flicks, "#2a1d19", 3.6))
    return "".join(parts)


def _brows(look: Look, shift: float) -> str:
    colour = darker(HAIR.get(look.hair, look.hair), 0.25)
    lift = {"blue": -2, "green": 1}.get(look.eyes, 0)
    width = 7 if look.age == "adult" and not look.lashes else 5.5
    left = f"M{149 + shift:.1f} {198 + lift}q16 -11 31 -4"
    right = f"M{220 + shift:.1f} {194 + lift}q16 -7 31 4"
    return line(left, colour, width, 0.85) + line(right, colour, width, 0.85)


def _nose(look: Look, skin: Skin, shift: float) -> str:
    x = 200 + shift
    if look.skin in DARK:
        return line(f"M{x - 10:.1f} 247q10 9 20 0", skin.shade, 5.5)
    if look.freckles or look.age == "nursery":
        return line(f"M{x - 7:.1f} 245q7 7 14 0", skin.shade, 5)
    return line(f"M{x - 3:.1f} 234q-8 14 7 15", skin.shade, 5)


def _mouth(kind: str, skin: Skin) -> str:
    lip = skin.lip
    closed = {
        "smile": "M-32 0Q0 32 32 0",
        "small": "M-20 4Q0 22 20 4",
        "crooked": "M-28 6Q6 28 31 -4",
        "beam": "M-36 -4Q0 40 36 -4M-42 -6q4 -3 8 1M42 -6q-4 -3 -8 1",
    }
    if kind in closed:
        return line(closed[kind], lip, 5.5)
    bowl = "M-34 -4Q0 2 34 -4Q26 32 0 32T-34 -4Z"
    teeth = "M-32 -3Q0 3 32 -3Q30 6 26 11Q0 17 -26 11Q-30 6 -32 -3Z"
    if kind == "grin":
        shallow = "M-34 -4Q0 4 34 -4Q24 26 0 26T-34 -4Z"
        return fill(shallow, "#ffffff") + line(shallow, lip, 5)
    parts = [fill(bowl, darker(lip, 0.25)), oval(0, 25, 15, 7, "#dd7268"), fill(teeth, "#ffffff")]
    if kind == "gap":
        parts.append(fill("M3 -1L14 -1L13 14L4 15Z", darker(lip, 0.25)))
    parts.append(line(bowl, lip, 4.5))
    return "".join(parts)


def _beard(look: Look) -> str:
    if not look.beard:
        return ""
    colour = HAIR.get(look.hair, look.hair)
    shape = (
        "M122 222C124 262 132 290 148 308C164 328 182 338 200 338S236 328 252 308"
        "C268 290 276 262 278 222C270 240 262 250 250 254C236 244 220 248 200 250"
        "C180 248 164 244 150 254C138 250 130 240 122 222Z"
    )
    return fill(shape, colour, 0.92 if look.beard == "full" else 0.3)


def _glasses(kind: str, shift: float) -> str:
    shape, colour = kind.split()
    if shape == "round":
        lenses = (
            "M141 222a26 26 0 1 0 52 0a26 26 0 1 0 -52 0M207 222a26 26 0 1 0 52 0a26 26 0 1 0 -52 0"
        )
    else:
        lenses = (
            "M142 204h44q8 0 8 8v16q0 16 -16 16h-24q-16 0 -16 -16v-20q0 -4 4 -4Z"
            "M258 204h-44q-8 0 -8 8v16q0 16 16 16h24q16 0 16 -16v-20q0 -4 -4 -4Z"
        )
    frame = fill(lenses, "#ffffff", 0.16) + line(lenses, colour, 5.5)
    bridge = line("M193 220q7 -6 14 0M141 216l-20 -5M259 216l20 -5", colour, 5.5)
    return moved(frame + bridge, f"translate({shift:.1f} 0)")
