"""The statistics of a job: who came, who bought, revenue by day against the archiving date."""

from flask import Response

from webapp import clock
from webapp.queries.job_figures import job_figures
from webapp.queries.job_statistics import job_statistics
from webapp.queries.late_visits import late_visits
from webapp.studio.blueprint import bp
from webapp.studio.job_shell import job_page
from webapp.studio.loading import own_job
from webapp.studio.statistics_words import late_words, revenue_view, statistic_figures
from webapp.web import policy
from webapp.web.rendering import render


@bp.get("/jobs/<id:job_id>/statistics")
@policy.studio
def job_statistics_page(job_id: str) -> Response:
    """Everything that can be counted of one job; it belongs to its overview."""
    job, now = own_job(job_id), clock.now()
    statistics = job_statistics(job)
    return render(
        "studio/job_statistics.html",
        job=job,
        job_page=job_page(job, "overview"),
        figures=statistic_figures(job, job_figures(job, now=now), statistics),
        revenue=revenue_view(job, statistics, now=now),
        late=late_words(late_visits(job.id)),
    )
