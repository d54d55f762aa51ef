"""What breaks a line in a mail, an SMS or a log, and is never part of an address or a name."""

from collections.abc import Sequence

_BREAKS = frozenset("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")


def has_line_break(sent: Sequence[object] | None) -> bool:
    """Whether a field was sent with one, anywhere in it."""
    return any(not _BREAKS.isdisjoint(str(value)) for value in sent or ())
