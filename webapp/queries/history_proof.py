"""Whether the history is as it was written: every chain walked from its first record (S8, H2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import exists, select

from webapp.domain.history_chain import Fault, Record, Walk
from webapp.models.base import db
from webapp.models.history import HistoryEntry, HistoryHead

_AT_ONCE = 1000


@dataclass(frozen=True)
class ProvenChain:
    """One chain: the id of its job or studio, how many records, and what is wrong with which."""

    chain: str
    records: int
    faults: list[tuple[Fault, int]]


def proven_chains() -> Iterator[ProvenChain]:
    """Every chain there is, or should be; one in memory at a time.

    Records and the head of their chain come with one statement: who writes meanwhile is no fault.
    """
    rows = db.session.execute(_RECORDS.execution_options(yield_per=_AT_ONCE))
    for chain, of_chain in groupby(rows, key=lambda row: row.chain):
        walk, records, head = Walk(chain), 0, None
        for row in of_chain:
            *values, head = row
            walk.take(Record(*values))
            records += 1
        yield ProvenChain(chain, records, walk.end(head=head))
    for chain, head in db.session.execute(_WITHOUT_RECORDS):
        yield ProvenChain(chain, 0, Walk(chain).end(head=head))


_RECORDS = (
    select(
        *(
            getattr(HistoryEntry, name)
            for name in (
                "chain", "number", "studio_id", "job_id", "at", "actor_kind", "actor_name",
                "deed", "changes", "counts", "salt", "content", "seals", "hash",
            )
        ),
        HistoryHead.number,
    )
    .outerjoin(HistoryHead, HistoryHead.chain == HistoryEntry.chain)
    .order_by(HistoryEntry.chain, HistoryEntry.number)
)  # fmt: skip
_WITHOUT_RECORDS = select(HistoryHead.chain, HistoryHead.number).where(
    ~exists().where(HistoryEntry.chain == HistoryHead.chain)
)
