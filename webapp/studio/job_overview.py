"""The Overview tab of a job: its shelf life, its numbers, what happens next, its last history."""

from flask import Response

from webapp import clock
from webapp.queries.history import last_entries
from webapp.queries.job_figures import job_figures
from webapp.queries.next_messages import next_messages
from webapp.studio.blueprint import bp
from webapp.studio.job_shell import job_page
from webapp.studio.loading import own_job
from webapp.studio.more_time import more_time_panel
from webapp.studio.retention_words import keeping_line
from webapp.web import policy
from webapp.web.figure_words import figure_views
from webapp.web.history_words import entry_view
from webapp.web.life_sentence import life_sentence
from webapp.web.life_words import life_facts, life_picture
from webapp.web.message_words import next_words
from webapp.web.next_words import nothing_next, what_happens_next
from webapp.web.rendering import render

_LAST_ENTRIES = 5


@bp.get("/jobs/<id:job_id>")
@policy.studio
def job_overview(job_id: str) -> Response:
    """One job at a glance."""
    job, now = own_job(job_id), clock.now()
    facts, figures = life_facts(job, now=now), job_figures(job, now=now)
    zone = job.studio.time_zone
    return render(
        "studio/job_overview.html",
        job=job,
        job_page=job_page(job, "overview"),
        more_time=more_time_panel(job, now=now),
        sentence=life_sentence(facts),
        picture=life_picture(facts),
        figures=figure_views(job, figures),
        coming=what_happens_next(job, facts, figures, now=now),
        nothing=nothing_next(job, facts, now=now),
        keeping=keeping_line(job, job.studio, now=now),
        messages=next_words(next_messages(job.id), zone, now=now),
        entries=[
            entry_view(entry, zone=zone, now=now)
            for entry in last_entries(job.id, limit=_LAST_ENTRIES)
        ],
    )
