"""A page of 1,000 incidents as rich as the demo's, against a bare psycopg2 fetch of the same stored text.

The aim: at most twice the floor, with and without gzip. Measured in process, through the whole stack of middleware,
so that no network and no second process blur the comparison.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.test import Client
from msgspec.structs import replace as changed

from bench.april import incident
from bench.database import raw_connection
from bench.timing import compared, show
from incidents.record.document import IncidentDocument, encode
from incidents.record.log import writing

PAGE = 1_000
INCIDENTS = 3_000
AIM = 2.0

FLOOR = """
SELECT edition.body FROM record_entry AS entry JOIN record_edition AS edition USING (sequence)
WHERE entry.subject = 'incident' ORDER BY entry.occurred_from DESC, entry.public_id DESC LIMIT %s
"""


def main() -> None:
    """Fill, measure, print."""
    settings.API_UNITS_PER_MINUTE = dict.fromkeys(settings.API_UNITS_PER_MINUTE, 10**9)
    settings.ALLOWED_HOSTS = ["*"]
    fill(INCIDENTS)
    floor = _floor()
    texts = floor()
    size = sum(len(text.encode()) for text in texts)
    print(f"{PAGE} incidents of {size // PAGE:,} bytes each, {size / 1e6:.1f} MB of text")
    measured = compared(
        {
            "psycopg2: fetch of the texts": floor,
            "psycopg2: the same, then zlib level 1": lambda: _packed(floor()),
            "API page": _call(f"limit={PAGE}"),
            "API page, gzip": _call(f"limit={PAGE}", gzip=True),
            "API page, fields=id,title,occurred": _call(f"limit={PAGE}&fields=id,title,occurred"),
            "API page of 100": _call("limit=100"),
            "API page, not modified": _call(f"limit={PAGE}", known=True),
            "API, one document": _call("", address="/api/v1/incidents/INC-000001/"),
        }
    )
    _table(measured)


def fill(count: int) -> None:
    """Publish so many incidents, no two of them the same words."""
    words = random.Random(2021)
    ids = writing.allot_public_ids("incident", count)
    for start in range(0, count, 500):
        with transaction.atomic():
            writing.append(_draft(n, ids[n], words) for n in range(start, min(start + 500, count)))


def _draft(number: int, public_id: str, words: random.Random) -> writing.Draft:
    url = f"https://attest.example/incidents/{public_id}/"
    body = encode(_in_other_words(incident(public_id, url, number), words))
    return writing.Draft(subject="incident", public_id=public_id, number=1, kind="published", body=body)


def _in_other_words(document: IncidentDocument, words: random.Random) -> IncidentDocument:
    """Words of the same number and length, so that gzip does not find each document in the one before."""

    def other(text: str) -> str:
        return " ".join(
            "".join(words.sample("abcdefghilmnoprstu", min(len(word), 12))) for word in text.split()
        )

    return changed(
        document,
        summary={language: other(text) for language, text in document.summary.items()},
        claims=[changed(claim, wording=other(claim.wording)) for claim in document.claims],
        grades=[changed(grade, reason=other(grade.reason)) for grade in document.grades],
        reports=[changed(report, title=other(report.title or "")) for report in document.reports],
    )


def _floor() -> Callable[[], list[str]]:
    connection = raw_connection()
    connection.autocommit = True

    def fetch() -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(FLOOR, [PAGE])
            return [body for (body,) in cursor.fetchall()]

    return fetch


def _packed(texts: list[str]) -> bytes:
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    return packer.compress(",".join(texts).encode()) + packer.flush()


def _call(
    query: str, *, gzip: bool = False, known: bool = False, address: str = "/api/v1/incidents/"
) -> Callable[[], bytes]:
    """One request through the whole stack, its body read to the end."""
    client = Client(raise_request_exception=True)
    headers = {"Accept-Encoding": "gzip"} if gzip else {}

    def call() -> bytes:
        response = client.get(f"{address}?{query}", headers=headers)
        assert response.status_code in {200, 304}, response.content[:500]
        if known:
            headers["If-None-Match"] = response.headers["ETag"]
        return response.content

    call()
    return call


def _table(measured: dict[str, float]) -> None:
    floor, packed = list(measured.values())[:2]
    rows = [(name, f"{ms:.1f}", f"{ms / floor:.2f}", f"{ms / packed:.2f}") for name, ms in measured.items()]
    show(("", "ms", "× fetch", "× fetch and zlib"), rows)
    print(f"Aim: {AIM} × the fetch without gzip, {AIM} × fetch and zlib with it.")
