"""What was deleted for good, and a certificate of each deletion: as a page, a PDF and a table."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Response, g, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from webapp.domain.csv_cells import BYTE_ORDER_MARK, csv_row, separator_in
from webapp.domain.job_list import page_number
from webapp.models.deletion import DeletedPhoto, Deletion
from webapp.photos.sending import attachment
from webapp.queries.deletions import (
    deletion_of_studio,
    deletions_page,
    photos_of_deletion,
    progress_of_deletion,
)
from webapp.studio.blueprint import bp
from webapp.studio.certificate_pdf import certificate_pdf
from webapp.studio.deletion_words import certificate_rows, deletion_view
from webapp.studio.loading import or_404
from webapp.web import policy
from webapp.web.page_links import page_links
from webapp.web.rendering import render

SHOWN = 50
_METHOD = "SHA-256"
_CSV, _PDF = "text/csv; charset=utf-8", "application/pdf"


@bp.get("/deletions")
@policy.studio
def deletions() -> Response:
    """Everything that is gone for good, the newest first."""
    rows, page = deletions_page(g.studio.id, asked=page_number(request.args.get("page", "")))
    return render(
        "studio/deletions.html",
        rows=[deletion_view(each, g.studio.time_zone) for each in rows],
        pages=page_links(page),
    )


@bp.get("/deletions/<id:deletion_id>")
@policy.studio
def certificate(deletion_id: str) -> Response:
    """The certificate of one deletion, with the first of its photos."""
    deletion = _own(deletion_id)
    photos = photos_of_deletion(deletion.id, limit=SHOWN)
    return render(
        "studio/certificate.html",
        view=deletion_view(deletion, g.studio.time_zone),
        rows=certificate_rows(deletion, g.studio, progress_of_deletion(deletion.id)),
        photos=[{"label": _label(each), "hash": each.content_hash} for each in photos],
        method=_METHOD,
        total=deletion.photo_count,
        pdf_url=url_for("studio.certificate_as_pdf", deletion_id=deletion.id),
        csv_url=url_for("studio.certificate_as_table", deletion_id=deletion.id),
    )


@bp.get("/deletions/<id:deletion_id>/certificate.pdf")
@policy.studio
def certificate_as_pdf(deletion_id: str) -> Response:
    """The same on paper: one page, and the hashes of all photos behind it."""
    deletion = _own(deletion_id)
    content = certificate_pdf(
        certificate_rows(deletion, g.studio, progress_of_deletion(deletion.id)),
        [(_label(each), each.content_hash) for each in photos_of_deletion(deletion.id)],
    )
    return _file(deletion, "pdf", _PDF, content)


@bp.get("/deletions/<id:deletion_id>/certificate.csv")
@policy.studio
def certificate_as_table(deletion_id: str) -> Response:
    """Every photo with its hash, for a spreadsheet."""
    deletion = _own(deletion_id)
    separator = separator_in(str(get_locale()))
    heads = [_("Photo"), _METHOD, _("Bytes"), _("Uploaded"), _("Files removed")]
    lines = [csv_row([str(head) for head in heads], separator=separator)]
    lines += [csv_row(_cells(each), separator=separator) for each in _all(deletion)]
    return _file(deletion, "csv", _CSV, (BYTE_ORDER_MARK + "".join(lines)).encode())


def _own(deletion_id: str) -> Deletion:
    return or_404(deletion_of_studio(g.studio.id, deletion_id))


def _all(deletion: Deletion) -> list[DeletedPhoto]:
    return list(photos_of_deletion(deletion.id))


def _cells(photo: DeletedPhoto) -> list[str | int]:
    gone = _moment(photo.gone_at) if photo.gone_at else ""
    return [
        _label(photo), photo.content_hash, photo.original_bytes, _moment(photo.created_at), gone,
    ]  # fmt: skip


def _moment(at: datetime) -> str:
    """'2026-11-23 10:00:00 +0100': a spreadsheet and a person can read it, in the studio's zone."""
    return f"{at.astimezone(ZoneInfo(g.studio.time_zone)):%Y-%m-%d %H:%M:%S %z}"


def _label(photo: DeletedPhoto) -> str:
    return f"{photo.number:04d}"


def _file(deletion: Deletion, ending: str, media_type: str, content: bytes) -> Response:
    name = f"deletion-{deletion.deleted_at:%Y-%m-%d}-{deletion.id}.{ending}"
    return attachment(name, media_type, len(content), iter([content]))
