"""The list of time zones to choose from, grouped by continent."""

from wtforms.fields.choices import SelectChoice

from webapp.domain.time_zones import is_known_time_zone, offered_time_zones


def time_zone_choices(chosen: str | None) -> list[SelectChoice]:
    """The zones to choose from; an old name stays in the list of whoever brought it."""
    names = set(offered_time_zones())
    if chosen and is_known_time_zone(chosen):
        names.add(chosen)
    return [
        SelectChoice(name, name.partition("/")[2].replace("_", " ") or name,
                     optgroup=name.partition("/")[0] if "/" in name else None)
        for name in sorted(names)
    ]  # fmt: skip
