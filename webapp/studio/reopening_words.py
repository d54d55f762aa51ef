"""What the windows say before a job opens for one code, or closes for it: counted sentences."""

from flask_babel import gettext as _
from markupsafe import Markup

from webapp.domain import consequences as of
from webapp.domain.reopening import EndFacts, ReopenFacts
from webapp.models.job import AccessCode, Job
from webapp.queries.reopenings import holder
from webapp.studio.consequence_words import Row, row
from webapp.web.words import day, emphasised, quoted


def holder_words(code: AccessCode) -> str:
    """'Mia Berger · 2b': whose pictures the code opens, or all of the job."""
    return holder(code) or str(_("the code of the whole job"))


def reopen_title(job: Job, code: AccessCode, facts: ReopenFacts) -> str:
    """The deed and its object as a question."""
    who = holder_words(code)
    if facts.until is not None:
        return str(_("Another last day for %(who)s?", who=who))
    return str(_("Open %(job)s again for %(who)s?", job=quoted(job.public_name), who=who))


def reopen_rows(code: AccessCode, facts: ReopenFacts) -> list[Row]:
    """What opening it brings about, or another day: who sees what, what returns, who is told."""
    rows = [_who_sees(code, facts)]
    if facts.products:
        rows.append(row(of.ProductsReturn(facts.products, facts.baskets)))
    if facts.asked:
        rows.append(row(of.MoreTimeGranted(facts.asked)))
        rows.append(Row("bell-off", _no_messages()))
    else:
        nobody = Markup("<b>{}</b>").format(_("Nobody is written to."))
        rows.append(Row("bell-off", nobody, _no_messages()))
    return rows


def end_title(code: AccessCode) -> str:
    """The deed and its object as a question."""
    return str(_("Archive it for %(who)s too, now?", who=holder_words(code)))


def end_rows(facts: EndFacts) -> list[Row]:
    """What ending it brings about."""
    ends = Markup("<b>{}</b>").format(
        _("With this code the pictures can no longer be seen or ordered.")
    )
    said = _("The last day would have been %(day)s.", day=day(facts.until))
    rows = [Row("archive", ends, said)]
    if facts.products:
        rows.append(row(of.ProductsLeave(facts.products, facts.baskets)))
    return rows


def _who_sees(code: AccessCode, facts: ReopenFacts) -> Row:
    alone = _("For everybody else the job stays archived, and nobody sees anything of it.")
    if facts.until is not None:
        sentence = _("Open until the end of %(day)s so far.", day="%(day)s")
        return Row("key-round", emphasised(sentence, day=day(facts.until)), alone)
    sentence = _("%(who)s: the pictures can be seen and ordered again.", who="%(who)s")
    said = alone if code.person_id else f"{_many()} {alone}"
    return Row("key-round", emphasised(sentence, who=holder_words(code)), said)


def _many() -> str:
    return str(_("Everybody who has this code can do so, a whole class for example."))


def _no_messages() -> str:
    return str(_("An archived job sends no messages of its profile, not even before the last day."))
