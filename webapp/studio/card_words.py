"""A run of pictures after a QR card, as the page shows it before anything is assigned."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.domain.card_sequence import CardPlan, Doubt, OfGroup, OfPerson, Run, Shot

SHOWN_PICTURES = 40  # all of them as a rule: a card that was not found stands among them
_SHOWN_SERIES = 5
_DOUBTS = {
    Doubt.UNKNOWN: _l("A QR card that cannot be read, or that is not of this job"),
    Doubt.REVOKED: _l("A card whose code was revoked"),
    Doubt.NOT_SHOWN: _l("A photo that cannot be opened: it may be a card"),
}


@dataclass(frozen=True)
class RunView:
    """One card and what follows it; `is_doubt`: its pictures are not assigned.

    `moves_to`: the album its group pictures move to, '' where they stay.
    """

    card: Shot | None
    title: str
    pictures: int
    kept: int
    shown: tuple[Shot, ...]
    is_doubt: bool
    is_suspicious: bool
    is_group: bool
    moves_to: str

    @property
    def more(self) -> int:
        """How many pictures are not drawn."""
        return self.pictures - len(self.shown)


def run_views(
    plan: CardPlan, *, people: dict[str, str], albums: dict[str, str], album_id: str
) -> list[RunView]:
    """The runs in shooting order, by the names of people and albums."""
    suspicious = {id(run) for run in plan.suspicious}
    return [
        _view(plan, run, people, albums, album_id, is_suspicious=id(run) in suspicious)
        for run in plan.runs
    ]


def _view(
    plan: CardPlan,
    run: Run,
    people: dict[str, str],
    albums: dict[str, str],
    album_id: str,
    *,
    is_suspicious: bool,
) -> RunView:
    meaning = run.meaning
    of_album = meaning.album_id if isinstance(meaning, OfGroup) else None
    return RunView(
        card=run.card,
        title=_title(run, people, albums),
        pictures=len(run.shots),
        kept=len(run.shots) - len(plan.taken(run)) if run.is_certain else 0,
        shown=run.shots[:SHOWN_PICTURES],
        is_doubt=isinstance(meaning, Doubt),
        is_suspicious=is_suspicious,
        is_group=isinstance(meaning, OfGroup),
        moves_to=albums.get(of_album, "") if of_album and of_album != album_id else "",
    )


def _title(run: Run, people: dict[str, str], albums: dict[str, str]) -> str:
    meaning = run.meaning
    if isinstance(meaning, OfPerson):
        return people.get(meaning.person_id, "")
    if isinstance(meaning, Doubt):
        return str(_DOUBTS[meaning])
    if isinstance(meaning, OfGroup):
        return _group_title(albums.get(meaning.album_id or "", ""))
    return _series_title(run.series) if run.series else str(_("Before the first card"))


def _series_title(series: tuple[str, ...]) -> str:
    """'Files AAB_…, IMG_…: no card among them'."""
    names = [f"{name}…" for name in series[:_SHOWN_SERIES]]
    more = ["…"] if len(series) > _SHOWN_SERIES else []
    return str(_("Files %(names)s: no card among them", names=", ".join(names + more)))


def _group_title(album: str) -> str:
    if album:
        return str(_("Group photos of %(album)s", album=album))
    return str(_("Group photos"))
