"""Previews: deriving beside bare Pillow, and from the upload until they are there."""

import io
import random
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from PIL import Image

from bench.choices import Choices, main
from bench.measuring import timed
from bench.outcome import Line, at_least
from bench.places import application
from tests.support.builders import NOW, a_job, an_album
from tests.support.databases import sqlite_copy
from tests.support.run import Run
from webapp import clock
from webapp.domain.watermark import Place
from webapp.photos.deriving import Original
from webapp.photos.folder_store import FolderStore
from webapp.photos.keys import Size
from webapp.photos.pool import DerivingPool
from webapp.photos.watermark import Mark
from webapp.use_cases import derive_photos
from webapp.use_cases.add_photo import add_photo
from webapp.worker.loop import PROCESSES

PHOTOS = 300
_PATTERNS = 6
_FEWEST = 24
_QUALITY, _EFFORT = 80, 2
_MARK = Mark("bench", Place.TILED, 40, "Studio Nord")


def measure(run: Run, choices: Choices) -> Iterator[Line]:
    """On one database: what takes its time here is decoding and encoding."""
    number = max(int(PHOTOS * choices.scale), _FEWEST)
    originals = list(_draw(run.folder / "originals", number))
    yield from _beside_pillow(originals)
    yield from _until_visible(run, originals, tuple(Size), budget=None)
    yield from _until_visible(run, originals, (Size.SMALL,), budget=16)


def _beside_pillow(originals: list[Path]) -> Iterator[Line]:
    """Started and warm, both; as many processes, the same sizes, the same encoder."""
    with DerivingPool(PROCESSES) as pool:
        list(pool.make_all(_photos(originals[:PROCESSES])))
        with timed() as ours:
            results = list(pool.make_all(_photos(originals)))
        list(pool.make_all(_photos(originals[:PROCESSES], _MARK)))
        with timed() as marked:
            list(pool.make_all(_photos(originals, _MARK)))
    assert all(len(each.made or ()) == len(Size) for each in results)
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as bare:
        list(bare.map(bare_pillow, originals[:PROCESSES]))
        with timed() as floor:
            list(bare.map(bare_pillow, originals))
    speed, top = len(originals) / ours.seconds, len(originals) / floor.seconds
    yield at_least("deriving three previews / bare Pillow", "", speed / top, 0.8, unit="×",
                   beside=f"{speed:.1f} / {top:.1f} photos/s")  # fmt: skip
    yield at_least("with a watermark / without", "", ours.seconds / marked.seconds, 0.85, unit="×",
                   beside=f"{len(originals) / marked.seconds:.1f} photos/s")  # fmt: skip


def _photos(originals: list[Path], mark: Mark | None = None) -> list[tuple[str, Original]]:
    return [(path.name, Original(path, mark)) for path in originals]


def bare_pillow(original: Path) -> list[bytes]:
    """The same previews without anything beside: no colours, no turning, no care for bad files."""
    done = []
    with Image.open(original) as picture:
        edges = sorted((size.long_edge for size in Size), reverse=True)
        picture.draft("RGB", (edges[0], edges[0]))
        small = picture.convert("RGB")
        for edge in edges:
            small.thumbnail((edge, edge), Image.Resampling.LANCZOS, reducing_gap=2.0)
            file = io.BytesIO()
            small.save(file, "WEBP", quality=_QUALITY, method=_EFFORT)
            done.append(file.getvalue())
    return done


def _until_visible(
    run: Run, originals: list[Path], sizes: tuple[Size, ...], *, budget: int | None
) -> Iterator[Line]:
    """Take in every file and derive it, one after the other: a browser uploads meanwhile."""
    name = "-".join(sizes)
    address = sqlite_copy(run, run.folder / f"{name}.sqlite3")
    store = FolderStore(run.folder / f"photos-{name}")
    with application(address, run.folder), timed() as watch:
        album_id = an_album(a_job()).id
        with timed() as taking_in:
            for path in originals:
                with path.open("rb") as file:
                    add_photo(album_id, file, name=path.name, store=store, now=NOW)
        ready = _derive_all(store, sizes)
    assert ready == len(originals), f"{ready} of {len(originals)} became ready"
    speed = len(originals) / watch.seconds
    what = f"{len(originals)} uploads until {len(sizes)} preview(s) each are there"
    beside = f"{taking_in.seconds:.1f} s of {watch.seconds:.1f} s: taking in"
    if budget is None:
        yield Line(what, "sqlite", f"{speed:.1f} photos/s", beside)
    else:
        yield at_least(what, "sqlite", speed, budget, unit="photos/s", beside=beside)


def _derive_all(store: FolderStore, sizes: tuple[Size, ...]) -> int:
    kept = derive_photos.DerivingPool
    derive_photos.DerivingPool = partial(DerivingPool, sizes=sizes)  # type: ignore
    try:
        return derive_photos.run_once(store, workers=PROCESSES, machine_now=clock.machine_now)
    finally:
        derive_photos.DerivingPool = kept  # type: ignore[misc]


def _draw(folder: Path, number: int) -> Iterator[Path]:
    """JPEGs of 2000 × 3000 with as much in them as a photograph has: some two megabytes."""
    folder.mkdir()
    chance = random.Random(1)  # noqa: S311 - noise, not a secret
    patterns = []
    for _ in range(_PATTERNS):
        coarse = Image.frombytes("RGB", (40, 60), chance.randbytes(40 * 60 * 3))
        fine = Image.frombytes("RGB", (1000, 1500), chance.randbytes(1000 * 1500 * 3))
        picture = Image.blend(
            coarse.resize((2000, 3000), Image.Resampling.BICUBIC),
            fine.resize((2000, 3000), Image.Resampling.BILINEAR),
            0.12,
        )
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=90)
        patterns.append(file.getvalue())
    for place in range(number):
        path = folder / f"DSC_{place:04d}.jpg"
        # Behind its end, so that no two are the same file: such a one would be skipped.
        path.write_bytes(patterns[place % _PATTERNS] + str(place).encode())
        yield path


if __name__ == "__main__":
    main(measure)
