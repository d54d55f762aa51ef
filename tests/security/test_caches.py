"""A real nginx with a cache stands before the application, told to keep whatever it may: nobody is
given what was kept for somebody else (ASVS 14.2.2, 14.2.5, 14.3.2)."""

from io import BytesIO
from itertools import cycle

import pytest
from PIL import Image

from tests.photos.pictures import saved
from tests.support.acting import signed_in_as
from tests.support.nginx import Nginx
from tests.support.staff import somebody_of_staff
from tests.support.walking import Walker, address
from tests.support.world import BEN_TOKEN, MIA_TOKEN, a_world
from webapp.photos.keys import preview_keys
from webapp.photos.serving import current_store
from webapp.web import policy

PICTURE = saved(Image.new("RGB", (40, 30), (12, 34, 56)), "WEBP", lossless=True)
OF_MIA = (b"Mia Berger", PICTURE)
HEAVY_HANDED = """
proxy_cache_path {folder}/cache levels=1:2 keys_zone=kept:4m use_temp_path=off;
server {{
    listen unix:{folder}/door;
    location / {{
        proxy_pass {backend};
        proxy_set_header Host $http_host;
        proxy_cache kept;
        proxy_cache_key $request_uri;
        proxy_cache_valid any 10m;
        proxy_cache_methods GET HEAD POST;
        proxy_cache_revalidate on;
        proxy_cache_use_stale error timeout updating http_403 http_404 http_429 http_500 http_503;
        {more}
        add_header X-Cache-Status $upstream_cache_status always;
    }}
}}
"""
KEEPS_ALL = "proxy_ignore_headers Cache-Control Expires Set-Cookie Vary X-Accel-Expires;"


@pytest.fixture
def world(app):
    made = a_world("nord")
    for key in preview_keys(made.ids["photo_id"]):
        current_store().put(key, BytesIO(PICTURE))
    return made


@pytest.fixture
def before(live, nginx, tmp_path):
    """Starts the nginx before the application; `more` of its settings."""

    def start(more=""):
        folder = tmp_path / "nginx"
        return nginx(HEAVY_HANDED.format(folder=folder, backend=live.url, more=more))

    return start


def door_of(folder, live):
    return Nginx(folder / "door", live.url.partition("//")[2])


def in_shop(door, token):
    return door.as_holder_of(**{"shop-nord": f"nord{token}"})


def signed_in(door, app, *who, **member):
    browser = signed_in_as(Walker(app, app.response_class), *who, **member)
    cookie = browser.get_cookie("shelflife", domain="127.0.0.1")
    return door.as_holder_of(shelflife=cookie.value)


def readable(app, world, audience):
    """Every address that can be read, of what belongs to Mia or to the studio."""
    views = app.view_functions
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and policy.of(views[rule.endpoint]) == audience:
            parts = {"name": "archiving"} if "name" in rule.arguments else {}
            yield address(rule, world, **parts)


WAYS = [{}, {"HX_Request": "true"}, {"Accept": "image/jpeg"}, {"Range": "bytes=0-9"},
        {"If_None_Match": '"x"'}, {"Accept_Encoding": "gzip"}]  # fmt: skip


def test_two_customers_and_a_stranger_in_turn_each_get_their_own(app, live, before, world):
    with before() as folder:
        door = door_of(folder, live)
        mia, ben = in_shop(door, MIA_TOKEN), in_shop(door, BEN_TOKEN)
        pages, ways = [*readable(app, world, "shop")], cycle(WAYS)
        pages += [page.replace("/small", f"/{size}") for page in pages if page.endswith("/small")
                  for size in ("gallery", "large")]  # fmt: skip
        kept, foreign, seen_by_mia = [], [], b""
        for page in pages:
            way = next(ways)
            answers = [who.ask(page, **headers) for headers in ({}, way)
                       for who in (mia, ben, door, mia)]  # fmt: skip
            kept += [page for answer in answers if answer.cached != "MISS"]
            seen_by_mia += b"".join(answer.content for answer in answers[::4])
            others = [answers[at] for at in (1, 2, 5, 6)]
            if "/orders/" not in page and "/requests/" not in page and "/card/" not in page:
                foreign += [page for each in others for sign in OF_MIA if sign in each.content]
        assert len(pages) > 20
        assert (kept, foreign) == ([], [])
        assert all(sign in seen_by_mia for sign in OF_MIA), "the walk would prove nothing"


def test_two_photographers_support_and_a_stranger_get_their_own_studio(app, live, before, world):
    theirs = a_world("sued")
    with before() as folder:
        door = door_of(folder, live)
        ours, others = (signed_in(door, app, member=each.member) for each in (world, theirs))
        support = signed_in(door, app, somebody_of_staff())
        kept, foreign = [], []
        for page in readable(app, world, "studio"):
            for who in (ours, others, door, ours):
                answer = who.ask(page)
                kept += [page] * (answer.cached != "MISS")
                if who is not ours:
                    foreign += [page for sign in OF_MIA if sign in answer.content]
        for page in readable(app, world, "console"):
            for who in (support, ours, support):
                answer = who.ask(page)
                kept += [page] * (answer.cached != "MISS")
                if who is ours:
                    foreign += [page for sign in OF_MIA if sign in answer.content]
        assert (kept, foreign) == ([], [])


def test_only_what_is_the_same_for_everybody_is_kept(live, before):
    with before() as folder:
        door = door_of(folder, live)
        for page in ("/static/css/all.css", "/static/vendor/htmx-2.0.11.min.js?v=1"):
            assert [door.ask(page).cached for _time in range(2)] == ["MISS", "HIT"]
        for page in ("/", "/sign-in", "/language?to=de", "/healthz", "/no/such/page",
                     "/static/no-such-file.css"):  # fmt: skip
            assert [door.ask(page).cached for _time in range(2)] == ["MISS", "MISS"], page


def test_a_cache_that_keeps_against_our_word_would_be_noticed_here(app, live, before, world):
    """The counter-proof: with our headers ignored, Ben is given what was Mia's."""
    with before(KEEPS_ALL) as folder:
        door = door_of(folder, live)
        page = next(each for each in readable(app, world, "shop") if each.endswith("/small"))
        assert PICTURE in in_shop(door, MIA_TOKEN).ask(page).content
        stolen = in_shop(door, BEN_TOKEN).ask(page)
        assert (stolen.cached, PICTURE in stolen.content) == ("HIT", True)
