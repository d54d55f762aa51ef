"""How each child sat: upright first, turned second, with something of their own third."""

from dataclasses import dataclass

from webapp.demo.drawing.look import Pose


@dataclass(frozen=True)
class Sitting:
    """One portrait of a child: backdrop, size of the child on it, pose."""

    scene: str
    tone: str
    near: float
    pose: Pose


def _three(
    tone: str, mouth: str, turned: Sitting, special: Sitting
) -> tuple[Sitting, Sitting, Sitting]:
    return Sitting("", tone, 1.0, Pose(mouth=mouth)), turned, special


def _turned(
    tone: str, near: float, turn: float, tilt: float, mouth: str, *, scene: str = ""
) -> Sitting:
    return Sitting(scene, tone, near, Pose(turn=turn, tilt=tilt, mouth=mouth))


def _with(
    extra: str, scene: str, tone: str, near: float, mouth: str, *, gaze: str = "open"
) -> Sitting:
    return Sitting(scene, tone, near, Pose(0.25, 3, mouth, gaze, extra=extra))


SITTINGS = {
    "mia": _three(
        "sky",
        "smile",
        _turned("sand", 1.16, -0.9, -4, "laugh"),
        _with("bow", "leaves", "lilac", 0.9, "beam"),
    ),
    "emeka": _three(
        "sage",
        "laugh",
        _turned("olive", 0.88, 0.9, 4, "smile", scene="bokeh"),
        _with("football", "park", "mist", 0.77, "grin"),
    ),
    "finn": _three(
        "sand",
        "gap",
        _turned("mist", 1.14, 0.8, 5, "crooked"),
        _with("paper crown", "bunting", "sky", 0.84, "laugh", gaze="happy"),
    ),
    "yuki": _three(
        "olive",
        "small",
        _turned("rose", 0.9, -0.8, -3, "grin"),
        _with("book", "shelf", "sand", 0.78, "smile"),
    ),
    "henry": _three(
        "rose",
        "grin",
        _turned("sky", 1.12, 0.9, 3, "smile", scene="bokeh"),
        _with("bow tie", "blackboard", "sage", 0.94, "laugh"),
    ),
    "amara": _three(
        "lilac",
        "beam",
        _turned("sage", 0.88, -0.9, -4, "laugh"),
        _with("flower crown", "park", "mist", 0.88, "smile", gaze="happy"),
    ),
    "zofia": _three(
        "mist",
        "smile",
        _turned("rose", 1.12, 0.8, 4, "small"),
        _with("cone", "bunting", "sand", 0.77, "gap"),
    ),
    "mateo": _three(
        "sand",
        "laugh",
        _turned("sky", 0.9, -0.9, -5, "smile"),
        _with("sunflower", "bricks", "rose", 0.77, "grin"),
    ),
    "ida": _three(
        "sage",
        "smile",
        _turned("lilac", 1.1, -0.9, -3, "grin"),
        _with("teddy", "rainbow", "sand", 0.77, "beam", gaze="happy"),
    ),
    "arjan": _three(
        "sky",
        "laugh",
        _turned("olive", 0.9, 0.9, 4, "smile", scene="bokeh"),
        _with("cone", "blackboard", "mist", 0.77, "gap"),
    ),
    "jonas": _three(
        "olive",
        "gap",
        _turned("sand", 1.12, 0.8, 4, "beam"),
        _with("medal", "bricks", "rose", 0.8, "laugh"),
    ),
    "ben": _three(
        "rose",
        "grin",
        _turned("sage", 0.9, -0.9, -4, "crooked", scene="bokeh"),
        _with("woolly hat", "leaves", "sky", 0.92, "laugh"),
    ),
    "salma": _three(
        "mist",
        "smile",
        _turned("sand", 1.1, 0.8, 3, "beam"),
        _with("book", "shelf", "olive", 0.78, "grin"),
    ),
    "theo": _three(
        "lilac",
        "laugh",
        _turned("mist", 0.88, 0.9, 4, "small"),
        _with("cap", "bricks", "sand", 0.94, "grin", gaze="wink"),
    ),
    "naledi": _three(
        "sky",
        "beam",
        _turned("rose", 1.1, -0.8, -4, "laugh", scene="bokeh"),
        _with("scarf", "leaves", "sand", 0.9, "smile"),
    ),
    "elif": _three(
        "sand",
        "small",
        _turned("lilac", 0.9, 0.9, 4, "laugh"),
        _with("leaf", "park", "sage", 0.76, "beam"),
    ),
}
