"""Why somebody cannot see the photos of a job, or that they can: from the facts that decide (H1).

Three gates have to be open: the job is on sale (S1, A6), a code opens something, and there are
pictures to be seen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from webapp.domain.actors import Actor
from webapp.domain.archiving import ArchivePlan
from webapp.domain.explaining import Reason, weighed, worth_knowing
from webapp.domain.status import Standing


class PhotoWhy(StrEnum):
    """Why pictures are not seen; the last ones decide nothing."""

    PLANNED = "planned"
    PAUSED = "paused"
    STOPPED = "stopped"
    ARCHIVED = "archived"
    NO_CODE = "no-code"
    REVOKED = "revoked"
    REPLACED = "replaced"
    REMOVED = "removed"
    NOTHING_THERE = "nothing-there"
    BEING_MADE = "being-made"
    FAILED = "failed"
    ONLY_CARDS = "only-cards"
    UNASSIGNED = "unassigned"
    IN_TRASH = "in-trash"
    DELETED = "deleted"
    OPEN_AGAIN = "open-again"
    STILL_ARCHIVED = "still-archived"
    WAS_OPEN_UNTIL = "was-open-until"
    NOT_OPENED = "not-opened"


@dataclass(frozen=True)
class CodeFacts:
    """A code somebody has or had. `whose` '': the whole job. `open_until`: the archived job is
    open again for it, `was_open_until`: it was. `revoked_by` None: nobody is on record."""

    id: str
    whose: str
    revoked_at: datetime | None = None
    revoked_by: Actor | None = None
    is_replaced: bool = False
    is_of_removed: bool = False
    person_id: str = ""
    open_until: date | None = None
    was_open_until: date | None = None


@dataclass(frozen=True)
class PictureFacts:
    """The pictures that the codes open, or would: those that can be shown, and all the others.

    `waiting_since`: the oldest of those that have no previews yet; `trash_ends_at`: until when
    those in the trash can be restored; `unassigned`: pictures of the album that are nobody's.
    """

    shown: int = 0
    waiting: int = 0
    waiting_since: datetime | None = None
    failed: int = 0
    cards: int = 0
    in_trash: int = 0
    trash_ends_at: datetime | None = None
    deleted_at: datetime | None = None
    deleted_by: Actor | None = None
    unassigned: int = 0


@dataclass(frozen=True)
class SightFacts:
    """What decides whether somebody sees pictures of a job at this moment.

    `standing` and `has_keys` are what the shop's door says of them, `job_standing` what holds for
    everybody; `left_at`: when the job left the shop; `browsers` have opened one of the codes.
    """

    standing: Standing
    job_standing: Standing
    has_keys: bool
    plan: ArchivePlan | None
    pictures: PictureFacts
    codes: tuple[CodeFacts, ...] = ()
    selling_since: datetime | None = None
    left_at: datetime | None = None
    browsers: int = 0
    is_public: bool = False


@dataclass(frozen=True)
class Sight:
    """The answer: how many pictures they see, until the end of which day (None: no end is set)."""

    pictures: int
    until: date | None
    reasons: tuple[Reason, ...]

    @property
    def sees(self) -> bool:
        """Whether there is anything to be seen."""
        return self.pictures > 0


def explain_sight(facts: SightFacts) -> Sight:
    """Why they see no pictures, or how many they see and until when."""
    is_open = facts.standing.shows_photos and facts.has_keys
    pictures = facts.pictures.shown if is_open else 0
    until = facts.plan.last_selling_day if facts.plan else None
    if pictures:
        return Sight(pictures, until, tuple(_known(facts)))
    gates = (list(_job(facts)), list(_codes(facts)), list(_pictures(facts.pictures)))
    return Sight(0, None, (*weighed(gates), *_known(facts)))


def _job(facts: SightFacts) -> Iterator[Reason]:
    """The job's own gate: planned, paused, archived, or past its stop (S1, A6)."""
    if facts.standing.shows_photos:
        return
    if facts.standing.is_almost_ready:
        since = facts.selling_since
        yield Reason(PhotoWhy.PAUSED if since else PhotoWhy.PLANNED, at=since)
        return
    is_archived = facts.standing is Standing.ARCHIVED
    yield Reason(PhotoWhy.ARCHIVED if is_archived else PhotoWhy.STOPPED, at=facts.left_at)


def _codes(facts: SightFacts) -> Iterator[Reason]:
    """The gate of the codes: none was opened, or all of them were revoked."""
    if facts.has_keys:
        return
    if not facts.codes:
        yield Reason(PhotoWhy.NO_CODE)
    for code in facts.codes:
        yield Reason(
            _why_revoked(code), code.revoked_at, name=code.whose, ref=code.person_id,
        )  # fmt: skip


def _why_revoked(code: CodeFacts) -> PhotoWhy:
    if code.is_of_removed:
        return PhotoWhy.REMOVED
    return PhotoWhy.REPLACED if code.is_replaced else PhotoWhy.REVOKED


def _pictures(found: PictureFacts) -> Iterator[Reason]:
    """The gate of the pictures; whatever is first put right opens it."""
    if found.shown:
        return
    counted = (
        (PhotoWhy.BEING_MADE, found.waiting, found.waiting_since),
        (PhotoWhy.FAILED, found.failed, None),
        (PhotoWhy.UNASSIGNED, found.unassigned, None),
        (PhotoWhy.IN_TRASH, found.in_trash, found.trash_ends_at),
    )
    reasons = [Reason(why, at, number=number) for why, number, at in counted if number]
    if found.deleted_at:
        reasons.append(Reason(PhotoWhy.DELETED, found.deleted_at, by=found.deleted_by))
    if not reasons:
        why = PhotoWhy.ONLY_CARDS if found.cards else PhotoWhy.NOTHING_THERE
        reasons.append(Reason(why, number=found.cards))
    yield from reasons


def _known(facts: SightFacts) -> Iterator[Reason]:
    """What decides nothing, and may be what they really ask about."""
    sees = facts.standing.shows_photos and facts.has_keys
    for code in facts.codes:
        yield from _of_code(code, facts, sees=sees)
    if sees and not (facts.browsers or facts.is_public):
        yield worth_knowing(PhotoWhy.NOT_OPENED)
    if facts.pictures.shown and facts.pictures.waiting:
        since = facts.pictures.waiting_since
        yield worth_knowing(PhotoWhy.BEING_MADE, number=facts.pictures.waiting, at=since)


def _of_code(code: CodeFacts, facts: SightFacts, *, sees: bool) -> Iterator[Reason]:
    is_archived = facts.job_standing.is_greyed_out
    if code.revoked_at is not None:
        if facts.has_keys:
            yield worth_knowing(
                _why_revoked(code), at=code.revoked_at, name=code.whose, ref=code.person_id
            )
        return
    if code.open_until is not None and is_archived:
        yield worth_knowing(PhotoWhy.OPEN_AGAIN, day=code.open_until, name=code.whose)
    elif sees and is_archived:
        yield worth_knowing(PhotoWhy.STILL_ARCHIVED, name=code.whose, ref=code.id)
    elif code.was_open_until is not None and is_archived:
        yield worth_knowing(PhotoWhy.WAS_OPEN_UNTIL, day=code.was_open_until, name=code.whose)
