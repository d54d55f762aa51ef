"""What the demo tells: twelve jobs in every state; days are counted from today, which is 0."""

from dataclasses import dataclass

from webapp.demo.cast import CHILDREN, GROUPS, SIBLINGS
from webapp.domain.archiving import Delay
from webapp.domain.job_kinds import JobKind
from webapp.domain.settings import AccessType


@dataclass(frozen=True)
class AlbumStory:
    """An album with the pictures of these children and groups."""

    name: str
    pictures: tuple[str, ...]


@dataclass(frozen=True)
class JobStory:
    """One job: when it was shot and put on sale, its archiving date, and how many came.

    `on_sale` None: still being planned. `registered` left an address before the pictures were on
    sale, `registered_since` after they had been told. `baskets` are pending ones, each with some
    products of the job. The parents of `classes` are the first of its customers.
    """

    public_name: str
    internal_name: str
    kind: JobKind
    shot: int
    access: AccessType
    albums: tuple[AlbumStory, ...] = ()
    on_sale: int | None = None
    archives: int | None = None
    delay: Delay = Delay.SAME_DAY
    registered: int = 0
    registered_since: int = 0
    baskets: int = 0
    orders: int = 0
    classes: tuple[str, ...] = ()


def _portraits(*poses: int, group: str | None = None) -> tuple[str, ...]:
    children = [child for child in CHILDREN if group in (None, child.group)]
    return tuple(child.pictures[pose - 1] for child in children for pose in poses)


def _groups(*keys: str) -> tuple[str, ...]:
    return tuple(name for group in GROUPS if group.key in keys for name in group.pictures)


def _class(name: str) -> AlbumStory:
    together = tuple(picture for each in SIBLINGS for picture in each.pictures)
    siblings = together if name == "2b" else ()
    return AlbumStory(
        f"Class {name}", _groups(f"class-{name}") + _portraits(1, 2, 3, group=name) + siblings
    )


OAK_LANE = "oak-lane-autumn"
HILL = "hill-spring"
RIVERSIDE = "riverside-classes"
LINDENAU = "lindenau-last-year"
THROWN_AWAY = "First tries"


def stories(year: int) -> tuple[JobStory, ...]:
    """The jobs in the order in which they are told; the names of some speak of the year."""
    return (*_archived(year), *_on_sale(year), *_planned(year))


def _archived(year: int) -> tuple[JobStory, ...]:
    """Those whose stop has passed come first, the longest ago before all."""
    return (
        JobStory(
            f"TSV Lindenau – Team photos {year - 1}", LINDENAU, JobKind.SPORTS,
            -430, AccessType.JOB,
            albums=(AlbumStory("Teams", _groups("team-red", "team-blue")
                               + _portraits(2, group="4c")),
                    AlbumStory(THROWN_AWAY, _portraits(1, group="4c"))),
            on_sale=-400, archives=-336, registered=33, orders=3,
        ),
        JobStory(
            "Hill Primary – Spring portraits", HILL, JobKind.SCHOOL, -209, AccessType.ALBUM,
            albums=(AlbumStory("Class 4c", _groups("class-4c") + _portraits(1, 2, 3, group="4c")),),
            on_sale=-190, archives=-21, registered=31, registered_since=4, baskets=12, orders=4,
            classes=("4c",),
        ),
        JobStory(
            "Riverside School – Class photos", RIVERSIDE, JobKind.SCHOOL, -60,
            AccessType.ALBUM,
            albums=(AlbumStory("Class 1a", _groups("class-1a") + _portraits(2, 3, group="1a")),),
            on_sale=-40, archives=-4, registered=27, baskets=5, orders=3,
        ),
    )  # fmt: skip


def _on_sale(year: int) -> tuple[JobStory, ...]:
    """From the one that leaves the shop tonight to the one that stays."""
    return (
        JobStory(
            "Harbour Nursery – Summer portraits", "harbour-summer", JobKind.KINDERGARTEN, -77,
            AccessType.JOB,
            albums=(AlbumStory("Ladybird group", _groups("nursery") + _portraits(1, group="1a")
                               + _portraits(3, group="2b")),),
            on_sale=-49, archives=0, registered=24, baskets=4, orders=3,
        ),
        JobStory(
            "Oak Lane Primary – Autumn portraits", OAK_LANE, JobKind.SCHOOL, -42, AccessType.PERSON,
            albums=(_class("2b"), _class("1a"), _class("4c")),
            on_sale=-32, archives=3, registered=29, baskets=7, orders=4,
            classes=("2b", "1a", "4c"),
        ),
        JobStory(
            "TSV Lindenau – Team photos U9–U13", "lindenau-teams", JobKind.SPORTS, -65,
            AccessType.ALBUM,
            albums=(
                AlbumStory("Red Foxes", _groups("team-red") + _portraits(3, group="4c")),
                AlbumStory("Blue Herons", _groups("team-blue") + _portraits(2, group="2b")),
            ),
            on_sale=-37, archives=5, delay=Delay.ONE_DAY, registered=31, baskets=3, orders=2,
        ),
        JobStory(
            f"St Mary’s School – Class of {year + 1}", "st-marys-leavers", JobKind.SCHOOL, -21,
            AccessType.JOB,
            albums=(AlbumStory("Portraits", _groups("teachers") + _portraits(2)),),
            on_sale=-16, archives=11, delay=Delay.TWO_DAYS, registered=26, baskets=3, orders=2,
        ),
        JobStory(
            "Birchwood Primary – Autumn portraits", "birchwood-autumn", JobKind.SCHOOL, -18,
            AccessType.JOB,
            albums=(AlbumStory("Portraits", _portraits(3)),),
            on_sale=-7, archives=22, registered=48, baskets=2, orders=1,
        ),
        JobStory(
            f"FC Westend – Season {year}/{(year + 1) % 100:02d}", "westend-season", JobKind.SPORTS,
            -30, AccessType.JOB,
            albums=(AlbumStory("First team", _groups("team-blue") + _portraits(1, group="4c")),),
            on_sale=-20, archives=26, delay=Delay.THREE_DAYS, registered=17, orders=1,
        ),
        JobStory(
            "Sonnenhof Kindergarten – Advent fair", "sonnenhof-fair", JobKind.EVENT, -9,
            AccessType.JOB,
            albums=(AlbumStory("Fair", _groups("nursery") + _portraits(3, group="1a")),),
            on_sale=-4, archives=21, delay=Delay.NEVER, registered=22, baskets=1,
        ),
    )  # fmt: skip


def _planned(year: int) -> tuple[JobStory, ...]:
    return (
        JobStory(
            "Regenbogen Nursery – Winter portraits", "regenbogen-winter", JobKind.KINDERGARTEN, 8,
            AccessType.JOB, archives=35, registered=18,
        ),
        JobStory(
            f"Park Grammar School – Leavers {year + 1}", "park-leavers", JobKind.SCHOOL, 16,
            AccessType.PERSON,
        ),
    )  # fmt: skip
