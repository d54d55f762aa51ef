"""Which pages are looked at in a house of this size, and with which cookies they may be seen."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import update

from bench.at_size.rows import Size, an_id
from bench.serving import signed_in
from tests.support.builders import a_basket, a_basket_line, a_code, a_member, a_visitor
from tests.support.staff import somebody_of_staff
from webapp import clock
from webapp.models.base import db, new_id, transaction
from webapp.models.job import AccessCode, Job
from webapp.models.photo import Photo
from webapp.models.price_list import Product
from webapp.models.sealing import seal
from webapp.models.studio import Studio
from webapp.use_cases.sign_in import sign_in_of_the_demo

_SLUG = "studio-0"
_MANY_JOBS, _MANY_LINES = 30, 20


@dataclass(frozen=True)
class Looked:
    """A page, and the cookies with which it may be seen."""

    name: str
    path: str
    cookies: dict[str, str]


def pages(app: Flask, size: Size) -> list[Looked]:
    """All of them, of the big studio; somebody is signed in for it. Needs an app context."""
    studio = db.session.get_one(Studio, an_id("studio", 0))
    _seal_codes(studio.id)
    member = signed_in(app, a_member(studio, f"{new_id()}@example.org").id)
    support = _at_the_console(app)
    guests = {name: {f"shop-{_SLUG}": token} for name, token in _guests(studio).items()}
    return [
        *(Looked(name, f"/studio{path}", member) for name, path in _studio(size)),
        *(Looked(name, f"/shop/{_SLUG}{path}", guests[who]) for name, path, who in _shop()),
        *(Looked(name, f"/console{path}", support) for name, path in _console(size)),
        Looked("metrics", "/metrics", {}),
    ]


def _studio(size: Size) -> Iterator[tuple[str, str]]:
    last, job = size.big // 50, f"/jobs/{an_id('job', 0)}"
    yield "job overview", "/jobs"
    yield "job overview, last page", f"/jobs?page={last}"
    for sort in ("name", "newest", "largest"):
        yield f"job overview by {sort}", f"/jobs?sort={sort}"
    yield "job overview by name, last page", f"/jobs?sort=name&page={last}"
    yield "job overview, archived", "/jobs?status=archived"
    yield "job overview, who asks for more time", "/jobs?asks=1"
    yield "job overview, a word of many", "/jobs?q=primary"
    yield "job overview, a word of one", "/jobs?q=job-37"
    for name, path in (
        ("a job", ""), ("its settings", "/settings"), ("its photos", "/photos"),
        ("an album", f"/albums/{an_id('album', 0)}"), ("its people", "/people"),
        ("its customers", "/customers"), ("its messages", "/messages"),
        ("its history", "/history"), ("its statistics", "/statistics"),
        ("its selling page", "/selling"), ("why", "/explanation"), ("packing", "/packing"),
    ):  # fmt: skip
        yield f"job: {name}", f"{job}{path}"
    yield "orders", "/orders"
    yield "orders, last page", f"/orders?page={last // 4}"
    yield "orders by name", "/orders?sort=name"
    yield "orders, open", "/orders?state=open"
    yield "orders, a word of many", "/orders?q=berger"
    yield "orders of a job", f"/orders?job={an_id('job', 0)}"
    yield "an order", f"/orders/{an_id('order', 0)}"
    yield "a customer", f"/customers/{an_id('customer', 0)}"
    yield "planned messages", "/messages"
    yield "planned messages, one by one", "/messages?each=1&page=20"
    yield "sent messages", "/messages?state=sent"
    yield "messages, an address", "/messages?state=sent&q=parent-8@"
    yield "messages, a word of many", "/messages?state=sent&q=berger"
    yield "a message", f"/messages/{an_id('message', 0)}"
    for name in ("storage", "trash", "deletions", "settings", "price-lists"):
        yield name, f"/{name}"
    yield "storage, last page", f"/storage?page={last}"
    yield "storage, what can be deleted", "/storage/deletion"
    yield "profiles", "/communication-profiles"


def _shop() -> Iterator[tuple[str, str, str]]:
    job = f"/jobs/{an_id('job', 0)}"
    yield "gallery of 1,000, a person's code", job, "person"
    yield "gallery of 1,000, the whole job", job, "whole"
    yield "gallery of 1,000, last page", f"{job}?page=9", "whole"
    yield "a photo", f"{job}/photos/{an_id('photo', 2)}", "whole"
    yield "my jobs", "", "many"
    yield "basket of 20", "/basket", "whole"


def _console(size: Size) -> Iterator[tuple[str, str]]:
    job, studio = an_id("job", 0), an_id("studio", 0)
    yield "console", ""
    yield "console: a name that many have", "?q=anna+berger"
    yield "console: an address", "?q=parent-8@example.org"
    yield "console: an id", f"?q={job}"
    yield "console: a number", "?q=1042"
    yield "console: studios", "/studios"
    yield "console: studios, last page", f"/studios?page={-(-size.studios // 50)}"
    yield "console: a studio", f"/studios/{studio}"
    yield "console: a job", f"/jobs/{job}"
    yield "console: why", f"/jobs/{job}/explanation"
    yield "console: a customer", f"/customers/{an_id('customer', 0)}"
    yield "console: requests", "/requests"
    yield "console: how it runs", "/operations"


def _guests(studio: Studio) -> dict[str, str]:
    """Browsers by what they have opened: a person, a whole job with a basket, many jobs."""
    job = db.session.get_one(Job, an_id("job", 0))
    tokens = {name: f"{new_id()}-{name}" for name in ("person", "whole", "many")}
    a_visitor(studio, tokens["person"], [_code(0)])
    whole = a_visitor(studio, tokens["whole"], [a_code(job, new_id())])
    a_visitor(studio, tokens["many"], [_code(n) for n in range(_MANY_JOBS)])
    basket, product = a_basket(whole), db.session.get_one(Product, an_id("product", 0))
    for number in range(1, _MANY_LINES + 1):
        a_basket_line(basket, db.session.get_one(Photo, an_id("photo", number)), product)
    return tokens


def _seal_codes(studio_id: str) -> None:
    """Let the studio's codes be shown: one sealed copy for all of them, nobody types them."""
    with transaction() as session:
        sealed = update(AccessCode).where(AccessCode.studio_id == studio_id)
        session.execute(sealed.values(sealed=seal("K7MW9Q3X4T2P")))


def _code(job: int) -> AccessCode:
    return db.session.get_one(AccessCode, an_id("code", job))


def _at_the_console(app: Flask) -> dict[str, str]:
    now = clock.machine_now()
    token = sign_in_of_the_demo(
        somebody_of_staff(email=f"{new_id()}@example.org").id, now=now
    ).token
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    session = {"_user_id": token, "_fresh": True, "seen": int(now.timestamp())}
    return {app.config["SESSION_COOKIE_NAME"]: serializer.dumps(session)}
