"""What was looked for, in bold where it was found; everything else of the text is escaped."""

import re
from collections.abc import Sequence

from markupsafe import Markup


def marked(text: str | None, words: Sequence[str]) -> Markup:
    """The text with every place in bold where one of the words stands, whatever its capitals."""
    shown = text or ""
    looked_for = sorted(filter(None, words), key=len, reverse=True)
    if not looked_for:
        return Markup.escape(shown)
    pattern = re.compile(f"({'|'.join(map(re.escape, looked_for))})", re.IGNORECASE)
    # With one group in the pattern every second piece is a match.
    pieces = pattern.split(shown)
    return Markup("").join(
        Markup("<mark>{}</mark>").format(piece) if place % 2 else Markup.escape(piece)
        for place, piece in enumerate(pieces)
    )
