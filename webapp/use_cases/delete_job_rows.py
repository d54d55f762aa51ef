"""Every row of a job that is deleted, in an order in which nothing is left that refers to it (D3).

Orders stay: their lines are snapshots. Customers stay, with what they ordered or left elsewhere.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Delete, delete, or_, select
from sqlalchemy.orm import Session

from webapp.models.basket import BasketLine, RemovedLine
from webapp.models.customer import LeftAddress, OpenedCode, Registration
from webapp.models.deletion import Trash
from webapp.models.history import HistoryEntry, HistoryHead, rewriting
from webapp.models.job import AccessCode, Album, Job, Person
from webapp.models.late import LateVisit, MoreTimeRequest, Reopening
from webapp.models.message import Message, Unplanned
from webapp.models.outgoing import Outgoing
from webapp.models.upload import Upload, UploadPart


def delete_job_rows(session: Session, job_id: str) -> None:
    """Part of a deed: everything of the job but its photos, which are gone already; and the job."""
    with rewriting(session, [job_id]):
        for statement in _everything_of(job_id):
            session.execute(statement.execution_options(synchronize_session=False))


def parts_of_uploads(session: Session, job_id: str) -> Sequence[str]:
    """Where the parts of files lie that were on their way into the job.

    The uploads are held first: a part that arrives at this moment is among them, or finds nothing
    that waits for it.
    """
    of_the_job = select(Upload.id).where(Upload.job_id == job_id)
    session.scalars(of_the_job.order_by(Upload.id).with_for_update(of=Upload)).all()
    return session.scalars(
        select(UploadPart.store_key).where(UploadPart.upload_id.in_(of_the_job))
    ).all()


def _everything_of(job_id: str) -> Iterator[Delete]:
    codes = select(AccessCode.id).where(AccessCode.job_id == job_id)
    messages = select(Message.id).where(Message.job_id == job_id)
    uploads = select(Upload.id).where(Upload.job_id == job_id)
    yield delete(OpenedCode).where(OpenedCode.access_code_id.in_(codes))
    yield delete(UploadPart).where(UploadPart.upload_id.in_(uploads))
    for model in (HistoryEntry, HistoryHead):
        yield delete(model).where(model.chain == job_id)
    yield delete(Outgoing).where(or_(Outgoing.job_id == job_id, Outgoing.message_id.in_(messages)))
    for model in _PARTS:
        yield delete(model).where(model.job_id == job_id)
    yield delete(Job).where(Job.id == job_id)


# The innermost first: people and albums after what names them.
_PARTS: tuple[Any, ...] = (
    BasketLine,
    RemovedLine,
    Registration,
    LeftAddress,
    Message,
    Reopening,
    MoreTimeRequest,
    LateVisit,
    Unplanned,
    Upload,
    Trash,
    AccessCode,
    Person,
    Album,
)
