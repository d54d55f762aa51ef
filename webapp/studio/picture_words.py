"""Numbers of pictures in words: one by itself, many in runs."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.web.words import number


def picture_words(numbers: Sequence[int]) -> str:
    """'Picture 0007', or '24 pictures: 0001–0023, 0025'; '' for none."""
    if not numbers:
        return ""
    if len(numbers) == 1:
        return str(_("Picture %(number)s", number=f"{numbers[0]:04d}"))
    count = len(numbers)
    told = ngettext("%(shown)s picture", "%(shown)s pictures", count, shown=number(count))
    return f"{told}: {runs(numbers)}"


def runs(numbers: Sequence[int]) -> str:
    """'0001–0023, 0025': what follows one another stands as its first and its last."""
    found: list[list[int]] = []
    for each in sorted(set(numbers)):
        if found and each == found[-1][-1] + 1:
            found[-1] = [found[-1][0], each]
        else:
            found.append([each])
    return ", ".join("–".join(f"{end:04d}" for end in run) for run in found)
