"""The watermark of the shop's pictures: what, where, how strong, seen before it is saved."""

from typing import Any

from flask import Response, abort, flash, g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.domain.watermark import Kind, Watermark
from webapp.photos.fetching import LocalFiles
from webapp.photos.sample import HEIGHT, WIDTH, marked_sample
from webapp.photos.serving import current_store
from webapp.photos.store import StoreFull
from webapp.photos.watermark import Mark
from webapp.photos.watermark_logo import NoLogoError
from webapp.queries.watermarks import photos_that_look_otherwise, watermark_of
from webapp.studio.blueprint import bp
from webapp.studio.watermark_form import LogoForm, WatermarkForm, form_of
from webapp.use_cases.change_watermark import (
    NoLogoYetError,
    change_logo,
    change_watermark,
    logo_hash,
)
from webapp.use_cases.marks_of_studios import mark_of
from webapp.web import policy
from webapp.web.rendering import go_to, render, wants_part

_PART = "studio/watermark_preview.html"


@bp.get("/settings/watermark")
@policy.studio
def watermark() -> Response:
    """What is stored, and how it looks; after a logo has come, that it is chosen."""
    form = form_of(watermark_of(g.studio))
    if request.args.get("kind") == Kind.LOGO and _logo():
        form.kind.data = Kind.LOGO.value
    return _page(form)


@bp.post("/settings/watermark/preview")
@policy.studio
@policy.on_behalf
def preview_watermark() -> Response:
    """The form again, with a picture of what stands in it; nothing is stored."""
    form = _checked(WatermarkForm())
    if wants_part():  # while somebody types: what is wrong yet is said beside the picture
        return render(_PART, **_preview(form))
    return _page(form, status=422 if form.errors else 200)


@bp.get("/settings/watermark/picture")
@policy.studio
def watermark_picture() -> Response:
    """The sample with the watermark that the address says."""
    form = WatermarkForm(request.args, meta={"csrf": False})
    if not form.validate():
        abort(404)
    chosen = form.chosen()
    with LocalFiles(current_store()) as files:
        content = marked_sample(_mark(chosen, files))
    response = Response(content, mimetype="image/webp")
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@bp.post("/settings/watermark")
@policy.studio
@policy.on_behalf
def save_watermark() -> AnyResponse:
    """Store it; the previews follow behind the page."""
    form = WatermarkForm()
    if form.validate():
        try:
            change_watermark(g.studio.id, form.chosen(), store=current_store())
        except NoLogoYetError:
            form.say_no_logo()
        else:
            flash(_("Saved."), "done")
            return go_to(url_for("studio.watermark"))
    return _page(form, status=422)


@bp.post("/settings/watermark/logo")
@policy.studio
@policy.on_behalf
def save_logo() -> AnyResponse:
    """Keep another logo; where it is in use, the previews follow."""
    form = LogoForm()
    if form.validate():
        try:
            change_logo(g.studio.id, form.logo.data.stream, store=current_store())
        except NoLogoError:
            form.say_refused()
        except StoreFull:
            form.say_full()
        else:
            in_use = g.studio.watermark_kind == Kind.LOGO
            flash(
                _("The logo is stored.")
                if in_use
                else _("The logo is stored. Save the watermark to have it drawn."),
                "done",
            )
            return go_to(url_for("studio.watermark", kind=Kind.LOGO))
    return _page(form_of(watermark_of(g.studio)), logo=form, status=422)


def _page(form: WatermarkForm, *, logo: LogoForm | None = None, status: int = 200) -> Response:
    return render(
        "studio/watermark.html",
        status=status,
        whole=True,
        logo=logo or LogoForm(formdata=None),
        stored_kind=g.studio.watermark_kind,
        left=photos_that_look_otherwise(g.studio.id, g.studio.watermark_look),
        **_preview(form),
    )


def _checked(form: WatermarkForm) -> WatermarkForm:
    form.validate()
    if form.kind.data == Kind.LOGO and not _logo():
        form.say_no_logo()
    return form


def _preview(form: WatermarkForm) -> dict[str, Any]:
    """The sample as it would look, and for how many photos previews would be made anew."""
    chosen = form.chosen() if not form.errors else Watermark()
    look = chosen.look(_logo())
    return {
        "form": form,
        "has_logo": bool(_logo()),
        "picture_url": url_for(
            "studio.watermark_picture",
            kind=chosen.kind,
            text=chosen.text,
            place=chosen.place,
            strength=chosen.strength,
            look=look,
        ),
        "width": WIDTH,
        "height": HEIGHT,
        "is_stored": look == g.studio.watermark_look,
        "anew": 0 if form.errors else _anew(look),
    }


def _anew(look: str) -> int:
    if look == g.studio.watermark_look:
        return 0
    return photos_that_look_otherwise(g.studio.id, look)


def _logo() -> str:
    """The hash of the studio's logo, asked of the store once for a page."""
    if "logo_hash" not in g:
        g.logo_hash = logo_hash(g.studio.id, current_store())
    return str(g.logo_hash)


def _mark(chosen: Watermark, files: LocalFiles) -> Mark | None:
    try:
        return mark_of(chosen, chosen.look(_logo()), g.studio.id, files)
    except FileNotFoundError:
        abort(404)
