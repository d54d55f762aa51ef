"""Every page that can be read, asked for by whoever may, and what is wrong in an answer."""

import re

from bs4 import BeautifulSoup

from tests.support.acting import signed_in_as
from tests.support.marked import names_in
from tests.support.pages import page
from tests.support.staff import somebody_of_staff
from tests.support.walking import address
from tests.support.world import MIA_TOKEN
from webapp.web import policy

# What a page needs to be more than an empty form, or to be there at all.
ASKED = {
    "studio.confirmation": ("status=selling", "status=archived"),
    "studio.choose_reopening": ("code={code_id}",),
    "studio.print_cards": ("", "of=person&person={person_id}"),
    "studio.storage_deletion": ("album={album_id}", "older=1"),
    "studio.job_explanation": ("", "code={code_id}", "customer={customer_id}", "of=messages"),
    "console.job_explanation": ("", "code={code_id}", "customer={customer_id}", "of=messages"),
    "studio.packing": ("", "show=all"),
    "studio.people": ("", "q=q"),
    "studio.jobs": ("", "q=q", "status=archived"),
    "studio.message": ("",),
    "studio.new_request": ("", "job={job_id}&page=/studio/jobs/{job_id}"),
    "studio.photos_by_name": ("", "replace=1"),
    "studio.album_cards": ("", "replace=1"),
    "console.requests": ("", "q=q", "state=done"),
    "shop.more_time": ("", "code={code_id}"),
    "shop.photo": ("", "favourites=1"),
}  # fmt: skip
_ADDRESSES = ("href", "src", "action", "formaction", "poster", "data", "srcset", "content")
_SAFE = re.compile(
    r"\s*(https?://|/|#|\?|[a-z0-9._-]+(/|$|\?)|mailto:|tel:|otpauth:|$)", re.IGNORECASE
)
_ENDS = "… \n"


def enter(client, audience, world):
    """The client is somebody of this audience, who may see all of the world."""
    if audience == "shop":
        token = f"{world.studio.slug}{MIA_TOKEN}"
        client.set_cookie(f"shop-{world.studio.slug}", token, domain="127.0.0.1")
        return client
    member = {"member": world.member} if audience == "studio" else {}
    return signed_in_as(client, None if member else somebody_of_staff(), **member)


def readable(app, audience):
    """Every address of this audience that answers to GET."""
    return [
        rule
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
        if "GET" in rule.methods and policy.of(app.view_functions[rule.endpoint]) == audience
    ]


def pages_of(app, audience, world):
    """The addresses of all pages, with what is asked of them."""
    for rule in readable(app, audience):
        path = address(rule, world, name="baskets", filename="css/all.css")
        for query in ASKED.get(rule.endpoint, ("",)):
            yield f"{path}?{query.format(**world.ids)}".rstrip("?")


def faults_of(response, marked_as):
    """Where a marker has become more than words. `marked_as` gives what a marker is as a whole."""
    faults = [f"in the header {name}: {value}" for name, value in response.headers
              if names_in(value) and re.search("[\"'<>]q|\r|\n", value)]  # fmt: skip
    if response.mimetype == "text/html":
        return faults + faults_in(page(response), marked_as)
    if response.data and not response.mimetype:
        faults.append("no type")
    return faults


def bare_in(response):
    """Markers whose signs stand as they are in a piece of HTML: the quick look, for parts."""
    if response.mimetype != "text/html":
        return []
    return re.findall(rb"q\d{4}z\"'>?<?[^;]{0,30}", response.get_data())


def faults_in(document, marked_as):
    """The same in a page, in a mail, or in the mail that a page shows."""
    faults = []
    for tag in document.find_all(True):
        if names_in(tag.name):
            faults.append(f"an element <{tag.name}>")
        for name, value in tag.attrs.items():
            text = " ".join(value) if isinstance(value, list) else value
            faults += _in_attribute(tag, name, text, marked_as) if names_in(name + text) else []
    for text in document.find_all(string=re.compile(r"q\d{4}z")):
        if text.parent.name in ("script", "style"):
            faults.append(f"inside <{text.parent.name}>")
        faults += altered(text, marked_as)
    return faults


def _in_attribute(tag, name, text, marked_as):
    if names_in(name):
        return [f"an attribute {name} on <{tag.name}>"]
    if name == "srcdoc":
        return faults_in(BeautifulSoup(text, "html.parser"), marked_as)
    if name in _ADDRESSES or name.startswith("hx-"):
        return [] if _SAFE.match(text) else [f"{name}={text[:60]!r} on <{tag.name}>"]
    return altered(text, marked_as)


def altered(text, marked_as):
    """Markers that do not read as written, be it that something ran or was read twice."""
    return [
        f"altered: {text[found.start() :][:70]!r}"
        for found in re.finditer(r"q\d{4}z", text)
        if not any(_goes_on(text[found.start() :], each) for each in marked_as(found[0]))
    ]


def _goes_on(rest, whole):
    """Whether a text goes on as the marker does, to its end or to where a name was cut."""
    for here, sign in zip(rest, whole, strict=False):
        if here != sign:
            return here in _ENDS or sign == " "
    return True
