"""The history proves itself: each record carries a fingerprint of itself and of the one before it.

Names in a record are forgotten on request (D3), and the chain still holds: a record is linked by
the fingerprint of what it said, and a later record of the same chain seals what it says now.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

FIRST = ""
"""What stands before the first record of a chain."""


@dataclass(frozen=True)
class Record:
    """One record as it is on record. `content` is the fingerprint of what it said when written,
    `seals`: numbers of earlier records, with the fingerprint of what they say from now on."""

    chain: str
    number: int
    studio_id: str
    job_id: str | None
    at: datetime
    actor_kind: str
    actor_name: str
    deed: str
    changes: Any
    counts: Any
    salt: str
    content: str
    seals: Mapping[str, str] | None
    hash: str


def content_of(*, salt: str, actor_name: str, changes: Any) -> str:
    """The fingerprint of what may be forgotten: who, and what changed. `salt` keeps it from being
    guessed once it is forgotten. 64 hexadecimal digits."""
    return _fingerprint([salt, actor_name, changes])


def link(values: Mapping[str, Any], *, before: str) -> str:
    """The fingerprint of a record and of all before it; `before` is that of the last one, or FIRST.

    64 hexadecimal digits.
    """
    return _fingerprint(
        [
            values["chain"],
            values["number"],
            before,
            values["studio_id"],
            values["job_id"],
            values["at"].astimezone(UTC).isoformat(timespec="microseconds"),
            values["actor_kind"],
            values["deed"],
            values["counts"],
            values["content"],
            values["seals"],
        ]
    )


class Fault(StrEnum):
    """What can be wrong with a chain."""

    MISSING = "missing"
    CHANGED = "changed"
    LINK = "link"
    CUT = "cut"


@dataclass
class Walk:
    """Goes through one chain, record by record from the first, and notes what is wrong."""

    chain: str
    faults: list[tuple[Fault, int]] = field(default_factory=list)
    _number: int = 0
    _before: str = FIRST
    _said: dict[int, str] = field(default_factory=dict)
    _sealed: dict[int, str] = field(default_factory=dict)

    def take(self, record: Record) -> None:
        """The next record."""
        for number in range(self._number + 1, record.number):
            self.faults.append((Fault.MISSING, number))
        if record.number == self._number + 1 and record.hash != link(
            vars(record), before=self._before
        ):
            self.faults.append((Fault.LINK, record.number))
        self._number, self._before = record.number, record.hash
        self._said[record.number] = content_of(
            salt=record.salt, actor_name=record.actor_name, changes=record.changes
        )
        self._sealed[record.number] = record.content
        for sealed, content in (record.seals or {}).items():
            self._sealed[int(sealed)] = content

    def end(self, *, head: int | None) -> list[tuple[Fault, int]]:
        """All faults, by number; `head` is how many records there should be, None: not known."""
        changed = [
            (Fault.CHANGED, number)
            for number, said in self._said.items()
            if said != self._sealed[number]
        ]
        cut = [(Fault.CUT, self._number)] if head != self._number else []
        return sorted([*self.faults, *changed, *cut], key=lambda fault: fault[1])


def _fingerprint(facts: list[Any]) -> str:
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
