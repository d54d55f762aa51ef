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
    photo_uploads,
    photos,
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
    "photo_uploads",
    "photos",
    "selling",
    "storage",
]
