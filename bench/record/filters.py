"""First pages of 100 through the filter grammar, each parameter by itself and some together.

Text is fetched, as for the API. "rows" is what the filter finds in all, up to 10,000.
"""

from __future__ import annotations

from django.http import QueryDict

from bench.record.corpus import ROWS, fill
from bench.timing import milliseconds, show
from incidents.record.queries import page, parse

ASKED = [
    "",
    "order=killed_best",
    "order=sequence:desc",
    "from=2015&to=2016",
    "from=1989&to=1990",
    "to=1989-03",
    "from=1989&to=1990&certain=true",
    "country=AA",
    "country=ZE",
    "location=LOC-000003",
    "location=LOC-004999",
    "actor=ACT-000000",
    "actor=ACT-001400",
    "actor=ACT-000000&role=attacker&standing=alleged",
    "actor=ACT-000001&location=LOC-000002",
    "role=attacker",
    "event_type=battle",
    "event_type=battle&country=AA&grade=confirmed",
    "grade=confirmed&civilian_harm=targeted&sub_event_type=shelling",
    "killed_min=100",
    "killed_min=100&certain=true",
    "killed_min=2&killed_max=3&country=AB",
    "q=word0",
    "q=word3",
    "q=word900",
    "q=absent",
    "q=word0 word1 word2 word900",
    'q="word0 word1"',
    "q=word0 -word1",
    "q=word19*",
    "q=word0&country=ZE",
    "q=word3&to=1990",
    "near=0,0,50",
    "near=0,0,2000",
    "bbox=10,10,11,11",
    "bbox=-180,-90,180,90",
    "bbox=-20,-35,140,55",
    "bbox=-20,-35,140,55&to=1989-06",
    "updated_since=2000-01-01",
    "count=capped",
    "count=exact",
    "country=AA&count=exact",
]


def main() -> None:
    fill()
    show([f"first page of 100 among {ROWS:,}", "rows", "ms"], [_measured(address) for address in ASKED])
    _deep()


def _measured(address: str) -> tuple[str, str, str]:
    count = parse(QueryDict(address)).count()
    took = milliseconds(lambda: page(parse(QueryDict(address))), runs=7, warm_up=1)
    return address or "(everything)", f"{count.number:,}{'+' if count.more else ''}", f"{took:.1f}"


def _deep() -> None:
    """The page in the middle of everything, which OFFSET would have counted its way to."""
    query = parse(QueryDict("limit=1000"))
    cursor = None
    for _ in range(min(25, ROWS // 2000)):
        cursor = page(query).next
        query = parse(QueryDict(f"limit=1000&cursor={cursor}"))
    took = milliseconds(lambda: page(parse(QueryDict(f"limit=100&cursor={cursor}"))), runs=7, warm_up=1)
    print(f"a page far down by its cursor: {took:.1f} ms")
