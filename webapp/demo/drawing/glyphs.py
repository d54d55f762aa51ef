"""Chalk figures and letters, drawn as strokes so that no font is needed."""

from webapp.demo.drawing.svg import line, moved

STROKES = {
    "0": "M20 4C4 4 4 56 20 56S36 4 20 4Z",
    "1": "M8 18L24 4V56",
    "2": "M6 16C8 0 36 0 34 20C32 34 10 44 6 56H36",
    "3": "M7 10C16 0 36 4 34 18C32 28 22 28 16 28C26 28 36 32 34 44C32 58 12 60 5 50",
    "4": "M26 56V4L4 40H36",
    "5": "M34 4H10L8 26C22 20 36 26 34 42C32 58 12 58 5 50",
    "6": "M30 6C12 14 4 32 6 44C10 60 34 58 34 42C34 28 14 26 6 40",
    "7": "M6 4H36L16 56",
    "8": "M20 28C4 24 6 4 20 4S36 24 20 28C2 32 4 56 20 56S38 32 20 28Z",
    "9": "M34 20C32 34 8 34 7 18C8 0 34 0 34 20C36 36 28 50 14 56",
    "a": "M34 28C26 16 6 22 6 40C6 58 28 60 34 44M34 22V48C34 54 37 56 40 55",
    "b": "M8 2V54M8 36C14 18 36 22 36 40C36 58 14 60 8 46",
    "c": "M34 28C24 16 6 24 6 40C6 56 24 62 34 50",
}


def written(text: str, x: float, y: float, high: float, colour: str, *, width: float = 6) -> str:
    """The text around the middle (x, y), `high` units high."""
    size = high / 60
    start = x - len(text) * 46 * size / 2
    return "".join(
        moved(
            line(STROKES[sign], colour, width),
            f"translate({start + k * 46 * size:.1f} {y - high / 2:.1f}) scale({size:.3f})",
        )
        for k, sign in enumerate(text)
    )
