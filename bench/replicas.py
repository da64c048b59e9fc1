"""Page reads with two replicas against one server, while somebody publishes, in one run.

Each reader is a process that asks for pages through the whole stack, one after the other. On one machine all servers
share its processors, so that pages a second hardly rise: what rises elsewhere is told by the processor time that a page
takes of the reader, of the server it reads from, and of the primary, which with replicas is left to those who write.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.queues import Queue
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time, sleep

from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from django.test import Client
from msgspec.structs import replace

from bench.api_page import fill
from bench.april import incident
from bench.timing import show
from config.embedded_postgres import cluster_home
from incidents.record import document as d
from incidents.record.log import writing
from incidents.record.states import ALIAS, PRIMARY
from tests.replica.standby import Standby

INCIDENTS = 3_000
READERS = 2
ROUNDS = 3
"""Each way in turn, so that what else the machine does meets both."""
SECONDS = float(os.environ.get("BENCH_SECONDS", "10"))
PAUSE_OF_THE_WRITER = 0.2
"""Seconds between two corrections: a desk at work, not an import."""
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class ReaderFigures:
    """What one reader did: seconds of each page, and its own processor seconds."""

    seconds: list[float]
    processor: float


@dataclass(frozen=True)
class RoundFigures:
    """What one round came to, in seconds: of each page, of the round, and of processors."""

    pages: list[float]
    took: float
    site: float
    servers: float
    """Of the servers that were read from."""
    primary: float


def main() -> None:
    """Fill, make two replicas, read from one server and from two replicas, print."""
    settings.API_UNITS_PER_MINUTE = dict.fromkeys(settings.API_UNITS_PER_MINUTE, 10**9)
    settings.ALLOWED_HOSTS = ["*"]
    call_command("collectstatic", verbosity=0, interactive=False)  # pages name their files
    fill(INCIDENTS)
    primary = Path(connections[PRIMARY].settings_dict["HOST"])
    standbys = [Standby(settings.DATA_DIR / f"standby-{number}", primary) for number in (1, 2)]
    for standby in standbys:
        standby.catch_up()
    homes = {primary: cluster_home(settings.EMBEDDED_POSTGRES)}
    homes |= {standby.socket: cluster_home(standby.folder) for standby in standbys}
    ways = {"one server": [primary] * READERS, "two replicas": [standby.socket for standby in standbys]}
    rounds = [
        {name: _measured(sockets, primary, homes) for name, sockets in ways.items()}
        for _round in range(ROUNDS)
    ]
    rows = [(name, *_line([figures[name] for figures in rounds])) for name in ways]
    print(
        f"{READERS} readers for {ROUNDS * SECONDS:.0f} s in turns, {os.cpu_count()} processors at load "
        f"{os.getloadavg()[0]:.1f}, {INCIDENTS:,} incidents"
    )
    show(
        [
            "",
            "pages/s",
            "median ms",
            "99 % below",
            "processor ms a page: site",
            "database",
            "primary, % of a core",
        ],
        rows,
    )
    for standby in standbys:
        standby.stop()


def _measured(sockets: Sequence[Path], primary: Path, homes: dict[Path, Path]) -> RoundFigures:
    """One round: a reader on each of the servers, and a writer on the primary."""
    connections.close_all()  # forked processes must not share them
    context = get_context("fork")
    figures: Queue[ReaderFigures] = context.Queue()
    over = context.Event()
    readers = [
        context.Process(target=_read, args=(socket, seed, figures)) for seed, socket in enumerate(sockets)
    ]
    writer = context.Process(target=_write, args=(over.is_set,))
    before = {socket: _processor_seconds(homes[socket]) for socket in {*sockets, primary}}
    began = perf_counter()
    for process in (writer, *readers):
        process.start()
    results = [figures.get(timeout=10 * SECONDS + 60) for _reader in readers]
    took = perf_counter() - began
    used = {socket: _processor_seconds(homes[socket]) - seconds for socket, seconds in before.items()}
    over.set()
    for process in (writer, *readers):
        process.join()
    return RoundFigures(
        pages=[seconds for result in results for seconds in result.seconds],
        took=took,
        site=sum(result.processor for result in results),
        servers=sum(used[socket] for socket in set(sockets)),
        primary=used[primary],
    )


def _line(rounds: Sequence[RoundFigures]) -> tuple[str, ...]:
    """The rounds of one way together, as the table has them."""
    pages = [seconds for figures in rounds for seconds in figures.pages]
    took = sum(figures.took for figures in rounds)
    return (
        f"{len(pages) / took:,.0f}",
        f"{median(pages) * 1000:.1f}",
        f"{quantiles(pages, n=100)[98] * 1000:.0f}",
        f"{sum(figures.site for figures in rounds) / len(pages) * 1000:.1f}",
        f"{sum(figures.servers for figures in rounds) / len(pages) * 1000:.2f}",
        f"{sum(figures.primary for figures in rounds) / took * 100:.0f}",
    )


def _read(socket: Path, seed: int, figures: Queue[ReaderFigures]) -> None:
    """Ask for pages until the time is over."""
    connections[ALIAS].settings_dict["HOST"] = str(socket)
    client, addresses = Client(), _addresses(random.Random(seed))
    for _page in range(20):
        client.get(next(addresses))
    seconds: list[float] = []
    began, processor = perf_counter(), process_time()
    while perf_counter() - began < SECONDS:
        asked = perf_counter()
        answer = client.get(next(addresses))
        assert answer.status_code == 200, answer.status_code
        seconds.append(perf_counter() - asked)
    figures.put(ReaderFigures(seconds, process_time() - processor))


def _addresses(chance: random.Random) -> Iterator[str]:
    """As readers come: mostly to one incident, then to lists, the front page and the API."""
    while True:
        number = chance.randint(1, INCIDENTS)
        yield from (f"/incidents/INC-{number:06d}/", f"/incidents/INC-{chance.randint(1, INCIDENTS):06d}/")
        yield chance.choice(
            ["/incidents/", "/", f"/api/v1/incidents/INC-{number:06d}/", "/api/v1/incidents/?limit=100"]
        )


def _write(is_over: Callable[[], bool]) -> None:
    """Correct one incident after the other."""
    chance = random.Random(7)
    while not is_over():
        number = chance.randint(1, INCIDENTS)
        public_id = f"INC-{number:06d}"
        following = writing.last_numbers([public_id])[public_id] + 1
        document = incident(public_id, f"https://attest.example/incidents/{public_id}/", number)
        edition = d.EditionRef(number=following, kind="corrected")
        body = d.encode(replace(document, edition=edition))
        draft = writing.Draft(
            subject="incident",
            public_id=public_id,
            number=following,
            kind="corrected",
            purpose="factual",
            note="Corrected.",
            body=body,
        )
        with transaction.atomic():
            writing.append([draft])
        sleep(PAUSE_OF_THE_WRITER)


def _processor_seconds(home: Path) -> float:
    """What a server and all its processes have used so far, those that have ended included."""
    postmaster = int((home / "data" / "postmaster.pid").read_text().split("\n", 1)[0])
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    own = sum(_ticks(postmaster)[:4])
    return (own + sum(sum(_ticks(int(child))[:2]) for child in children)) / _TICKS


def _ticks(process: int) -> list[int]:
    """User and system time, and the same of the children it waited for."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return [0, 0, 0, 0]
    return [int(field) for field in fields[11:15]]
