"""'My pictures': the shoots a visitor has opened, and those that are there for everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select, true

from webapp.domain.access import Key
from webapp.domain.archiving import ArchivePlan
from webapp.domain.product_kinds import ProductKind
from webapp.domain.status import Standing
from webapp.models.base import db
from webapp.models.customer import LeftAddress
from webapp.models.job import Job
from webapp.models.photo import Photo
from webapp.models.price_list import Product
from webapp.queries.gallery import visible
from webapp.queries.gone_pictures import gone_among
from webapp.queries.visitors import PUBLIC, Access, Guest, OpenedKey, access_to

COVERS = 3
MOST_PUBLIC = 50
MOST_WITH_GLOBAL_CODE = 300


@dataclass(frozen=True)
class Shoot:
    """A job as a customer meets it; `left`: the address that was left for it in this browser.

    `archived`: those of the codes opened that a job, open again for others, is still archived for.
    `is_gone`: the studio has deleted all that the codes opened (D2).
    """

    job: Job
    standing: Standing
    opened: tuple[OpenedKey, ...]
    plan: ArchivePlan | None
    pictures: int
    covers: tuple[str, ...]
    left: str
    archived: tuple[OpenedKey, ...] = ()
    is_gone: bool = False


def my_shoots(studio_id: str, guest: Guest | None, *, now: datetime) -> list[Shoot]:
    """Every shoot of the visitor, what ends first on top, what is archived at the end (A7)."""
    opened = guest.opened if guest else ()
    jobs = _jobs(studio_id, {each.job_id for each in opened})
    access = {job.id: access_to(job, opened, now=now) for job in jobs}
    on_sale = [job for job in jobs if access[job.id].standing.shows_photos]
    covers = _covers([(job, access[job.id].keys) for job in on_sale])
    unseen = [job for job in jobs if job.id not in covers]
    gone = gone_among(
        {job.id: access[job.id].keys for job in unseen if _shows_or_showed(access[job.id])}
    )
    left = left_addresses(guest)
    shoots = [
        Shoot(
            job=job,
            standing=access[job.id].standing,
            opened=tuple(each for each in opened if each.job_id == job.id),
            plan=access[job.id].plan,
            pictures=covers.get(job.id, (0, ()))[0],
            covers=covers.get(job.id, (0, ()))[1],
            left=left.get(job.id, ""),
            archived=access[job.id].archived,
            is_gone=job.id in gone,
        )
        for job in jobs
    ]
    return sorted(shoots, key=_what_ends_first)


def left_addresses(guest: Guest | None) -> dict[str, str]:
    """The e-mail address, else the number, that this browser left, by the jobs it is for."""
    if guest is None:
        return {}
    rows = db.session.execute(
        select(LeftAddress.job_id, LeftAddress.email, LeftAddress.phone).where(
            LeftAddress.visitor_id == guest.id
        )
    )
    return {job_id: email or phone for job_id, email, phone in rows}


def left_for(guest: Guest | None, job_id: str) -> LeftAddress | None:
    """What this browser left for a job."""
    if guest is None or not guest.held.addresses:
        return None
    return db.session.get(LeftAddress, (guest.id, job_id))


def left_the_shop_at(job: Job) -> datetime | None:
    """When a job that is greyed out left the shop: the stop, however late the worker was (A6, A7).

    Archived by hand before its stop, or without one: the moment of archiving. Aware UTC.
    """
    return min((at for at in (job.archived_at, job.stop_at) if at), default=None)


def products_of(price_list_id: str | None) -> Sequence[Product]:
    """What is sold of one picture, in the order of the price list."""
    return db.session.scalars(
        select(Product)
        .where(
            Product.price_list_id == price_list_id,
            Product.is_sold,
            Product.kind != ProductKind.DIGITAL_ALL,
        )
        .order_by(Product.position, Product.price, Product.id)
    ).all()


def _jobs(studio_id: str, job_ids: set[str | None]) -> Sequence[Job]:
    """The opened jobs, and the newest of the public ones; with a global code of all (None)."""
    newest_public = (
        select(Job.id)
        .where(
            Job.studio_id == studio_id,
            true() if None in job_ids else Job.access_type == PUBLIC,
        )
        .order_by(Job.created_at.desc(), Job.id)
        .limit(MOST_WITH_GLOBAL_CODE if None in job_ids else MOST_PUBLIC)
    )
    public = select(newest_public.subquery().c.id)
    return db.session.scalars(
        select(Job).where(Job.studio_id == studio_id, or_(Job.id.in_(job_ids), Job.id.in_(public)))
    ).all()


def _covers(doors: Sequence[tuple[Job, Sequence[Key]]]) -> dict[str, tuple[int, tuple[str, ...]]]:
    """How many pictures the visitor sees in each job, and the first of them for its card."""
    if not doors:
        return {}
    ranked = (
        select(
            Photo.job_id,
            Photo.id,
            func.row_number()
            .over(partition_by=Photo.job_id, order_by=(Photo.is_group, Photo.number))
            .label("place"),
            func.count().over(partition_by=Photo.job_id).label("pictures"),
        )
        .where(or_(*(and_(Photo.job_id == job.id, visible(keys)) for job, keys in doors)))
        .subquery()
    )
    rows = db.session.execute(
        select(ranked).where(ranked.c.place <= COVERS).order_by(ranked.c.job_id, ranked.c.place)
    )
    found: dict[str, tuple[int, tuple[str, ...]]] = {}
    for job_id, photo_id, _place, pictures in rows:
        found[job_id] = (pictures, (*found.get(job_id, (0, ()))[1], photo_id))
    return found


def _shows_or_showed(access: Access) -> bool:
    return not access.standing.is_almost_ready


def _what_ends_first(shoot: Shoot) -> tuple[int, float, str]:
    job = shoot.job
    if shoot.standing.is_greyed_out or shoot.is_gone:
        moment = left_the_shop_at(job)
        return (3, -moment.timestamp() if moment else 0, job.id)
    if shoot.standing.is_almost_ready:
        return (2, 0, job.public_name)
    if shoot.plan:
        return (0, shoot.plan.archiving_date.toordinal(), job.id)
    return (1, 0, job.public_name)
