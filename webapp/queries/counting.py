"""How many rows a table has of each state, also where counting them would take seconds.

What people wait for or have to look after is counted by an index, however large the table is. Of
what is merely there (photos with previews, messages that were sent) PostgreSQL knows about how
many there are: from a hundred thousand rows on that is what is told.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select, text, union_all
from sqlalchemy.orm import InstrumentedAttribute

from webapp.models.base import db

MANY = 100_000
_ROWS = text("SELECT reltuples::bigint FROM pg_class WHERE oid = to_regclass(:name)")
_SHARES = text(
    "SELECT unnest(most_common_vals::text::text[]), unnest(most_common_freqs) FROM pg_stats"
    " WHERE schemaname = current_schema() AND tablename = :name AND attname = :column"
)


def counted_by(
    column: InstrumentedAttribute[str],
    *,
    watched: Mapping[str, Sequence[ColumnElement[bool]]],
    many: int = MANY,
) -> dict[str, int]:
    """The rows of each state; of the `watched` ones always exactly, of others from `many` on about.

    Watched states come with the conditions by which an index finds them; never more than four
    statements.
    """
    about = _about(column)
    if about < many:
        rows = db.session.execute(select(column, func.count()).group_by(column))
        return {state: number for state, number in rows}
    found = {
        state: round(share * about)
        for state, share in db.session.execute(_SHARES, _names(column))
        if state not in watched
    }
    return found | _exactly(column, watched)


def _about(column: InstrumentedAttribute[str]) -> int:
    """How many rows the table has, as the database reckons; 0 where it does not, or not yet."""
    if db.engine.dialect.name != "postgresql":
        return 0
    names = _names(column)
    return max(db.session.scalar(_ROWS, {"name": names["name"]}) or 0, 0)


def _names(column: InstrumentedAttribute[str]) -> dict[str, Any]:
    return {"name": column.class_.__tablename__, "column": column.key}


def _exactly(
    column: InstrumentedAttribute[str], watched: Mapping[str, Sequence[ColumnElement[bool]]]
) -> dict[str, int]:
    counts = (
        select(literal(state), func.count()).select_from(column.class_).where(column == state, *by)
        for state, by in watched.items()
    )
    rows = db.session.execute(union_all(*counts))
    return {state: number for state, number in rows if number}
