"""The colours of the demo's people, clothes and walls."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Skin:
    """One tone of skin with the shade, blush and lips that suit it."""

    base: str
    shade: str
    blush: str
    lip: str


SKINS = (
    Skin("#f8dcc6", "#e8bc9d", "#e8735a", "#8f3a32"),
    Skin("#f3caa9", "#dfa981", "#dd6a4b", "#86352c"),
    Skin("#e6b189", "#cb9063", "#cf5f43", "#7a2f28"),
    Skin("#cd9167", "#ae7049", "#b94d35", "#6d2723"),
    Skin("#aa6f48", "#8a5535", "#9c3d2c", "#5c1f1d"),
    Skin("#835236", "#673d26", "#a0432f", "#47181a"),
    Skin("#623d2c", "#492b1e", "#8c3a2c", "#351214"),
)
HAIR = {
    "black": "#262322",
    "dark": "#3f2d24",
    "brown": "#6d472d",
    "auburn": "#8c4828",
    "ginger": "#c7682c",
    "blond": "#dfb465",
    "light": "#bd8f58",
    "ash": "#93806b",
    "grey": "#a9a59e",
    "white": "#dcd8d0",
}
EYES = {
    "brown": "#4a2f22",
    "dark": "#2c1f1a",
    "blue": "#3f6f93",
    "green": "#5a7a55",
    "grey": "#5d6b75",
}
CLOTHES = (
    "#2f5d8a", "#b5533c", "#3f7a5a", "#d9a441", "#6b5b95", "#405060",
    "#c46a7b", "#e7e2d6", "#2a3a4f", "#7d9b6a", "#4f8f9a", "#a34a5e",
)  # fmt: skip
LIGHTS = ("#f0e3c4", "#f6f1e6", "#f3d9cf", "#dfe8ea", "#f4e9e2")
TROUSERS = ("#34465c", "#4a4f57", "#7a6a55", "#2f3b34", "#6c5a6d", "#3f5f86")
BACKDROPS = {
    "sage": ("#cfd9d0", "#9db0a2"),
    "sky": ("#cbd7e1", "#96a8ba"),
    "sand": ("#e3d8c7", "#bda98d"),
    "rose": ("#e0cdc6", "#b8998f"),
    "lilac": ("#d5cfdf", "#a59bb7"),
    "olive": ("#dddcc9", "#aeac8c"),
    "mist": ("#c8d6d9", "#8ba3ad"),
}


def mix(colour: str, other: str, share: float) -> str:
    """The colour with the given share (0 to 1) of another stirred in."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def lighter(colour: str, share: float = 0.2) -> str:
    """The colour nearer to white."""
    return mix(colour, "#ffffff", share)


def darker(colour: str, share: float = 0.2) -> str:
    """The colour nearer to ink."""
    return mix(colour, "#1b1512", share)


def dice(seed: str) -> Random:
    """Chance that falls the same way every time for the same seed."""
    return Random(seed)  # noqa: S311 - it chooses the colour of a jumper, nothing secret


def _channels(colour: str) -> tuple[int, int, int]:
    full = colour.lstrip("#")
    return int(full[0:2], 16), int(full[2:4], 16), int(full[4:6], 16)
