"""Autumn leaves: fallen, painted on a wall or held in a hand."""

from webapp.demo.drawing.palette import darker
from webapp.demo.drawing.svg import fill, line, moved

LEAF = (
    "M0 30C-8 18 -34 22 -38 2C-28 4 -24 0 -26 -12C-16 -8 -10 -14 0 -38"
    "C10 -14 16 -8 26 -12C24 0 28 4 38 2C34 22 8 18 0 30Z"
)
AUTUMN = ("#c2662a", "#d9a441", "#a5432b", "#b98a3a", "#8a5a2b")


def leaf(x: float, y: float, size: float, turn: float, colour: str) -> str:
    """A maple leaf around (x, y)."""
    drawn = fill(LEAF, colour) + line("M0 44V-18M0 14L-20 2M0 14L20 2", darker(colour, 0.25), 3)
    return moved(drawn, f"translate({x:g} {y:g}) rotate({turn:g}) scale({size:g})")
