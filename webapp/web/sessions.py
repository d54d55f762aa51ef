"""Who is signed in on this browser: a random token in the signed cookie, a row in the database.

Deleting the row ends the session at once. Three idle hours end it too; they are measured by an
instant inside the cookie, because reading a page writes nothing.
"""

from flask import Flask, session
from flask_login import LoginManager, UserMixin, current_user, login_user

from webapp import clock
from webapp.models.staff import Staff
from webapp.models.studio import Member, SignIn
from webapp.queries import sign_ins

_IDLE_SECONDS = 3 * 60 * 60
_NOTED_EVERY = 60
_KEPT = ("language",)

_manager = LoginManager()


class Door(UserMixin):
    """A member, or somebody of the staff, behind the token of a sign-in."""

    def __init__(self, token: str, sign_in: SignIn | None = None) -> None:
        self.token = token
        self.sign_in = sign_in

    def get_id(self) -> str:
        """What the cookie keeps."""
        return self.token


def install(app: Flask) -> None:
    """Know members again by their cookie."""
    # Networks change under way (train, phone): the address is no part of the session.
    _manager.session_protection = None
    _manager.init_app(app, add_context_processor=False)


def current_member() -> Member | None:
    """The member signed in on this browser, None: nobody."""
    found = _whole()
    return found.member if found else None


def current_staff() -> Staff | None:
    """Who of the staff is signed in on this browser, None: nobody, or somebody who has left."""
    found = _whole()
    staff = found.staff if found else None
    return staff if staff and staff.left_at is None else None


def half_signed_in() -> SignIn | None:
    """The sign-in on this browser that still has to bring the second factor, None: no such."""
    found = _current()
    return found if found and found.needs_code else None


def current_token() -> str | None:
    """The token of the sign-in on this browser, None: nobody is signed in."""
    return current_user.token if current_user.is_authenticated else None


def begin(token: str) -> None:
    """Signed in: nothing of the session before stays, but the language."""
    _clear()
    login_user(Door(token))
    session["seen"] = _seconds()


def renew(token: str) -> None:
    """The same sign-in has another token from now on; forms that are open stay good."""
    login_user(Door(token))


def go_on(token: str | None) -> None:
    """The same where the sign-in may have ended meanwhile: then nobody is signed in any more."""
    if token is None:
        end()
    else:
        renew(token)


def end() -> None:
    """Signed out: nothing of the session stays, but the language."""
    _clear()


def keep_awake() -> None:
    """Note in the cookie that somebody is there, once a minute."""
    now = _seconds()
    if now - session.get("seen", 0) >= _NOTED_EVERY:
        session["seen"] = now


@_manager.user_loader  # type: ignore[untyped-decorator]
def _load(token: str) -> Door | None:
    if not 0 <= _seconds() - session.get("seen", 0) < _IDLE_SECONDS:
        return None
    found = sign_ins.sign_in_of(token, now=clock.machine_now())
    return Door(token, found) if found else None


def _current() -> SignIn | None:
    return current_user.sign_in if current_user.is_authenticated else None


def _whole() -> SignIn | None:
    found = _current()
    return found if found and not found.needs_code else None


def _clear() -> None:
    kept = {name: session[name] for name in _KEPT if name in session}
    session.clear()
    session.update(kept)


def _seconds() -> int:
    return int(clock.machine_now().timestamp())
