"""Names that people type: kept readable, without marks that nobody sees."""

import re
import unicodedata

_INVISIBLE = ("Cc", "Cf", "Co", "Cs", "Cn")


def cleaned(typed: str | None) -> str:
    """One line without control and direction marks, white space folded; may be empty."""
    shown = "".join(
        letter
        for letter in unicodedata.normalize("NFC", (typed or "").replace("\t", " "))
        if letter.isspace() or unicodedata.category(letter) not in _INVISIBLE
    )
    return " ".join(shown.split())


def cleaned_lines(typed: str | None) -> str:
    """The same of a text of several lines: its paragraphs stay, apart by one empty line."""
    lines = (cleaned(line) for line in (typed or "").splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
