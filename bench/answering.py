"""How long refusals take: of what there is and of what there is not, in turns within one run."""

import re
from collections.abc import Callable, Iterator
from operator import sub
from statistics import median

from flask.testing import FlaskClient as Browser

from bench.choices import Choices, main
from bench.measuring import seconds_of
from bench.outcome import Line, at_most
from bench.places import application, emptied
from tests.support.builders import a_code, a_job, a_studio
from tests.support.run import Run
from tests.support.signing_in import a_member_who_signs_in
from tests.support.staff import somebody_of_staff
from webapp import clock
from webapp.models.base import db, transaction
from webapp.models.job import AccessCode
from webapp.models.operation import FailedAttempt

_TURNS = 40
_BASE = "http://127.0.0.1:8000"
_WITHIN = 5  # milliseconds
_WRONG = "wrong but long enough"
_TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')
_UNKNOWN, _REVOKED, _ANOTHERS = "K7MW9Q3X4T2P", "K7MW9Q3X4T2Q", "K7MW9Q3X4T2R"

Asked = dict[str, Callable[[], object]]


def measure(run: Run, choices: Choices) -> Iterator[Line]:
    """The medians of each answer, and of how far they lie apart within a turn."""
    for kind in choices.databases:
        with emptied(run, kind) as address, application(address, run.folder) as app:
            client = app.test_client()
            for what, asked in (("sign-ins", _sign_ins(client)), ("codes", _codes(client))):
                yield _apart(what, kind, asked, max(int(_TURNS * choices.scale), 5))


def _apart(what: str, kind: str, asked: Asked, turns: int) -> Line:
    """Each is asked in turn, so that whatever else the machine does meets all of them alike."""
    times: dict[str, list[float]] = {name: [] for name in asked}
    for turn in range(turns):
        names = list(asked) if turn % 2 else list(reversed(asked))
        for name in names:
            _forget_failures()
            times[name].append(seconds_of(asked[name]) * 1000)
    medians = {name: median(taken) for name, taken in times.items()}
    first, *others = times.values()
    apart = max(abs(median(map(sub, first, other))) for other in others)
    beside = ", ".join(f"{name} {taken:.1f}" for name, taken in medians.items())
    return at_most(f"refused {what}, medians apart", kind, apart, _WITHIN, unit="ms", beside=beside)


def _sign_ins(client: Browser) -> Asked:
    member, staff = a_member_who_signs_in(), somebody_of_staff()
    emails = {
        "unknown": "nobody@example.org",
        "wrong password": member.email,
        "of staff": staff.email,
    }
    return {
        name: _refused(client, "/sign-in", 422, email=email, password=_WRONG)
        for name, email in emails.items()
    }


def _codes(client: Browser) -> Asked:
    job, other = (a_job(a_studio(slug=slug), "selling") for slug in ("nord", "sued"))
    a_code(other, _ANOTHERS)
    revoked = a_code(job, _REVOKED)
    with transaction() as session:
        session.get_one(AccessCode, revoked.id).revoked_at = clock.machine_now()
    codes = {"unknown": _UNKNOWN, "revoked": _REVOKED, "another's": _ANOTHERS, "no code": "0O1IL"}
    return {name: _refused(client, "/shop/nord", 422, code=code) for name, code in codes.items()}


def _refused(client: Browser, path: str, status: int, **typed: str) -> Callable[[], object]:
    """What asks so: the page has been fetched, its token is known."""
    found = _TOKEN.search(client.get(path, base_url=_BASE).data)
    assert found, f"there is no form on {path}"
    data = typed | {"csrf_token": found[1].decode()}

    def ask() -> None:
        answer = client.post(path, data=data, base_url=_BASE)
        assert answer.status_code == status, answer.status

    return ask


def _forget_failures() -> None:
    """So that none of them has to wait."""
    with transaction() as session:
        session.query(FailedAttempt).delete()
    db.session.remove()


if __name__ == "__main__":
    main(measure)
