"""A whole person: legs, arms, clothes, head and hair in the right order."""

from webapp.demo.drawing import hair
from webapp.demo.drawing.clothes import base_colour, garment, short_sleeves
from webapp.demo.drawing.faces import face
from webapp.demo.drawing.headwear import AT_THE_NECK, worn
from webapp.demo.drawing.look import Look, Pose
from webapp.demo.drawing.palette import SKINS, darker
from webapp.demo.drawing.props import HELD, held
from webapp.demo.drawing.svg import disc, fill, line, mirrored, moved, oval

ARMS = {
    "down": ("M108 440Q66 540 86 628", (86, 632)),
    "lap": ("M108 440Q58 550 130 634", (136, 636)),
    "holding": ("M108 440Q52 556 140 574", (148, 574)),
    "up": ("M108 440Q50 370 52 262", (52, 250)),
    "behind": ("M108 440Q72 540 112 620", (112, 610)),
}
CHIN, HAND = 369, 24
HEAD_SIZE = {"child": 1.0, "adult": 0.84, "nursery": 1.12}


def person(look: Look, pose: Pose) -> str:
    """Somebody in a frame 400 wide: hair from 80, shoulders at 420, shoes at 870 down."""
    arms = "holding" if pose.extra in HELD else pose.arms
    neck_wear = AT_THE_NECK[pose.extra](look) if pose.extra in AT_THE_NECK else ""
    in_front = arms in ("holding", "lap", "up")
    sleeves = _arms(look, arms)
    parts = [
        _head(look, pose, hair.behind(look)),
        _legs(look, pose.legs),
        "" if in_front else sleeves,
        _neck(look),
        garment(look),
        _armpits(look) if not in_front else "",
        neck_wear,
        sleeves if in_front else "",
        _head(look, pose, _whole_head(look, pose)),
        held(pose.extra, look) + _hands(look, arms) if arms == "holding" else "",
    ]
    return "".join(parts)


def _whole_head(look: Look, pose: Pose) -> str:
    lag = pose.turn * 4
    return (
        face(look, pose)
        + moved(hair.around(look) + hair.over(look), f"translate({lag:.1f} 0)")
        + moved(worn(look.trim, look) + worn(pose.extra, look), f"translate({lag:.1f} 0)")
    )


def _head(look: Look, pose: Pose, content: str) -> str:
    if not content:
        return ""
    size = HEAD_SIZE[look.age]
    stretch = f"scale({size * look.wide:g} {size:g})"
    return moved(
        content, f"translate(200 {CHIN}) rotate({pose.tilt:g}) {stretch} translate(-200 -340)"
    )


def _neck(look: Look) -> str:
    skin = SKINS[look.skin]
    throat = fill(
        "M166 300H234V366C236 378 246 384 252 392C240 416 160 416 148 392C154 384 164 378 166 366Z",
        skin.base,
    )
    return throat + fill("M166 306H234V356C222 374 178 374 166 356Z", skin.shade, 0.75)


def _arms(look: Look, kind: str) -> str:
    along, (x, y) = ARMS[kind]
    skin, sleeve = SKINS[look.skin], base_colour(look)
    hand = disc(x, y, HAND, skin.base)
    if short_sleeves(look):
        arm = line(along, skin.base, 40) + hand + line(along, sleeve, 58, dash="92 999")
        arm += disc(108, 440, 29, sleeve)
    else:
        arm = hand + line(along, sleeve, 56, dash="999") + disc(108, 440, 28, sleeve)
        arm += line(along, look.second, 57, dash="13 17") if look.clothes == "stripe" else ""
        arm += line(along, darker(sleeve, 0.14), 57, dash="0 178 16 999")
    return arm + mirrored(arm)


def _hands(look: Look, kind: str) -> str:
    x, y = ARMS[kind][1]
    hand = disc(x, y, HAND, SKINS[look.skin].base) + line(
        f"M{x + 6} {y - 12}q14 2 16 10", SKINS[look.skin].shade, 4, 0.7
    )
    return hand + mirrored(hand)


def _armpits(look: Look) -> str:
    return line(
        "M112 482Q104 540 108 600M288 482Q296 540 292 600", darker(base_colour(look), 0.5), 4, 0.3
    )


def _legs(look: Look, kind: str) -> str:
    shoe = darker(look.colour, 0.45)
    cloth = look.colour if look.clothes in ("dungarees", "pinafore") else look.trousers
    if kind == "sitting":
        knee = oval(150, 676, 50, 42, cloth) + line("M150 690L146 806", cloth, 64)
        knee += oval(142, 836, 42, 22, shoe)
        return knee + mirrored(knee) + line("M200 668V700", darker(cloth, 0.4), 5)
    leg = line("M152 650L150 836", cloth, 72) + oval(142, 862, 44, 22, shoe)
    return leg + mirrored(leg) + fill("M116 640H284V700Q240 736 200 716Q160 736 116 700Z", cloth)
