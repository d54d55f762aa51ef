"""The demo's jobs go through their lives as real ones do: by the same deeds, at past instants."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select

from webapp.demo.arriving import let_arrive
from webapp.demo.calendar import Calendar
from webapp.demo.people import MEMBER_NAME
from webapp.demo.story import JobStory
from webapp.domain.actors import Actor, ActorKind
from webapp.domain.settings import JobSettings
from webapp.domain.status import Status
from webapp.models.base import db, read_committed_state
from webapp.models.job import Job
from webapp.models.message import Message
from webapp.photos.store import PhotoStore
from webapp.queries.job_facts import settings_of
from webapp.use_cases.archive_jobs import archive_due_jobs
from webapp.use_cases.create_job import NewJob, create_job
from webapp.use_cases.hand_over import hand_over_due
from webapp.use_cases.plan_messages import plan_stale_jobs
from webapp.use_cases.save_job_settings import save_job_settings

JONAS = Actor(ActorKind.PERSON, MEMBER_NAME)
_PLANNED_DAYS_BEFORE_SHOOT = 12
_LATEST_CREATION = -3
_WORKER_SECONDS = timedelta(seconds=7)


@dataclass(frozen=True)
class Stage:
    """Where the demo is told: the studio, its days, the place for its pictures."""

    studio_id: str
    calendar: Calendar
    store: PhotoStore
    machine_now: datetime


def add_job(stage: Stage, story: JobStory) -> str:
    """The id of the job, planned some days before its shoot."""
    new = NewJob(
        public_name=story.public_name,
        internal_name=story.internal_name,
        kind=story.kind,
        shot_on=stage.calendar.day(story.shot),
        access_type=story.access,
    )
    day = min(story.shot - _PLANNED_DAYS_BEFORE_SHOOT, _LATEST_CREATION)
    created = stage.calendar.at(day, hour=9, minute=20)
    return create_job(stage.studio_id, new, by=JONAS, now=created)


def put_on_sale(stage: Stage, story: JobStory, job_id: str) -> None:
    """Save the archiving date, and the status if the job is on sale; whoever waited is told."""
    day = story.on_sale if story.on_sale is not None else _LATEST_CREATION
    status = Status.PLANNING if story.on_sale is None else Status.SELLING
    archives = None if story.archives is None else stage.calendar.day(story.archives)

    def staged(settings: JobSettings) -> JobSettings:
        return replace(
            settings,
            status=status,
            archiving=archives is not None,
            archiving_date=archives,
            archiving_delay=story.delay,
        )

    _save(job_id, staged, now=stage.calendar.at(day, hour=16, minute=5))
    send_planned(before=stage.calendar.at(day, hour=23))


def leave_the_shop(job_id: str) -> None:
    """The worker comes some seconds after the stop; then customers are told."""
    read_committed_state()
    stop_at = db.session.scalars(select(Job.stop_at).where(Job.id == job_id)).one()
    if stop_at is None:
        raise ValueError("a job that never stops does not leave the shop")
    send_planned(before=stop_at)
    archive_due_jobs(now=stop_at + _WORKER_SECONDS)
    plan_stale_jobs(now=stop_at + _WORKER_SECONDS)
    send_planned(before=stop_at + timedelta(hours=12))


def send_planned(*, before: datetime) -> None:
    """What was due until then went out at its time; see `let_arrive` for how it ended."""
    done: set[datetime] = set()
    while (due := _next_due(before, done)) is not None:
        done.add(due)
        hand_over_due(now=due)
        let_arrive()  # before the next is due: what still waited then would be called off as late
    let_arrive()


def _next_due(before: datetime, done: set[datetime]) -> datetime | None:
    read_committed_state()
    planned = select(Message.due_at).where(Message.state == "planned", Message.due_at <= before)
    return min({*db.session.scalars(planned)} - done, default=None)


def _save(job_id: str, stage: Callable[[JobSettings], JobSettings], *, now: datetime) -> None:
    """Press 'Save settings', and press it again in the confirmation window."""
    read_committed_state()
    job = db.session.get_one(Job, job_id)
    wanted, version = stage(settings_of(job)), job.version
    confirmed = None
    for _press in range(2):
        outcome = save_job_settings(
            job_id, wanted, version=version, confirmed=confirmed, by=JONAS, now=now
        )
        if outcome.stored:
            return
        confirmed = outcome.plan.fingerprint
    raise RuntimeError(f"the demo's job {job_id} could not be saved")
