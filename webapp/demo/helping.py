"""The demo's support at work: what she looked at, and what she changed on behalf of the studio."""

from datetime import datetime

from webapp.demo.jobs import Stage
from webapp.demo.mishaps import henry
from webapp.demo.people import STAFF_NAME, STUDIO_NAME
from webapp.domain.acting import Ended, both_names
from webapp.domain.actors import Actor, ActorKind
from webapp.use_cases.act_on_behalf import begin_acting, raise_acting
from webapp.use_cases.change_codes import make_code
from webapp.use_cases.end_acting import end_acting
from webapp.use_cases.record_looks import record_look
from webapp.use_cases.record_requests import Asked, record_request
from webapp.use_cases.sign_in import sign_in_of_the_demo
from webapp.use_cases.sign_out import sign_out

_SAMIRA = Actor(ActorKind.SUPPORT, STAFF_NAME)
_ON_BEHALF = Actor(ActorKind.SUPPORT, both_names(STAFF_NAME, STUDIO_NAME))


def look_up(stage: Stage, job_id: str, customer_id: str, *, now: datetime) -> None:
    """What tells the console why somebody sees no photos or gets no mail: three pages."""
    for page, of_job in (
        (f"/console/customers/{customer_id}", None),
        (f"/console/jobs/{job_id}", job_id),
        (f"/console/jobs/{job_id}/explanation", job_id),
    ):
        record_look(stage.studio_id, page=page, by=_SAMIRA, now=now, job_id=of_job)


def act(stage: Stage, job_id: str, staff_id: str, reason: str, *, day: int) -> None:
    """A new code for the child whose code was revoked: looked first, then changed, then left."""

    def at(minute: int) -> datetime:
        return stage.calendar.at(day, hour=16, minute=minute)

    def ask(page: str, minute: int, *, reads: bool = True) -> None:
        asked = Asked(page, reads=reads, is_open=True, job_id=job_id)
        record_request(token, asked, now=at(minute), machine_now=at(minute))

    person_id = henry(job_id)
    person_page = f"GET /studio/jobs/{job_id}/people/{person_id}"
    token = sign_in_of_the_demo(staff_id, now=at(1)).token
    token = begin_acting(stage.studio_id, reason, token=token, now=at(2), machine_now=at(2))
    ask(f"GET /studio/jobs/{job_id}/people", 3)
    ask(person_page, 4)
    token = raise_acting(token=token, now=at(6), machine_now=at(6))
    ask(f"POST /studio/jobs/{job_id}/codes", 7, reads=False)
    make_code(job_id, person_id=person_id, by=_ON_BEHALF, now=at(7))
    ask(person_page, 7)
    end_acting(token, Ended.STAFF, now=at(9), machine_now=at(9))
    sign_out(token)
