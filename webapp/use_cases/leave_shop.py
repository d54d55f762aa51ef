"""A parent leaves the shop on a shared computer: this browser forgets the codes and the basket."""

import secrets
from datetime import datetime

from sqlalchemy import delete

from webapp.models import sealing
from webapp.models.base import transaction
from webapp.models.customer import Favourite, LeftAddress, OpenedCode, OpenedStudioCode
from webapp.use_cases import visiting


def leave_shop(visitor_id: str, *, machine_now: datetime) -> None:
    """End the visit now: its token is worth nothing, its codes and what it gave are deleted.

    So are its favourites. The basket, which no browser reaches any more, is swept away with the
    visitor. Registrations and orders stay: they belong to the customer.
    """
    with transaction() as session:
        visitor = visiting.locked_visitor(session, visitor_id)
        if visitor is None:
            return
        for model in (OpenedCode, OpenedStudioCode, Favourite, LeftAddress):
            session.execute(delete(model).where(model.visitor_id == visitor.id))
        visitor.token_hash = sealing.hash_token(secrets.token_urlsafe())
        visitor.name = visitor.email = ""
        visitor.expires_at = machine_now
