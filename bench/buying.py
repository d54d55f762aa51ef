"""Eight customers check out while the worker archives: how often, and whether orders are whole."""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any

from bs4 import BeautifulSoup

from bench.choices import Choices, main
from bench.measuring import timed
from bench.outcome import Line, at_least, at_most
from bench.places import connect, copied, filled, load
from bench.serving import Browser, environment, running, served
from bench.volume import LATER, NOW, Volume, a_table, an_id
from tests.support import forms
from tests.support.run import Run
from webapp.models.sealing import hash_token

BUYERS, STUDIOS = 8, 8
DUE = 20_000
_ALONE = 5
_EACH = 40
_SHOP = "studio-0"
_PLACED, _REFUSED = 303, 422
_ADDRESS = {"name": "Anna Berger", "street": "Lindenweg 7", "postcode": "04109",
            "city": "Leipzig", "country": "DE"}  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """How many checkouts of each answer, and how many orders a second."""

    statuses: Counter[int]
    per_second: float


def measure(run: Run, choices: Choices) -> Iterator[Line]:
    """Checkouts with nobody beside them, then for as long as the worker archives."""
    due = max(int(DUE * choices.scale), STUDIOS)
    volume = Volume(
        jobs=due * 3, due=due, kept=max(due // 4, 20 * STUDIOS), baskets=due * 10, studios=STUDIOS
    )
    for kind in choices.databases:
        with copied(run, filled(run, kind, volume)) as address:
            yield from _checkouts(run, kind, address, volume)


def _checkouts(run: Run, kind: str, address: str, volume: Volume) -> Iterator[Line]:
    quiet, busy = _fill(address, volume)
    with served(address, run.folder) as port:
        alone = _buy(port, quiet, lambda: True)
        env = environment(address, run.folder, port)
        log = run.folder / "worker.log"
        with running("worker", "--once", env=env, log=log) as worker:
            beside = _buy(port, busy, lambda: worker.poll() is None)
            worker.wait()
        assert worker.returncode == 0, log.read_text()
    placed, refused = beside.statuses[_PLACED], beside.statuses[_REFUSED]
    _check(address, alone.statuses[_PLACED] + placed)
    both = alone.statuses + beside.statuses
    faults = both.total() - both[_PLACED] - both[_REFUSED]
    yield at_least(
        f"orders of {BUYERS} while {volume.due:,} jobs are archived / alone", kind,
        beside.per_second / alone.per_second, 0.33, unit="×",
        beside=f"{beside.per_second:.1f}/s / {alone.per_second:.1f}/s",
    )  # fmt: skip
    yield Line("of them ordered whole", kind, str(placed), f"{refused} refused whole, 0 in parts")
    yield at_most("checkouts answered with an error", kind, faults, 0, unit="")


def _fill(address: str, volume: Volume) -> tuple[list[str], list[str]]:
    """Baskets of three kept jobs; in each second busy one a line of a job that is due."""
    due = range(0, volume.due, STUDIOS)
    first_kept = -(-volume.due // STUDIOS) * STUDIOS
    kept = range(first_kept, volume.with_lines, STUDIOS)
    tokens = [f"a-buyer-of-the-measurement-{n}" for n in range(BUYERS * (_ALONE + _EACH))]
    shuffled = random.Random(1)  # noqa: S311 - which jobs, not a secret
    jobs = [shuffled.sample(kept, 3) for _ in tokens]
    for n in range(BUYERS * _ALONE, len(tokens), 2):
        jobs[n][0] = shuffled.choice(due)
    studio, product = an_id("studio", 0), an_id("product", 0)
    visitors = ((an_id("buyer", n), studio, hash_token(token), NOW, LATER)
                for n, token in enumerate(tokens))  # fmt: skip
    baskets = ((an_id("bought", n), studio, an_id("buyer", n), "pending", NOW, NOW)
               for n in range(len(tokens)))  # fmt: skip
    lines = ((an_id("buyer line", 3 * n + place), an_id("bought", n), an_id("job", job),
              an_id("photo", job), product, 1, NOW)
             for n, three in enumerate(jobs) for place, job in enumerate(three))  # fmt: skip
    load(address, a_table("visitor", "id studio_id token_hash created_at expires_at", visitors))
    load(address, a_table("basket", "id studio_id visitor_id state touched_at created_at", baskets))
    load(address, a_table("basket_line", "id basket_id job_id photo_id product_id quantity"
                          " created_at", lines))  # fmt: skip
    with connect(address) as connection:
        connection.execute("UPDATE job SET access_type = 'public'")
    connection.close()
    return tokens[: BUYERS * _ALONE], tokens[BUYERS * _ALONE :]


def _buy(port: int, tokens: Sequence[str], goes_on: Callable[[], bool]) -> Outcome:
    """Eight at once, each with a basket after the other."""

    def one_buyer(own: Sequence[str]) -> list[int]:
        return [_check_out(port, token) for token in own if goes_on()]

    with timed() as watch, ThreadPoolExecutor(BUYERS) as pool:
        shares = [list(islice(tokens, n, None, BUYERS)) for n in range(BUYERS)]
        statuses = Counter(status for each in pool.map(one_buyer, shares) for status in each)
    return Outcome(statuses, statuses[_PLACED] / watch.seconds)


def _check_out(port: int, token: str) -> int:
    """The form as it is shown, filled in and sent; the status of the answer."""
    browser, path = Browser(port, {f"shop-{_SHOP}": token}), f"/shop/{_SHOP}/checkout"
    page = BeautifulSoup(browser.get(path).plain, "html.parser")
    shown = forms.as_shown(forms.controls(page, forms.find(page, "main form")))
    fields: dict[str, Any] = shown | _ADDRESS | {"email": f"{token}@example.org"}
    return browser.post(path, fields).status


def _check(address: str, placed: int) -> None:
    """Whether as many orders as answers say are there, whole, without anything that had left."""
    of_a_line = "SELECT count(*) FROM order_line l JOIN job j ON j.id = l.job_id"
    wrong_sums = (
        "SELECT count(*) FROM shop_order o WHERE o.total - o.shipping <>"
        " (SELECT sum(quantity * unit_price) FROM order_line l WHERE l.order_id = o.id)"
    )
    expected = {
        "SELECT count(*) FROM shop_order": placed,
        f"{of_a_line} WHERE j.status = 'archived'": 0,
        wrong_sums: 0,
        "SELECT count(*) FROM basket_line l JOIN job j ON j.id = l.job_id"
        " WHERE j.status = 'archived'": 0,
        "SELECT count(*) FROM basket_line l JOIN basket b ON b.id = l.basket_id"
        " WHERE b.state = 'ordered'": 0,
    }
    connection = connect(address)
    for statement, number in expected.items():
        row = connection.execute(statement).fetchone()
        assert row and row[0] == number, f"{statement}: {row and row[0]}, not {number}"
    connection.close()


if __name__ == "__main__":
    main(measure)
