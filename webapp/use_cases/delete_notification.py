"""A notification leaves its profile: what it still owed is cancelled, what it sent stays (C6)."""

from webapp.models.base import transaction
from webapp.use_cases.holding_profile import held_notification, held_profile
from webapp.use_cases.marking import mark_stale_by_profile


def delete_notification(studio_id: str, profile_id: str, notification_id: str) -> None:
    """Delete it; UnknownProfileError when it is gone already, StandardProfileError (C4)."""
    with transaction() as session:
        profile = held_profile(session, studio_id, profile_id)
        session.delete(held_notification(session, profile, notification_id))
        mark_stale_by_profile(session, profile_id)
