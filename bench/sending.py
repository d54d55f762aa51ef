"""Bytes of previews: from a folder, handed to nginx, from an object store, and by redirect.

Each goes through the same door (cookie, code, standing of the job), which is what it costs here;
beside it stands a static file of the same size from the same server, or the store asked directly.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path

from sqlalchemy import select

from bench.choices import Choices, main
from bench.measuring import timed
from bench.outcome import Line
from bench.pages import CONNECTIONS, Opened, gallery, opened
from bench.serving import Browser, served
from bench.stores import a_bucket, url_of
from bench.volume import Volume
from tests.support.run import Run
from webapp.models.base import db
from webapp.models.photo import Photo
from webapp.photos.folder_store import FolderStore
from webapp.photos.keys import Size, preview_key
from webapp.photos.opening import open_store
from webapp.photos.store import PhotoStore

PICTURES = 120
_SAME_SIZE = "fonts/figtree-latin-wght-normal.woff2"
_ROOT = Path(__file__).resolve().parents[1]


def measure(run: Run, choices: Choices) -> Iterator[Line]:
    """On one database: the door asks it the same, whatever stands behind."""
    kind = choices.databases[0]
    content = (_ROOT / "static" / _SAME_SIZE).read_bytes()
    empty = Volume(jobs=4, due=2, kept=2, baskets=2, studios=1)
    with ExitStack() as ending:
        address, _app = ending.enter_context(opened(run, kind, empty))
        page = gallery(address, PICTURES)
        photo_ids = list(db.session.scalars(select(Photo.id).order_by(Photo.number)))[-PICTURES:]
        bucket = ending.enter_context(a_bucket())
        pictures = [f"{page.path}/pictures/{photo_id}/gallery" for photo_id in photo_ids]
        folder = FolderStore(run.folder / "photos")
        keep(folder, photo_ids, content)
        with served(address, run.folder) as port:
            static = _static_address(port, page)
            floor = _per_second(port, page, [static] * PICTURES)
            yield _line("a static file of this size", kind, floor)
            yield _line("from the folder", kind, _per_second(port, page, pictures), floor)
        with served(address, run.folder, SHELFLIFE_X_ACCEL="/internal-photos/") as port:
            yield _line("handed to nginx", kind, _per_second(port, page, pictures), floor)
        store = open_store(bucket)
        keep(store, photo_ids, content)
        bare = _at_once([preview_key(each, Size.GALLERY) for each in photo_ids], lambda: store.open)
        yield _line("the object store asked directly", kind, bare)
        for what, way, beside in (
            ("through the program from the object store", "stream", bare),
            ("sent on to the object store", "redirect", floor),
        ):
            with served(
                address, run.folder, SHELFLIFE_PHOTOS_URL=url_of(bucket, serve=way)
            ) as port:
                yield _line(what, kind, _per_second(port, page, pictures), beside)


def keep(store: PhotoStore, photo_ids: list[str], content: bytes) -> None:
    """The same bytes as gallery preview of each photo: nobody decodes them here."""
    for photo_id in photo_ids:
        store.put(preview_key(photo_id, Size.GALLERY), BytesIO(content))


def _static_address(port: int, page: Opened) -> str:
    html = Browser(port, page.cookies).get(page.path).plain.decode()
    at = html.index("figtree-latin-wght")
    return html[html.rindex('"', 0, at) + 1 : html.index('"', at)]


def _per_second(port: int, page: Opened, paths: list[str]) -> float:
    def fresh() -> Callable[[str], None]:
        browser = Browser(port, page.cookies)

        def look(path: str) -> None:
            assert browser.get(path).status in (200, 302), path

        return look

    return _at_once(paths, fresh)


def _at_once(names: list[str], fresh: Callable[[], Callable[[str], object]]) -> float:
    """How many a second, on eight connections; `fresh` opens one."""
    askers = [fresh() for _ in range(CONNECTIONS)]
    shares = [names[place::CONNECTIONS] for place in range(CONNECTIONS)]

    def ask_all(each: tuple[Callable[[str], object], list[str]]) -> None:
        ask, share = each
        for name in share:
            ask(name)

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(ask_all, zip(askers, shares, strict=True)))
        with timed() as watch:
            list(pool.map(ask_all, zip(askers, shares, strict=True)))
    return len(names) / watch.seconds


def _line(what: str, kind: str, speed: float, floor: float | None = None) -> Line:
    beside = (
        f"{CONNECTIONS} connections" if floor is None else f"{speed / floor:.2f} × {floor:,.0f}/s"
    )
    return Line(f"previews, {what}", kind, f"{speed:,.0f} pictures/s", beside)


if __name__ == "__main__":
    main(measure)
