"""Fills an empty installation with the demo: a studio, its jobs, pictures and customers."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta

from webapp.demo import (
    aftermath,
    albums,
    asking,
    jobs,
    mishaps,
    people,
    prepared,
    previews,
    shop,
    shoppers,
)
from webapp.demo.calendar import ZONE, calendar_of
from webapp.demo.jobs import Stage
from webapp.demo.shoppers import Shopper
from webapp.demo.story import HILL, LINDENAU, OAK_LANE, RIVERSIDE, JobStory, stories
from webapp.models.base import transaction
from webapp.models.studio import Studio
from webapp.photos.store import PhotoStore
from webapp.use_cases.check_studio import NewStudio
from webapp.use_cases.create_staff import NewStaff, create_staff
from webapp.use_cases.create_studio import Refused, create_studio

_QUOTA_BYTES = 100 * 1000**2  # drawn pictures are small: a meter without anything says nothing
_DAYS_BEFORE_SALE = 2
_DAYS_UNTIL_ORDERS = 2
_DAYS_SINCE_TOLD = 9


def seed(
    store: PhotoStore,
    *,
    now: datetime,
    machine_now: datetime,
    on_step: Callable[[str], None] = lambda _step: None,
) -> str:
    """The id of the demo's studio, whose jobs lie around the day of `now`.

    Everything happens by the deeds of the program itself. `on_step` hears what is being done.
    """
    calendar = calendar_of(now)
    studio_id = _add_studio(now=calendar.at(-450))
    _add_staff(now=calendar.at(-450))
    shop.open_shop(studio_id)
    stage = Stage(studio_id, calendar, store, machine_now)
    everybody = shoppers.enter_all(stage)
    told = stories(calendar.today.year)
    on_step("drawing albums")
    job_ids = [_shoot(stage, story) for story in told]
    on_step("deriving previews")
    previews.derive_previews(store, workers=os.cpu_count() or 1)
    on_step("letting time pass")
    for place, (story, job_id) in enumerate(zip(told, job_ids, strict=True)):
        customers = shoppers.customers_of(story, place, everybody)
        _live(stage, story, job_id, customers)
        if story.internal_name == RIVERSIDE:
            aftermath.ask_too_late(stage, job_id, customers[0])
        if story.internal_name == OAK_LANE:  # before the stories of jobs that began later
            mishaps.go_wrong(stage, job_id)
    aftermath.work_through_orders(stage)
    by_name = {story.internal_name: job_id for story, job_id in zip(told, job_ids, strict=True)}
    aftermath.clear_up(stage, by_name[LINDENAU])
    prepared.prepare_answers(stage)
    asking.ask_support(stage, by_name[OAK_LANE], by_name[HILL], everybody)
    jobs.send_planned(before=now)
    return studio_id


def _add_studio(*, now: datetime) -> str:
    outcome = create_studio(
        NewStudio(
            name=people.STUDIO_NAME,
            slug=people.STUDIO_SLUG,
            email=people.MEMBER_EMAIL,
            time_zone=ZONE,
            password=people.MEMBER_PASSWORD,
            member_name=people.MEMBER_NAME,
            is_demo=True,
        ),
        now=now,
    )
    if isinstance(outcome, Refused):
        raise RuntimeError(f"the demo's studio was refused: {outcome.faults}")
    with transaction() as session:
        session.get_one(Studio, outcome.studio_id).quota_bytes = _QUOTA_BYTES
    return outcome.studio_id


def _add_staff(*, now: datetime) -> None:
    outcome = create_staff(
        NewStaff(
            email=people.STAFF_EMAIL,
            password=people.STAFF_PASSWORD,
            name=people.STAFF_NAME,
            is_demo=True,
        ),
        now=now,
    )
    if not isinstance(outcome, str):
        raise RuntimeError(f"the demo's support person was refused: {outcome}")


def _shoot(stage: Stage, story: JobStory) -> str:
    """The id of the job, planned, photographed and uploaded."""
    job_id = jobs.add_job(stage, story)
    albums.fill_albums(stage, story, job_id)
    return job_id


def _live(stage: Stage, story: JobStory, job_id: str, customers: list[Shopper]) -> None:
    """The life of one job in the shop, until today."""
    early, late = customers[: story.registered], customers[story.registered :]
    sale = story.on_sale if story.on_sale is not None else 0
    shoppers.register(job_id, early, now=stage.calendar.at(sale - _DAYS_BEFORE_SALE, hour=19))
    if story.archives is not None:
        jobs.put_on_sale(stage, story, job_id)
    if story.on_sale is not None:
        _sell(stage, story, job_id, early)
    shoppers.register(job_id, late, now=stage.calendar.at(-_DAYS_SINCE_TOLD, hour=20))


def _sell(stage: Stage, story: JobStory, job_id: str, customers: list[Shopper]) -> None:
    """Orders come first, then baskets that are still pending; then it may be over."""
    ordered = stage.calendar.at((story.on_sale or 0) + _DAYS_UNTIL_ORDERS, hour=18, minute=30)
    shoppers.place_orders(stage, story, job_id, customers, now=ordered)
    filled = ordered + timedelta(days=1)
    shoppers.fill_baskets(stage, story, job_id, customers, now=filled)
    if story.archives is not None and story.archives < 0:
        jobs.leave_the_shop(job_id)
