"""Filling in a form as a browser does: what is on the page is sent, and nothing else."""

from typing import Any

from bs4 import BeautifulSoup, Tag

_NEVER_SENT = ("submit", "button", "image", "reset", "file")

Data = dict[str, list[Any]]


def find(document: BeautifulSoup, selector: str) -> Tag:
    """The one form that the selector means; itself, or the form around or inside it."""
    found = document.select_one(selector)
    assert found is not None, f"there is no {selector!r} on the page"
    if found.name != "form":
        found = found.find_parent("form") or found.find("form")
    assert isinstance(found, Tag), f"{selector!r} is in no form"
    return found


def controls(document: BeautifulSoup, form: Tag) -> list[Tag]:
    """Every control that belongs to the form, also those that stand elsewhere and name it."""
    own = [tag for tag in form.find_all(["input", "select", "textarea", "button"])
           if not tag.get("form")]  # fmt: skip
    if form.get("id"):
        own += document.select(f'[form="{form["id"]}"]')
    return [tag for tag in own if not _is_disabled(tag)]


def as_shown(tags: list[Tag]) -> Data:
    """What the browser would send if nobody touched the form."""
    data: Data = {}
    for tag in tags:
        name = str(tag.get("name", ""))
        if name:
            for value in _values(tag):
                data.setdefault(name, []).append(value)
    return data


def fill(data: Data, tags: list[Tag], fields: dict[str, Any], *, tampered: bool) -> None:
    """Write into the fields; True and False tick and untick, a list chooses several.

    Fails when the page offers no such field or choice, unless the sender tampers with it.
    """
    for name, wanted in fields.items():
        owners = [tag for tag in tags if tag.get("name") == name and tag.name != "button"]
        assert owners or tampered, f"the form has no field {name!r}"
        if wanted is None or wanted is False:
            data.pop(name, None)
            continue
        values = [_ticked(owners)] if wanted is True else _as_list(wanted)
        offered = _choices(owners)
        unknown = [value for value in values if offered and value not in offered]
        assert tampered or not unknown, f"{name!r} offers {sorted(offered)}, not {unknown}"
        data[name] = values


def press(data: Data, tags: list[Tag], button: str | None) -> Tag | None:
    """The button that sends the form: by its words, else the first; its name and value go along."""
    senders = [tag for tag in tags if _sends(tag)]
    if button is not None:
        senders = [tag for tag in senders if _label(tag) == button]
        assert senders, f"the form has no button ‘{button}’"
    if not senders:
        return None
    pressed = senders[0]
    if pressed.get("name"):
        data.setdefault(str(pressed["name"]), []).append(str(pressed.get("value", "")))
    return pressed


def _is_disabled(tag: Tag) -> bool:
    return tag.has_attr("disabled") or tag.find_parent("fieldset", disabled=True) is not None


def _kind(tag: Tag) -> str:
    if tag.name == "input":
        return str(tag.get("type", "text")).lower()
    return str(tag.name)


def _values(tag: Tag) -> list[str]:
    kind = _kind(tag)
    if kind in _NEVER_SENT:
        return []
    if kind in ("checkbox", "radio"):
        return [str(tag.get("value", "on"))] if tag.has_attr("checked") else []
    if kind == "select":
        return _selected(tag)
    if kind == "textarea":
        return [tag.get_text().removeprefix("\n")]
    return [str(tag.get("value", ""))]


def _selected(tag: Tag) -> list[str]:
    options = [option for option in tag.find_all("option") if not option.has_attr("disabled")]
    chosen = [option for option in options if option.has_attr("selected")]
    if not chosen and not tag.has_attr("multiple"):
        chosen = options[:1]
    return [_option_value(option) for option in chosen]


def _option_value(option: Tag) -> str:
    return str(option.get("value", option.get_text(strip=True)))


def _choices(owners: list[Tag]) -> set[str]:
    """What radio buttons, checkboxes and lists offer; empty for a field of free text."""
    offered = set()
    for tag in owners:
        if _kind(tag) in ("radio", "checkbox"):
            offered.add(str(tag.get("value", "on")))
        if _kind(tag) == "select":
            offered |= {_option_value(option) for option in tag.find_all("option")}
    return offered


def _ticked(owners: list[Tag]) -> str:
    return str(owners[0].get("value", "on")) if owners else "on"


def _as_list(wanted: Any) -> list[Any]:
    return list(wanted) if isinstance(wanted, list) else [wanted]


def _sends(tag: Tag) -> bool:
    if tag.name == "button":
        return str(tag.get("type", "submit")).lower() == "submit"
    return _kind(tag) in ("submit", "image")


def _label(tag: Tag) -> str:
    return " ".join(str(tag.get("aria-label") or tag.get_text(" ") or tag.get("value", "")).split())
