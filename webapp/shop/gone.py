"""Kind words where pictures were: the studio has deleted them, or the whole shoot (D2, D3)."""

from flask import Response

from webapp.models.job import Job
from webapp.queries.gone_pictures import are_gone
from webapp.queries.visitors import OpenedKey
from webapp.shop.shoots import whose
from webapp.shop.visitor import OpenedJob
from webapp.web.rendering import render


def pictures_are_gone(opened: OpenedJob) -> bool:
    """Whether the visitor's codes open no picture of the shoot any more."""
    return are_gone(opened.job.id, opened.keys)


def gone(opened: OpenedJob, *, of: OpenedKey | None = None) -> Response:
    """The page of a shoot of which this visitor, or one code (`of`), sees nothing any more."""
    job: Job = opened.job
    return render("shop/gone.html", job=job, who=whose([of] if of else opened.opened, 0))
