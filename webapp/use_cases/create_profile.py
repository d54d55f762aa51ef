"""A new communication profile, still without notifications."""

from datetime import datetime

from webapp.models.base import new_id, transaction
from webapp.models.message import CommunicationProfile
from webapp.use_cases.holding_profile import ProfileNameTakenError, hold_names, is_taken


def create_profile(studio_id: str, name: str, *, now: datetime) -> str:
    """Store it and answer its id; ProfileNameTakenError when the studio has one of this name."""
    with transaction() as session:
        hold_names(session, studio_id)
        if is_taken(session, studio_id, name):
            raise ProfileNameTakenError(name)
        profile = CommunicationProfile(
            id=new_id(), studio_id=studio_id, name=name, is_standard=False, created_at=now
        )
        session.add(profile)
        return profile.id
