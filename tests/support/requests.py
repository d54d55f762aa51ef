"""Requests to the support, as a member or a visitor of a shop has sent them."""

import io

from PIL import Image

from tests.support.builders import NOW, a_member
from tests.support.records import all_rows
from webapp.models.base import db
from webapp.models.support import RequestMessage, SupportRequest
from webapp.use_cases.submit_request import Asked, Asker, submit_request


def a_request(studio, member=None, subject="A code does not work", words="It says unknown.",
              pictures=(), now=NOW):  # fmt: skip
    """What a member of the studio has asked."""
    member = member or a_member(studio)
    asker = Asker(member.name, member.email, "en", member_id=member.id)
    return _submitted(studio, asker, Asked(subject, words, tuple(pictures)), now)


def a_request_of_a_customer(studio, email="anna@berger.example", name="Anna Berger",
                            subject="I see nothing", words="Where are they?", visitor=None,
                            pictures=(), now=NOW):  # fmt: skip
    """What somebody in the studio's shop has asked."""
    asker = Asker(name, email, "en", visitor_id=visitor.id if visitor else None)
    return _submitted(studio, asker, Asked(subject, words, tuple(pictures)), now)


def written(request):
    """What stands in the request: pairs of kind and words, the oldest first."""
    rows = all_rows(RequestMessage, support_request_id=request.id)
    return [(row.kind, row.words) for row in sorted(rows, key=lambda row: row.at)]


def a_file(kind="PNG", size=(64, 48), name="screen.png", **options):
    """A picture for a file field."""
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, kind, **options)
    file.seek(0)
    return file, name


def _submitted(studio, asker, asked, now):
    row_id = submit_request(studio.id, asker, asked, now=now)
    db.session.rollback()
    return db.session.get(SupportRequest, row_id)
