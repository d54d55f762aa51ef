"""The few shapes every drawing is made of, as SVG text."""

SOFT = (
    '<radialGradient id="soft"><stop offset="0" stop-color="#000" stop-opacity=".42"/>'
    '<stop offset="1" stop-color="#000" stop-opacity="0"/></radialGradient>'
    '<radialGradient id="light" cx=".5" cy=".34" r=".8">'
    '<stop offset="0" stop-color="#fff" stop-opacity=".3"/>'
    '<stop offset=".5" stop-color="#fff" stop-opacity="0"/>'
    '<stop offset="1" stop-color="#1b2127" stop-opacity=".2"/></radialGradient>'
)


def fill(d: str, colour: str, opacity: float = 1) -> str:
    """A closed shape along the path `d`."""
    return f'<path d="{d}" fill="{colour}"{_see_through(opacity)}/>'


def line(d: str, colour: str, width: float, opacity: float = 1, dash: str = "") -> str:
    """A round-ended stroke along the path `d`."""
    dashes = f' stroke-dasharray="{dash}" stroke-linecap="butt"' if dash else ""
    ends = "" if dash else ' stroke-linecap="round"'
    return (
        f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{width:g}"'
        f'{ends}{dashes} stroke-linejoin="round"{_see_through(opacity)}/>'
    )


def oval(x: float, y: float, rx: float, ry: float, colour: str, *, opacity: float = 1) -> str:
    """An ellipse around (x, y)."""
    return (
        f'<ellipse cx="{x:g}" cy="{y:g}" rx="{rx:g}" ry="{ry:g}"'
        f' fill="{colour}"{_see_through(opacity)}/>'
    )


def disc(x: float, y: float, radius: float, colour: str, opacity: float = 1) -> str:
    """A circle around (x, y)."""
    return oval(x, y, radius, radius, colour, opacity=opacity)


def box(
    x: float,
    y: float,
    wide: float,
    high: float,
    colour: str,
    *,
    round: float = 0,
    opacity: float = 1,
) -> str:
    """A rectangle from its top left corner, its corners rounded by `round`."""
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{wide:g}" height="{high:g}" rx="{round:g}"'
        f' fill="{colour}"{_see_through(opacity)}/>'
    )


def moved(content: str, transform: str) -> str:
    """The same content somewhere else, at another size or turned."""
    return f'<g transform="{transform}">{content}</g>'


def mirrored(content: str) -> str:
    """The same content with left and right exchanged inside a person's frame, 400 wide."""
    return moved(content, "translate(400 0) scale(-1 1)")


def document(wide: int, high: int, content: str) -> str:
    """A whole SVG file."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}">'
        f"<defs>{SOFT}</defs>{content}</svg>"
    )


def _see_through(opacity: float) -> str:
    return "" if opacity == 1 else f' opacity="{opacity:g}"'
