"""Customers whom nothing keeps any more go with the last photos that were theirs (product 6).

Looks again under the studio's lock, which registering and ordering take: who came back stays.
"""

from collections.abc import Sequence
from datetime import datetime

import structlog

from webapp.domain.actors import WORKER
from webapp.domain.deletion import Reason
from webapp.domain.paging import portions
from webapp.models.base import transaction
from webapp.queries.retention import customers_left_over
from webapp.use_cases.forget_customers import forget
from webapp.use_cases.holding import hold_studio

_AT_ONCE = 200

log = structlog.get_logger()


def forget_left_over(studio_id: str, customer_ids: Sequence[str], *, now: datetime) -> int:
    """Delete the data of those of them whom nothing keeps; how many they were.

    Many at once, with one certificate; where one of them cannot go now, each alone: that one stays
    for the next time, and stops nobody else.
    """
    forgotten = 0
    for some in portions(customer_ids, _AT_ONCE):
        try:
            forgotten += _forget(studio_id, some, now=now)
        except Exception:  # noqa: BLE001 - one failure never stops the rest
            forgotten += _forget_each(studio_id, some, now=now)
    return forgotten


def _forget_each(studio_id: str, customer_ids: Sequence[str], *, now: datetime) -> int:
    forgotten = 0
    for customer_id in customer_ids:
        try:
            forgotten += _forget(studio_id, [customer_id], now=now)
        except Exception:  # noqa: BLE001 - one failure never stops the rest
            log.warning("a customer is not forgotten yet", customer=customer_id, exc_info=True)
    return forgotten


def _forget(studio_id: str, customer_ids: Sequence[str], *, now: datetime) -> int:
    with transaction() as session:
        hold_studio(session, studio_id)
        still = customers_left_over(session, studio_id, among=customer_ids)
        return forget(
            session, studio_id, still, reason=Reason.RETENTION, by=WORKER, now=now
        ).customers
