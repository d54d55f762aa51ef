"""The Selling tab of a job: its state in words, Start selling, customers and baskets in numbers."""

from flask import Response, url_for

from webapp import clock
from webapp.domain.status import Status
from webapp.queries.job_figures import job_figures, last_orders
from webapp.studio.blueprint import bp
from webapp.studio.job_shell import job_page
from webapp.studio.loading import own_job
from webapp.studio.order_words import order_view
from webapp.web import policy
from webapp.web.figure_words import figure_views
from webapp.web.life_sentence import life_sentence
from webapp.web.life_words import life_facts
from webapp.web.rendering import render

_LAST_ORDERS = 10


@bp.get("/jobs/<id:job_id>/selling")
@policy.studio
def selling(job_id: str) -> Response:
    """How it sells; the link opens the confirmation window, whatever would follow (S6, R1)."""
    job, now = own_job(job_id), clock.now()
    may_start = Status.SELLING in Status(job.status).moves
    start_url = url_for("studio.confirmation", job_id=job.id, status=Status.SELLING.value)
    figures = job_figures(job, now=now)
    return render(
        "studio/selling.html",
        job=job,
        job_page=job_page(job, "selling"),
        sentence=life_sentence(life_facts(job, now=now)),
        start_url=start_url if may_start else "",
        figures=figure_views(job, figures),
        orders=[order_view(each, job, now=now) for each in last_orders(job.id, limit=_LAST_ORDERS)],
    )
