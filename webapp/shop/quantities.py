"""How many: read from what a form sent."""

import re


def read_quantity(text: str) -> int | None:
    """The whole number meant, at most three digits; None: it is none."""
    return int(text) if re.fullmatch(r"[0-9]{1,3}", text.strip()) else None
