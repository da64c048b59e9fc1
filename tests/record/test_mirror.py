"""Whoever follows the change feed has the record, whatever happens to it and however many people write at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any
from urllib.error import HTTPError

import pytest
from django.db import connections, transaction

from incidents.codebook import EditionKind, Purpose
from incidents.record import document as d
from incidents.record.log import writing
from incidents.record.log.verification import verify
from incidents.record.models import OPEN, Edition

from . import documents as make
from .mirror import differences, keep_comparing, new_copy

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS, ROUNDS, ACTS = 4, 3, 25
"""Three hundred acts in all."""


@pytest.fixture
def site(live_server, settings):
    """Where the copy reads; as often as it likes, since other tests measure the share."""
    settings.API_UNITS_PER_MINUTE = dict.fromkeys(settings.API_UNITS_PER_MINUTE, 10**9)
    return live_server.url


@dataclass
class Writer:
    """Somebody who does one thing after another to a record that others write to as well."""

    number: int
    chance: Random
    done: list[str] = field(default_factory=list)
    published: int = 0

    def act(self) -> None:
        """One act; what another did in between may refuse it, which is part of the trade."""
        acts = [self.publish, self.correct, self.correct, self.refresh, self.retract, self.merge]
        act = self.chance.choice([*acts, self.withhold, self.protect, self.publish_others])
        try:
            with transaction.atomic():
                act()
        except writing.LogError:
            return
        self.done.append(act.__name__)

    def publish(self) -> None:
        writing.append([make.draft(self._new()) for _ in range(self.chance.randint(1, 3))])

    def publish_others(self) -> None:
        """A subject of another kind, once per writer and number."""
        self.published += 1
        number = self.number * 10_000 + self.published
        ref = {
            prefix: d.Ref(id=f"{prefix}-{number:06d}", name=f"No. {number}")
            for prefix in ("ACT", "LOC", "SRC")
        }
        documents = [
            make.actor(ref["ACT"]),
            make.location(ref["LOC"]),
            make.source(ref["SRC"]),
            make.episode(f"EPI-{number:06d}"),
            make.coverage(f"COV-{number:06d}"),
        ]
        writing.append([make.draft(self.chance.choice(documents))])

    def correct(self) -> None:
        self._again([self._any()], EditionKind.CORRECTED, purpose=Purpose.FACTUAL.value)

    def refresh(self) -> None:
        """As when a name changes: many documents at once."""
        chosen = {edition.public_id: edition for edition in (self._any() for _ in range(4))}
        self._again(list(chosen.values()), EditionKind.REFRESHED)

    def retract(self) -> None:
        writing.append([make.tombstone(self._any().public_id, "retracted", note="It did not happen.")])

    def merge(self) -> None:
        merged, other = self._any("incident").public_id, self._any("incident").public_id
        if merged != other:
            writing.append([make.tombstone(merged, "merged", into=other)])

    def withhold(self) -> None:
        """All editions of an id, whether something stands in force or not."""
        ids = sorted(set(Edition.objects.values_list("public_id", flat=True)))
        public_id = self.chance.choice(ids or [""])
        if public_id:
            writing.withhold([make.tombstone(public_id, "withheld")])

    def protect(self) -> None:
        """Some earlier editions of an id that stays in force."""
        edition = self._any()
        readable = Edition.objects.filter(public_id=edition.public_id, body__isnull=False)
        sequences = list(readable.order_by("sequence").values_list("sequence", flat=True))
        drafts = self._drafts([edition], EditionKind.CORRECTED, purpose=Purpose.PROTECTIVE.value)
        writing.withhold(
            drafts, sequences=self.chance.sample(sequences, self.chance.randint(1, len(sequences)))
        )

    def _new(self) -> d.IncidentDocument:
        self.published += 1
        day = date(2011, 1, 1) + timedelta(days=self.chance.randrange(4_000))
        return make.incident(
            f"INC-{self.number * 10_000 + self.published:06d}",
            first=day.isoformat(),
            title=f"„{self.chance.choice(['قامشلو', 'Qamişlo', 'Clash'])}“\n{self.published}",
            locations=[make.place(lat=round(self.chance.uniform(-80, 80), 5))],
        )

    def _any(self, subject: str = "") -> Edition:
        """Some edition in force."""
        in_force = Edition.objects.filter(entry__until=OPEN).order_by("sequence")
        editions = list(in_force.filter(subject=subject) if subject else in_force)
        if not editions:
            raise writing.LogError("there is nothing yet")
        return self.chance.choice(editions)

    def _again(self, editions: list[Edition], kind: EditionKind, **options: Any) -> None:
        writing.append(self._drafts(editions, kind, **options))

    def _drafts(self, editions: list[Edition], kind: EditionKind, **options: Any) -> list[writing.Draft]:
        documents = [
            make.changed(
                d.decode(edition.body or ""),
                edition.number + 1,
                kind.value,
                url=f"{make.SITE}/{edition.number}",
            )
            for edition in editions
        ]
        note = self.chance.choice([None, "What changed: ‘this’."])
        return [make.draft(document, note=note, **options) for document in documents]


def at_once(*jobs: Callable[[], None]) -> None:
    """Each job in a thread with connections of its own; what one raises is the test's."""
    failures: list[BaseException] = []

    def run(job: Callable[[], None]) -> None:
        try:
            job()
        except BaseException as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    if failures:
        raise failures[0]


@pytest.mark.parametrize("seed", [20210420, 7])
def test_a_copy_kept_over_http_is_exact_at_every_moment(site: str, seed: int):
    chance, *chances = (Random(seed + number) for number in range(WRITERS + 1))  # noqa: S311  # no secrets
    writers = [Writer(number, chance) for number, chance in enumerate(chances, start=1)]
    copy, wrong = new_copy(site), list[str]()

    def writing(writer: Writer) -> Callable[[], None]:
        def job() -> None:
            try:
                for _ in range(ACTS):
                    writer.act()
            finally:
                ended.release()

        return job

    def following() -> None:
        wrong.extend(keep_comparing(copy, site, chance, lambda: ended._value == WRITERS))

    for _ in range(ROUNDS):
        ended = threading.Semaphore(0)
        at_once(*map(writing, writers), following)
        copy.follow()
        last = len(copy.entries)
        assert last == Edition.objects.count()
        for sequence in {last, *(chance.randint(0, last) for _ in range(5))}:
            wrong += differences(copy, site, sequence)
    assert wrong == [], f"seed {seed}: {wrong}"
    _everything_happened(writers)
    _a_late_comer_has_the_same(copy, site)
    assert list(verify()) == []


def _everything_happened(writers: list[Writer]) -> None:
    """A test in which nothing was withheld or merged would have shown nothing."""
    done = {name for writer in writers for name in writer.done}
    assert done >= {
        "publish", "publish_others", "correct", "refresh", "retract", "merge", "withhold", "protect"
    }  # fmt: skip
    assert Edition.objects.filter(body=None).count() > 5


def _a_late_comer_has_the_same(copy: Any, site: str) -> None:
    """Who begins now gets what who followed from the start has left, texts and emptied ones alike."""
    late = new_copy(site)
    late.follow()
    assert [bytes(entry.document) for entry in late.entries] == [
        bytes(entry.document) for entry in copy.entries
    ]
    assert [(entry.salt, entry.note, entry.digest) for entry in late.entries] == [
        (entry.salt, entry.note, entry.digest) for entry in copy.entries
    ]


def test_a_copy_notices_a_changed_text(site: str):
    make.publish(make.incident("INC-000001"), make.incident("INC-000002"))
    copy = new_copy(site)
    copy.follow()
    with connections["default"].cursor() as cursor:
        cursor.execute("ALTER TABLE record_edition DISABLE TRIGGER USER")
        cursor.execute("UPDATE record_edition SET body = replace(body, 'Clash', 'Peace') WHERE sequence = 2")
        cursor.execute("ALTER TABLE record_edition ENABLE TRIGGER USER")
        cursor.execute("ALTER TABLE record_edition DISABLE TRIGGER pgtrigger_never_emptied_fcdf0")
    with pytest.raises(AssertionError):
        new_copy(site).follow()


def test_a_copy_notices_that_the_record_was_restored(site: str):
    make.publish(make.incident("INC-000001"))
    copy = new_copy(site)
    copy.follow()
    writing.new_epoch()
    with pytest.raises(HTTPError) as refusal:
        copy.follow()
    with refusal.value as answer:
        assert answer.code == 409
    fresh = new_copy(site)
    fresh.follow()
    assert fresh.epoch != copy.epoch
