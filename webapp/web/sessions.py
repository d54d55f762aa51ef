"""Who is signed in on this browser: a random token in the signed cookie, a row in the database.

Deleting the row ends the session at once. Three idle hours end it too; they are measured by an
instant inside the cookie, because reading a page writes nothing.
"""

from flask import Flask, session
from flask_login import LoginManager, UserMixin, current_user, login_user

from webapp import clock
from webapp.models.studio import Member
from webapp.queries import sign_ins

_IDLE_SECONDS = 3 * 60 * 60
_NOTED_EVERY = 60
_KEPT = ("language",)

_manager = LoginManager()


class Door(UserMixin):
    """A member behind the token of a sign-in."""

    def __init__(self, token: str, member: Member | None = None) -> None:
        self.token = token
        self.member = member

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
    return current_user.member if current_user.is_authenticated else None


def current_token() -> str | None:
    """The token of the sign-in on this browser, None: nobody is signed in."""
    return current_user.token if current_user.is_authenticated else None


def begin(token: str) -> None:
    """Signed in: nothing of the session before stays, but the language."""
    _clear()
    login_user(Door(token))
    session["seen"] = _seconds()


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
    member = sign_ins.member_of(token, now=clock.machine_now())
    return Door(token, member) if member else None


def _clear() -> None:
    kept = {name: session[name] for name in _KEPT if name in session}
    session.clear()
    session.update(kept)


def _seconds() -> int:
    return int(clock.machine_now().timestamp())
