"""What became of the mails about a request to the support, as the outbox has it (H3)."""

from sqlalchemy import select
from sqlalchemy.orm import defer

from webapp.models.base import db
from webapp.models.outgoing import Outgoing
from webapp.models.support import SupportRequest
from webapp.queries.message_rows import MessageRow


def mails_of(request: SupportRequest) -> dict[str, MessageRow]:
    """The mail that confirmed or carried what was written, by the id of the latter.

    A Message-ID begins with the id of its row; rows that are swept away are left out.
    """
    ids = {each.mail_id.partition(".")[0]: each.id for each in request.messages if each.mail_id}
    rows = db.session.scalars(
        select(Outgoing).options(defer(Outgoing.content)).where(Outgoing.id.in_(ids))
    )
    return {ids[row.id]: MessageRow(None, row) for row in rows}
