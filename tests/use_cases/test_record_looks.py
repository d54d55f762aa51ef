"""Looking is recorded: whoever of the support opens a studio or a job stands there (H2)."""

from sqlalchemy import select

from tests.support.builders import NOW, a_job, a_studio
from webapp.domain.actors import Actor, ActorKind
from webapp.models.base import db
from webapp.models.history import HistoryEntry
from webapp.use_cases.record_looks import record_look

SAMIRA = Actor(ActorKind.SUPPORT, "Samira Haddad")


def test_each_look_is_a_record_of_the_studio_and_of_the_job(app):
    studio = a_studio()
    job = a_job(studio)
    record_look(studio.id, page=f"/console/jobs/{job.id}", by=SAMIRA, now=NOW, job_id=job.id)
    record_look(studio.id, page=f"/console/studios/{studio.id}", by=SAMIRA, now=NOW)

    rows = db.session.scalars(
        select(HistoryEntry).where(HistoryEntry.deed == "looked").order_by(HistoryEntry.id)
    ).all()
    assert [(row.studio_id, row.job_id, row.actor_name, row.at) for row in rows] == [
        (studio.id, job.id, "Samira Haddad", NOW),
        (studio.id, None, "Samira Haddad", NOW),
    ]
    assert rows[0].changes == [{"field": "page", "before": "", "after": f"/console/jobs/{job.id}"}]
