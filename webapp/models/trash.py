"""What lies in the trash is nowhere: no query finds such a photo unless it asks for the trash.

Nor a job that is being deleted. So a page that is written tomorrow cannot show a deleted picture by
forgetting a condition (D2, D3). Statements that write (`update`, `insert … select`) are not
narrowed: they say what they mean.
"""

from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria
from sqlalchemy.orm import Session as OrmSession

from webapp.models.job import Job
from webapp.models.photo import Photo

WITH_TRASH: dict[str, Any] = {"with_trash": True}
"""Execution options of a query that finds photos in the trash too, and jobs being deleted."""


@event.listens_for(OrmSession, "do_orm_execute")
def _leave_the_trash_aside(state: ORMExecuteState) -> None:
    if state.is_select and not state.is_column_load and not state.execution_options.get(_ASKED):
        state.statement = state.statement.options(_NOT_IN_THE_TRASH, _NOT_BEING_DELETED)


_ASKED = "with_trash"
_NOT_IN_THE_TRASH = with_loader_criteria(
    Photo, lambda photo: photo.trash_id.is_(None), include_aliases=True
)
_NOT_BEING_DELETED = with_loader_criteria(
    Job, lambda job: job.deletion_id.is_(None), include_aliases=True
)
