"""Communication profiles: which there are, where they are used, and making new ones (C1, C4)."""

from flask import Response, abort, flash, g, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.queries.profiles import profile_rows, without_profile
from webapp.studio.blueprint import bp
from webapp.studio.loading import own_profile
from webapp.studio.profile_form import ProfileForm
from webapp.studio.profile_views import profile_view, use_view
from webapp.use_cases.create_profile import create_profile
from webapp.use_cases.duplicate_profile import duplicate_profile
from webapp.use_cases.holding_profile import (
    ProfileNameTakenError,
    StandardProfileError,
    UnknownProfileError,
)
from webapp.use_cases.rename_profile import rename_profile
from webapp.web import policy
from webapp.web.rendering import go_to, render


@bp.get("/communication-profiles")
@policy.studio
def communication_profiles() -> Response:
    """Every profile of the studio; first of all, the choice that sends nothing."""
    return render(
        "studio/profiles.html",
        rows=[profile_view(row) for row in profile_rows(g.studio.id)],
        nothing=use_view(without_profile(g.studio.id)),
    )


@bp.get("/communication-profiles/new")
@policy.studio
def new_profile() -> Response:
    """The empty form."""
    return render("studio/new_profile.html", form=ProfileForm(formdata=None))


@bp.post("/communication-profiles/new")
@policy.studio
@policy.on_behalf
def save_new_profile() -> AnyResponse:
    """Store the profile and go to it; with faults the form again."""
    form = ProfileForm()
    if form.validate():
        try:
            profile_id = create_profile(g.studio.id, form.name.data, now=clock.now())
        except ProfileNameTakenError:
            form.say_taken()
        else:
            flash(_("The profile is there. Add its messages next."), "done")
            return go_to(url_for("studio.profile", profile_id=profile_id))
    return render("studio/new_profile.html", status=422, whole=True, form=form)


@bp.post("/communication-profiles/<id:profile_id>/copy")
@policy.studio
@policy.on_behalf
def copy_profile(profile_id: str) -> AnyResponse:
    """Make a copy and go to it."""
    try:
        copy_id = duplicate_profile(g.studio.id, profile_id, now=clock.now())
    except UnknownProfileError:
        abort(404)
    flash(_("This is the copy. No job uses it yet."), "done")
    return go_to(url_for("studio.profile", profile_id=copy_id))


@bp.get("/communication-profiles/<id:profile_id>/name")
@policy.studio
def profile_name(profile_id: str) -> Response:
    """The form with its name."""
    profile = own_profile(profile_id)
    if profile.is_standard:
        return refused(profile_id)
    return render("studio/profile_name.html", profile=profile, form=ProfileForm(None, obj=profile))


@bp.post("/communication-profiles/<id:profile_id>/name")
@policy.studio
@policy.on_behalf
def save_profile_name(profile_id: str) -> AnyResponse:
    """Store the name; with faults the form again."""
    form = ProfileForm()
    own_profile(profile_id)
    if form.validate():
        try:
            rename_profile(g.studio.id, profile_id, form.name.data)
        except ProfileNameTakenError:
            form.say_taken()
        except StandardProfileError:
            return refused(profile_id)
        except UnknownProfileError:
            abort(404)
        else:
            flash(_("The profile has its new name."), "done")
            return go_to(url_for("studio.profile", profile_id=profile_id))
    return render(
        "studio/profile_name.html",
        status=422,
        whole=True,
        profile=own_profile(profile_id),
        form=form,
    )


def refused(profile_id: str) -> Response:
    """A standard profile is read-only: the page that offers a copy instead (409, C4)."""
    return render(
        "studio/profile_refused.html", status=409, whole=True, profile=own_profile(profile_id)
    )
