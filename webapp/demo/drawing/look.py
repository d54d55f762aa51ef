"""What somebody looks like, and how they hold still for one picture."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """Everything about a person that stays the same from picture to picture."""

    skin: int = 1
    hair: str = "brown"
    style: str = "short"
    clothes: str = "tee"
    colour: str = "#2f5d8a"
    second: str = "#f0e3c4"
    eyes: str = "brown"
    lashes: bool = False
    glasses: str = ""
    freckles: bool = False
    hearing_aid: str = ""
    trim: str = ""
    beard: str = ""
    wide: float = 1.0
    trousers: str = "#34465c"
    number: str = ""
    age: str = "child"


@dataclass(frozen=True)
class Pose:
    """How they hold themselves: turned (-1 to 1), tilted (degrees), arms, eyes and mouth."""

    turn: float = 0.0
    tilt: float = 0.0
    mouth: str = "smile"
    gaze: str = "open"
    arms: str = "down"
    legs: str = "standing"
    extra: str = ""
