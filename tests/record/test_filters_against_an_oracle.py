"""Random questions to random incidents: the query finds what a plain reading of every document finds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.http import QueryDict

from incidents.record import document as d
from incidents.record.models import Edition
from incidents.record.reading import exact_count, page, parse
from incidents.record.states import head

from . import documents as make
from .made_up import MadeUp
from .oracle import in_order, matches

pytestmark = pytest.mark.django_db

INCIDENTS, BATCHES, QUESTIONS = 120, 6, 120
OWN = {"id", "format", "edition", "url"}
BEGAN = datetime(2022, 6, 1, tzinfo=UTC)


@pytest.fixture(params=[1, 20210420])
def made_up(request) -> MadeUp:
    """Published in batches a day apart; of each batch some are corrected to say something else, and some taken back."""
    made_up = MadeUp(request.param)
    size = INCIDENTS // BATCHES
    for batch in range(BATCHES):
        day = BEGAN + timedelta(days=batch)
        new = [made_up.incident(number) for number in range(batch * size, (batch + 1) * size)]
        make.publish(*new, at=day)
        make.publish(*(_corrected(document, made_up) for document in new[:4]), at=day)
        make.publish(_retracted(new[-1]), at=day)
    return made_up


def _corrected(document: d.IncidentDocument, made_up: MadeUp) -> d.IncidentDocument:
    """Its second edition says whatever another incident might have said."""
    other, kind = made_up.incident(0), made_up.chance.choice(["corrected", "refreshed"])
    values = {name: getattr(other, name) for name in other.__struct_fields__ if name not in OWN}
    corrected: d.IncidentDocument = make.changed(document, 2, kind, **values)
    return corrected


def _retracted(document: d.IncidentDocument) -> d.Tombstone:
    stone = d.decode(make.tombstone(document.id, "retracted").body)
    assert isinstance(stone, d.Tombstone)
    return stone


def standing(sequence: int) -> list[d.IncidentDocument]:
    """The incidents in force at a sequence: the last edition of each id, where that is no tombstone."""
    latest = {
        edition.public_id: edition.body
        for edition in Edition.objects.filter(sequence__lte=sequence).order_by("sequence")
    }
    read = [d.decode(body or "") for body in latest.values()]
    return [document for document in read if isinstance(document, d.IncidentDocument)]


def walked(address: str, chance: Random) -> list[str]:
    """Ids of all pages, each of another length."""
    ids: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        found = page(parse(QueryDict(f"{address}&limit={chance.randint(1, 40)}&cursor={cursor}")))
        ids += [d.decode(body).id for body in found.bodies]
        cursor = found.next
    return ids


@pytest.mark.parametrize(
    ("cap", "walk", "listed"),
    [(5_000, 10_000, 150_000), (3, 30, 150_000), (3, 1, 0)],
    ids=["", "walk", "list"],
)
def test_a_question_finds_what_reading_everything_finds(made_up: MadeUp, cap, walk, listed, monkeypatch):
    """With a low cap the probes find "many", and lists go the other ways through the index: along the order for a
    while, or all the rest at once."""
    monkeypatch.setattr("incidents.record.filters.probes.CAP", cap)
    monkeypatch.setattr("incidents.record.filters.nearby.FEW", cap)
    monkeypatch.setattr("incidents.record.filters.paging.WALK", walk)
    monkeypatch.setattr("incidents.record.filters.paging.A_ROW", 0 if walk == 1 else 20)
    monkeypatch.setattr("incidents.record.filters.paging.LISTED", listed)
    monkeypatch.setattr("incidents.record.filters.nearby.ALONE", listed)
    last, found_some = head().sequence, 0
    for _ in range(QUESTIONS):
        parameters = made_up.question()
        sequence = made_up.chance.choice([last, made_up.chance.randint(0, last)])
        order = made_up.chance.choice(["occurred_from", "occurred_from:asc", "killed_best"])
        expected = in_order(
            [document for document in standing(sequence) if matches(document, parameters)], order
        )
        address = "&".join(f"{name}={value}" for name, value in parameters.items())
        address += f"&order={order}&as_of=sequence:{sequence}"
        assert walked(address, made_up.chance) == expected, address
        found_some += bool(expected)
    # Questions that nothing answers would agree about anything.
    assert found_some > QUESTIONS / 3


@pytest.mark.parametrize("few", [2_000, 3])
def test_each_parameter_narrows_as_read(made_up: MadeUp, few: int, monkeypatch):
    """One by one, so that no parameter hides behind others that find nothing."""
    monkeypatch.setattr("incidents.record.filters.nearby.FEW", few)
    everything = standing(head().sequence)
    for name in made_up.parameters():
        sizes = set()
        for _ in range(12):
            parameters = {name: made_up.parameters()[name]}
            expected = {document.id for document in everything if matches(document, parameters)}
            query = parse(QueryDict(f"{name}={parameters[name]}"))
            assert set(query.apply().values_list("public_id", flat=True)) == expected, parameters
            assert exact_count(query).number == len(expected)
            sizes.add(len(expected))
        assert sizes - {0, len(everything)}, name


def test_pages_do_not_shift_whatever_is_issued_between_them(made_up: MadeUp):
    """Published, corrected and retracted after each page; the listing stays the one that was begun."""
    number = INCIDENTS
    for _ in range(8):
        parameters, order = made_up.question(), made_up.chance.choice(["occurred_from", "killed_best"])
        expected = in_order(
            [document for document in standing(head().sequence) if matches(document, parameters)], order
        )
        cursor: str | None = ""
        ids: list[str] = []
        while cursor is not None:
            found = page(parse(parameters | {"order": order, "limit": "7", "cursor": cursor}))
            ids += [d.decode(body).id for body in found.bodies]
            cursor = found.next
            _something_happens(made_up, number)
            number += 1
        assert ids == expected, parameters


def _something_happens(made_up: MadeUp, number: int) -> None:
    make.publish(made_up.incident(number))
    first_editions = [document for document in standing(head().sequence) if document.edition.number == 1]
    corrected, retracted = made_up.chance.sample(first_editions, 2)
    make.publish(_corrected(corrected, made_up))
    make.bury(retracted.id, "retracted")


def test_updated_since_asks_when_an_edition_was_issued(made_up: MadeUp):
    for batch in range(BATCHES):
        moment = BEGAN + timedelta(days=batch)
        issued = Edition.objects.filter(issued_at__gte=moment, entry__isnull=False, entry__until=2**63 - 1)
        query = parse({"updated_since": moment.isoformat()})
        assert set(query.apply().values_list("public_id", flat=True)) == set(
            issued.values_list("public_id", flat=True)
        )


def test_an_instant_of_the_past_is_the_state_of_then(made_up: MadeUp):
    for batch in range(BATCHES):
        query = parse({"as_of": (BEGAN + timedelta(days=batch, hours=1)).isoformat()})
        assert query.state.sequence == (batch + 1) * (INCIDENTS // BATCHES + 5)
        ids = {document.id for document in standing(query.state.sequence)}
        assert set(query.apply().values_list("public_id", flat=True)) == ids
