"""Who may ask for what: every address with an id × everybody who must not see it (Security).

Made from the map of addresses: a page that is written tomorrow stands in it by itself. Whoever must
not see something meets what stands at an unknown address, to the byte, and nothing is stored.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.support.acting import signed_in_as
from tests.support.builders import NOW, a_member
from tests.support.staff import RIGHTS, somebody_of_staff
from tests.support.walking import (
    OPEN_PARTS,
    Walker,
    address,
    ask,
    everything,
    methods,
    refused_alike,
    sent_to_sign_in,
    unknown,
)
from tests.support.world import BEN_TOKEN, LEA_TOKEN, MIA_TOKEN, a_world
from webapp.models.base import transaction
from webapp.models.deletion import Trash
from webapp.models.job import AccessCode, Job
from webapp.models.photo import Photo
from webapp.models.sealing import sign
from webapp.models.studio import SignIn
from webapp.web import policy

# What needs more than its address: a choice that was made on another page, or files.
ASKS_FOR_MORE = {"studio.confirmation", "studio.message_mail", "studio.order_originals",
                 "studio.choose_reopening", "shop.order_picture"}  # fmt: skip
pytestmark = pytest.mark.one_database("the map of addresses, and its doors, are the same on both")


@pytest.fixture
def config(config):
    """Without the clock bar of demos: its form is another one on each page."""
    return replace(config, clock_file=None)


@pytest.fixture(autouse=True)
def without_forgery_tokens(app):
    """The doors are what is tried here; that forms need their token is tried elsewhere."""
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def visitor(app):
    """Makes a browser; thousands of the same refusals need not be read for faults of a page."""

    def enter():
        return Walker(app, app.response_class)

    return enter


@pytest.fixture
def rules(app):
    """Every address with an id of something that belongs to somebody."""
    return [
        rule for rule in app.url_map.iter_rules() if rule.arguments - OPEN_PARTS - {"slug"}
        and policy.of(app.view_functions[rule.endpoint]) is not None
    ]  # fmt: skip


@pytest.fixture
def ours(app):
    return a_world("nord")


def of(rules, app, audience):
    chosen = [rule for rule in rules if policy.of(app.view_functions[rule.endpoint]) == audience]
    assert len(chosen) > 15, "the map of addresses has lost its pages"
    return chosen


def holding(visitor, slug, token):
    """A browser in this shop."""
    client = visitor()
    client.set_cookie(f"shop-{slug}", f"{slug}{token}", domain="127.0.0.1")
    return client


def test_the_studio_is_closed_to_everybody_else(app, visitor, rules, ours):
    theirs = a_world("sued")
    pages, before = of(rules, app, "studio"), everything()

    def also(member, staff=None):
        return signed_in_as(visitor(), staff, member=member)

    former = also(a_member(ours.studio))
    with transaction() as session:
        session.delete(session.scalars(select(SignIn).order_by(SignIn.created_at.desc())).first())
    faults = {
        "nobody": sent_to_sign_in(visitor(), pages, ours),
        "a former member": sent_to_sign_in(former, pages, ours),
        "a customer": sent_to_sign_in(holding(visitor, "nord", MIA_TOKEN), pages, ours),
        "another studio": refused_alike(also(theirs.member), pages, ours),
        "support that acts for nobody": refused_alike(also(None, somebody_of_staff()), pages, ours),
    }
    assert {who: found for who, found in faults.items() if found} == {}
    after = everything()
    assert {name for name in before if before[name] != after[name]} <= {"member", "staff"}


def test_support_that_acts_for_one_studio_sees_nothing_of_another(app, visitor, rules, ours):
    theirs = a_world("sued")
    client = signed_in_as(visitor(), somebody_of_staff())
    reason = {"reason": "Request 1042: a parent sees nothing"}
    client.post(f"/console/studios/{theirs.studio.id}/acting", data=reason)
    client.post("/console/acting/changes")
    before = everything()
    pages = [rule for rule in of(rules, app, "studio") if methods(rule) == ["GET"]]
    faults = []
    for rule in pages:
        answer = ask(client, "GET", address(rule, ours))
        if answer != ask(client, "GET", unknown(rule, ours)) or answer[0] not in (403, 404):
            faults.append(f"{rule.rule}: {answer[0]}")
    assert faults == []
    assert everything() == before


def test_the_console_is_closed_to_everybody_without_the_right(app, visitor, rules, ours):
    pages, before = of(rules, app, "console"), everything()
    member = signed_in_as(visitor(), member=ours.member)
    faults = {
        "nobody": sent_to_sign_in(visitor(), pages, ours),
        "a customer": sent_to_sign_in(holding(visitor, "nord", MIA_TOKEN), pages, ours),
        "a photographer": refused_alike(member, pages, ours),
    }
    for right in RIGHTS:
        others = [one for one in RIGHTS if one != right]
        client = signed_in_as(visitor(), somebody_of_staff(rights=others))
        asking = [rule for rule in pages if policy.right_of(app.view_functions[rule.endpoint])
                  == right]  # fmt: skip
        faults[f"staff without {right}"] = refused_alike(client, asking, ours)
    nothing = signed_in_as(visitor(), somebody_of_staff(rights=()))
    faults["staff of no rights"] = refused_alike(nothing, pages, ours)
    assert {who: found for who, found in faults.items() if found} == {}
    after = everything()
    assert {name for name in before if before[name] != after[name]} <= {"staff"}


def test_the_shop_shows_each_browser_what_its_own_codes_open(app, visitor, rules, ours):
    theirs = a_world("sued")
    pages = [rule for rule in of(rules, app, "shop") if "link" not in rule.arguments]
    of_a_job = [rule for rule in pages if "job_id" in rule.arguments]
    of_mia = [rule for rule in pages
              if rule.arguments & {"photo_id", "code_id", "line_id", "file_id"}]  # fmt: skip
    before = everything()
    faults = {
        "nobody": refused_alike(visitor(), of_a_job, ours),
        "another code of the same job": refused_alike(
            holding(visitor, "nord", BEN_TOKEN), _without_tokens(of_mia), ours
        ),
        "a code of another job": refused_alike(
            holding(visitor, "nord", LEA_TOKEN), _without_tokens(of_a_job), ours
        ),
        "a code of another studio": refused_alike(
            holding(visitor, "sued", MIA_TOKEN), of_a_job, ours
        ),
        "things of another studio under this address": refused_alike(
            holding(visitor, "nord", MIA_TOKEN), pages, ours, _under(theirs, "nord")
        ),
        "support": refused_alike(signed_in_as(visitor(), somebody_of_staff()), of_a_job, ours),
    }
    assert {who: found for who, found in faults.items() if found} == {}
    after = everything()
    assert {name for name in before if before[name] != after[name]} <= {"staff"}


def test_a_link_opens_nothing_elsewhere_and_nothing_when_a_letter_is_changed(
    app, visitor, rules, ours
):
    theirs = _under(a_world("sued"), "nord")
    pages = [rule for rule in of(rules, app, "shop") if "link" in rule.arguments]
    assert len(pages) > 10
    forged = {word: _forged(link) for word, link in ours.links.items()}
    for_another = {word: sign(link.partition(".")[0], purpose="something else")
                   for word, link in ours.links.items()}  # fmt: skip
    before = everything()
    faults = {
        "of another studio": refused_alike(visitor(), pages, ours, theirs),
        "forged": refused_alike(visitor(), pages, ours, replace(ours, links=forged)),
        "for another purpose": refused_alike(
            visitor(), pages, ours, replace(ours, links=for_another)
        ),
    }
    assert {who: found for who, found in faults.items() if found} == {}
    assert everything() == before


def test_the_walk_knows_everything_that_an_address_can_name(rules, ours):
    """Who knows all of it is let in: else the walk would prove nothing."""
    assert [address(rule, ours) for rule in rules if "<" in address(rule, ours)] == []


@pytest.mark.parametrize("audience", ["studio", "console", "shop"])
def test_the_same_walk_leads_its_owners_in(app, visitor, rules, ours, audience):
    owners = {
        "studio": lambda: signed_in_as(visitor(), member=ours.member),
        "console": lambda: signed_in_as(visitor(), somebody_of_staff()),
        "shop": lambda: holding(visitor, "nord", MIA_TOKEN),
    }
    client, shut = owners[audience](), []
    for rule in of(rules, app, audience):
        status = ask(client, "GET", address(rule, ours))[0] if "GET" in rule.methods else 200
        if status == 404 and rule.endpoint not in ASKS_FOR_MORE:
            shut.append(rule.endpoint)
    assert shut == []


@pytest.mark.parametrize("audience", ["studio", "console", "shop"])
def test_no_other_method_opens_a_page_or_changes_anything(app, visitor, rules, ours, audience):
    """Also for htmx and with a slash behind: what is refused by one way is refused by all."""
    others = {
        "studio": lambda: signed_in_as(visitor(), member=a_world("sued").member),
        "console": lambda: signed_in_as(visitor(), member=ours.member),
        "shop": lambda: holding(visitor, "nord", LEA_TOKEN),
    }
    client, before, faults = others[audience](), everything(), []
    for rule in _without_tokens(of(rules, app, audience)):
        if "link" in rule.arguments or "request_id" in rule.arguments:
            continue  # whoever has the link may come in
        path, nothing = address(rule, ours), unknown(rule, ours)
        for method in ("HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"):
            answer = ask(client, method, path)
            if answer != ask(client, method, nothing):
                faults.append(f"{method} {rule.rule}")
            if method not in rule.methods and answer[0] < 400:
                faults.append(f"{method} {rule.rule} is answered")
        by_htmx = client.get(path, headers={"HX-Request": "true"})
        if "GET" in rule.methods and by_htmx.status_code != 404:
            faults.append(f"htmx {rule.rule}: {by_htmx.status_code}")
        if client.get(f"{path}/").status_code != 404:
            faults.append(f"{rule.rule}/")
    assert faults == []
    assert everything() == before


def archived(session, world):
    job = session.get_one(Job, world.job.id)
    job.status, job.archived_at = "archived", NOW


def stopped(session, world):
    """The worker has not come yet: the stop alone decides."""
    job = session.get_one(Job, world.job.id)
    job.archiving, job.archiving_date, job.stop_at = True, date(2026, 11, 1), NOW - timedelta(1)


def revoked(session, world):
    session.get_one(AccessCode, world.ids["code_id"]).revoked_at = NOW


def thrown_away(session, world):
    trash = session.get_one(Trash, world.ids["trash_id"])
    session.get_one(Photo, world.ids["photo_id"]).trash_id = trash.id


@pytest.mark.parametrize("deed", [archived, stopped, revoked, thrown_away])
def test_what_is_taken_away_is_closed_on_the_very_next_request(app, visitor, ours, deed):
    client, ids = holding(visitor, "nord", MIA_TOKEN), ours.ids
    job = f"/shop/nord/jobs/{ids['job_id']}"
    bytes_of = [
        f"{job}/pictures/{ids['photo_id']}/{size}" for size in ("small", "gallery", "large")
    ]
    pages = [f"{job}/photos/{ids['photo_id']}", *bytes_of]
    assert {client.get(page).status_code for page in pages} == {200}
    with transaction() as session:
        deed(session, ours)
    before = everything()
    assert {client.get(page).status_code for page in bytes_of} == {404}
    assert ids["photo_id"].encode() not in client.get(pages[0]).data
    for deed_of_theirs in (f"{pages[0]}/basket", f"{pages[0]}/favourite"):
        client.post(deed_of_theirs, data={"product": ids["product_id"], "quantity": "1"})
    after = everything()
    assert {name for name in before if before[name] != after[name]} <= {"basket_line", "late_visit"}
    assert len(after["basket_line"]) <= len(before["basket_line"])


def _without_tokens(rules):
    """Whoever has the address of an order may see it, whatever their browser holds."""
    return [rule for rule in rules if "token" not in rule.arguments]


def _under(world, slug):
    return replace(world, ids=world.ids | {"slug": slug})


def _forged(link):
    return link[:-1] + ("a" if link[-1] != "a" else "b")
