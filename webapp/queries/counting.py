"""How many rows a table has of each state, also where counting them would take seconds.

What people wait for or have to look after is counted by an index, however large the table is. Of
what is merely there (photos with previews, messages that were sent) PostgreSQL knows about how
many there are: from a hundred thousand rows on that is what is told. A state that hardly any row
has may be missing then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, literal, select, text, union_all
from sqlalchemy.orm import InstrumentedAttribute

from webapp.models.base import db

MANY = 100_000
# How many rows the table has that are not in the trash, as of the last time PostgreSQL looked, and
# the share of each value.
_SHARES = text(
    "SELECT c.reltuples * coalesce(t.null_frac, 1), v.value, v.share FROM pg_class c"
    " LEFT JOIN pg_stats t ON t.schemaname = current_schema() AND t.tablename = :name"
    " AND t.attname = 'trash_id' LEFT JOIN pg_stats s"
    " ON s.schemaname = current_schema() AND s.tablename = :name AND s.attname = :column"
    " LEFT JOIN LATERAL unnest(s.most_common_vals::text::text[], s.most_common_freqs)"
    " AS v (value, share) ON true WHERE c.oid = to_regclass(:name)"
)


@dataclass(frozen=True)
class Counted:
    """How many there are of each state; of those in `about` the database only reckons so."""

    numbers: Mapping[str, int]
    about: frozenset[str] = frozenset()


def counted_by(
    column: InstrumentedAttribute[str], *, watched: Mapping[str, Sequence[ColumnElement[bool]]]
) -> Counted:
    """The rows of each state; of the `watched` ones always exactly, of others from MANY on about.

    Watched states come with the conditions by which an index finds them; two statements.
    """
    about = _about(column)
    if about is None or about[0] < MANY:
        rows = db.session.execute(select(column, func.count()).group_by(column))
        return Counted({state: number for state, number in rows})
    number_of_rows, shares = about
    found = {
        state: round(share * number_of_rows)
        for state, share in shares.items()
        if state not in watched
    }
    return Counted(found | _exactly(column, watched), frozenset(found))


def _about(column: InstrumentedAttribute[str]) -> tuple[float, dict[str, float]] | None:
    """Rows of the table, and the shares of its states, as the database reckons; None: it doesn't,
    or not yet."""
    if db.engine.dialect.name != "postgresql":
        return None
    names = {"name": column.class_.__tablename__, "column": column.key}
    rows = db.session.execute(_SHARES, names).all()
    shares = {value: share for _rows, value, share in rows if value is not None}
    return (rows[0][0], shares) if shares else None


def _exactly(
    column: InstrumentedAttribute[str], watched: Mapping[str, Sequence[ColumnElement[bool]]]
) -> dict[str, int]:
    counts = (
        select(literal(state), func.count()).select_from(column.class_).where(column == state, *by)
        for state, by in watched.items()
    )
    rows = db.session.execute(union_all(*counts))
    return {state: number for state, number in rows if number}
