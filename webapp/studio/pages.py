"""Every page of the studio: a module named here is hung in."""

from webapp.studio import (
    album,
    confirmation,
    customers,
    history,
    job_overview,
    job_settings,
    jobs,
    new_job,
    notification_preview,
    notifications,
    photo_uploads,
    photos,
    profile,
    profiles,
    selling,
    storage,
)
from webapp.studio.blueprint import bp

__all__ = [
    "album",
    "bp",
    "confirmation",
    "customers",
    "history",
    "job_overview",
    "job_settings",
    "jobs",
    "new_job",
    "notification_preview",
    "notifications",
    "photo_uploads",
    "photos",
    "profile",
    "profiles",
    "selling",
    "storage",
]
