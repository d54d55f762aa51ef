"""What a browser loses when it forgets one of its codes: shown before, taken out after."""

from collections.abc import Sequence
from datetime import datetime

from webapp.queries.baskets import Line, pending
from webapp.queries.visitors import OpenedKey


def leaving_with(
    code_id: str, opened: Sequence[OpenedKey], *, visitor_id: str, now: datetime
) -> tuple[Line, ...]:
    """What could be ordered with this code, and can't without it."""
    rest = [each for each in opened if each.code_id != code_id]
    stays = {line.id for line in pending(visitor_id, rest, now=now).orderable}
    before = pending(visitor_id, opened, now=now).orderable
    return tuple(line for line in before if line.id not in stays)
