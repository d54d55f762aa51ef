"""What a deed beside an album or a photo is called: as it reads, and described by its object."""

from tests.support.builders import a_job, a_photo, an_album
from tests.support.pages import page, words


def test_deeds_beside_albums_and_photos_are_called_as_they_read(client, studio):
    job = a_job(studio)
    album = an_album(job, "Class 2b")
    photo = a_photo(job, album, state="failed", failure="unreadable")
    document = page(client.get(f"/studio/jobs/{job.id}/photos"))

    for selector, label, of in (
        (".albums .act a", "Delete album", album.name),
        (f'form[action*="{photo.id}"] button', "Try again", "0001"),
        (f'form:has(input[value="{photo.id}"]) button', "Delete", "0001"),
    ):
        (deed,) = document.select(selector)
        assert (words(deed), deed.get("aria-label")) == (label, None)
        assert words(document.find(id=deed["aria-describedby"])) == of
