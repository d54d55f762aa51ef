"""Names that people type: kept readable, without marks that nobody sees."""

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
