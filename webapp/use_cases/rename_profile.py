"""A communication profile gets another name; what it sends stays as it is."""

from webapp.models.base import transaction
from webapp.use_cases.holding_profile import (
    ProfileNameTakenError,
    held_profile,
    hold_names,
    is_taken,
)


def rename_profile(studio_id: str, profile_id: str, name: str) -> None:
    """Store the name; UnknownProfileError, StandardProfileError (C4), ProfileNameTakenError."""
    with transaction() as session:
        hold_names(session, studio_id)
        profile = held_profile(session, studio_id, profile_id)
        if is_taken(session, studio_id, name, but=profile_id):
            raise ProfileNameTakenError(name)
        profile.name = name
