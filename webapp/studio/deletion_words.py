"""A deletion in words: what is gone, how much, when, by whom and why. It names no customers."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.domain.archiving import local_day
from webapp.domain.deletion import Kind, Reason
from webapp.models.deletion import Deletion
from webapp.models.studio import Studio
from webapp.queries.deletions import Progress
from webapp.web.words import day, number, quoted, size, time_of_day


@dataclass(frozen=True)
class DeletionView:
    """What a row of the list and a certificate say; `why` is '' where a person just did it."""

    id: str
    what: str
    photos: str
    size: str
    when: str
    iso: str
    who: str
    why: str

    @property
    def by_whom(self) -> str:
        """Who and why in one line."""
        return " · ".join(part for part in (self.who, self.why) if part)


def deletion_view(deletion: Deletion, zone: str) -> DeletionView:
    """The deletion as it is read in the studio's zone."""
    photos = deletion.photo_count
    return DeletionView(
        id=deletion.id,
        what=_what(deletion),
        photos=number(photos) if photos else "–",
        size=size(deletion.original_bytes) if photos else "–",
        when=moment_words(deletion.deleted_at, zone),
        iso=deletion.deleted_at.isoformat(),
        who=_who(deletion),
        why=_why(deletion),
    )


def certificate_rows(
    deletion: Deletion, studio: Studio, progress: Progress
) -> list[tuple[str, str]]:
    """Labels and values of a certificate, in the order in which they are read."""
    view = deletion_view(deletion, studio.time_zone)
    rows = [
        (_("Studio"), studio.name),
        (_("What"), view.what),
        (_("Photos"), number(deletion.photo_count)),
        (_("Originals"), _originals(deletion)),
        (_("Deleted"), view.when),
        (_("By"), view.by_whom),
        (_("Files"), files_words(deletion, progress, studio.time_zone)),
        (_("Number of this certificate"), deletion.id),
    ]
    if not deletion.photo_count and deletion.kind in (Kind.CUSTOMER, Kind.PERSON):
        del rows[2:4]
    return [(str(label), value) for label, value in rows]


def _originals(deletion: Deletion) -> str:
    in_bytes = number(deletion.original_bytes)
    return str(_("%(size)s (%(bytes)s bytes)", size=size(deletion.original_bytes), bytes=in_bytes))


def files_words(deletion: Deletion, progress: Progress, zone: str) -> str:
    """'All files are removed since …', or how far it is."""
    if not progress.files:
        return str(_("no files belonged to it"))
    if progress.gone == progress.files and deletion.done_at is not None:
        when = moment_words(deletion.done_at, zone)
        return str(_("originals and previews are removed since %(when)s", when=when))
    return str(
        _(
            "being removed: %(gone)s of %(files)s so far",
            gone=number(progress.gone),
            files=number(progress.files),
        )
    )


def moment_words(at: datetime, zone: str) -> str:
    """'Sunday, 12 December 2027, 00:00 (Europe/Berlin)'."""
    return f"{day(local_day(at, zone))}, {time_of_day(at, zone)} ({zone})"


def _what(deletion: Deletion) -> str:
    name = _job(deletion)
    if deletion.kind == Kind.JOB:
        return str(_("Job %(name)s with everything in it", name=name))
    if deletion.kind == Kind.PERSON:
        return str(_("Data of a person of job %(name)s", name=name))
    if deletion.kind == Kind.CUSTOMER:
        people = len(deletion.subjects.get("customers", ()))
        told = ngettext(
            "Data of %(shown)s customer", "Data of %(shown)s customers", people,
            shown=number(people),
        )  # fmt: skip
        return str(told)
    if not deletion.photo_count:
        return str(_("Photos of job %(name)s", name=name))
    photos = ngettext(
        "%(shown)s photo of %(name)s", "%(shown)s photos of %(name)s", deletion.photo_count,
        shown=number(deletion.photo_count), name=name,
    )  # fmt: skip
    if not deletion.album_name:
        return str(photos)
    return str(_("Album %(album)s: %(photos)s", album=quoted(deletion.album_name), photos=photos))


def _job(deletion: Deletion) -> str:
    """What every page calls the job, and the studio's own name for it where that is another."""
    shown, own = deletion.public_name or deletion.job_name, deletion.job_name
    return quoted(shown) if shown == own else f"{quoted(shown)} ({own})"


def _who(deletion: Deletion) -> str:
    if deletion.actor_kind == "worker":
        return str(_("Shelflife, by itself"))
    if deletion.actor_kind == "support":
        return str(_("%(name)s (support)", name=deletion.actor_name))
    return deletion.actor_name


def _why(deletion: Deletion) -> str:
    words = {
        Reason.RETENTION: _("the time that photos are kept was over"),
        Reason.REQUEST: _("on request of the person"),
        Reason.TRASH: _("seven days in the trash were over"),
    }
    why = str(words.get(Reason(deletion.reason), ""))
    if deletion.reason == Reason.TRASH and deletion.thrown_by:
        thrown = _("thrown away by %(name)s", name=deletion.thrown_by)
        return f"{why} · {thrown}"
    return why
