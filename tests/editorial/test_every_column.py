"""Every column of the desk is either compiled or on the list of what is left out: each is changed to see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction

from incidents import models as desk
from incidents.editorial.compile import load
from incidents.editorial.left_out import COLUMNS, MODELS, left_out, listed
from incidents.editorial.subjects import MODELS as SUBJECTS
from incidents.record import document as d
from tests import factories as make
from tests.editorial.scene import Scene, april

pytestmark = pytest.mark.django_db

DESK = {
    model.__name__: model
    for model in apps.get_app_config("incidents").get_models()
    if not model._meta.proxy and not model.__name__.endswith("Event")
}
COMPILED = sorted(set(DESK) - set(MODELS))


@pytest.fixture
def world() -> Scene:
    """The April clash and one row of everything that it lacks; every subject public."""
    scene = april()
    incident = scene.incident
    _more_of(incident, scene)
    _around(incident, scene)
    _named_people(incident)
    for kind, model in SUBJECTS.items():
        for row in model._default_manager.filter(public_id=None).order_by("pk"):
            prefix = {
                "incident": "INC",
                "episode": "EPI",
                "actor": "ACT",
                "location": "LOC",
                "source": "SRC",
                "coverage": "COV",
            }[kind]
            if not getattr(row, "confidential", False):
                model._default_manager.filter(pk=row.pk).update(public_id=f"{prefix}-{row.pk:06d}")
    desk.Incident.objects.update(state="published")
    return scene


def _more_of(incident: desk.Incident, scene: Scene) -> None:
    first = incident.claims.order_by("pk")[0]
    common = {"incident": incident, "report": scene.report, "claimant_source": scene.anha}
    make.TerritoryClaimFactory(**common, actor=scene.ndf, place=scene.city)
    make.PlaceClaimFactory(**common, place=scene.city, detail="near the mill")
    make.StatementClaimFactory(**common, stance="denies", about=first, made_on=date(2021, 4, 22))
    make.CasualtyClaimFactory(
        **common, supersedes=scene.death, within=scene.death, as_of=date(2021, 4, 23), place=scene.city,
        belongs_to_side="b", minimum=1, best=2, maximum=4, age_band="adult", sex="male",
        occupation="guards", quantifier="some",
        covers_from=date(2021, 4, 20), covers_until=date(2021, 4, 21),
    )  # fmt: skip
    make.PassageFactory(claim=first, text=make.ReportTextFactory(report=scene.report))
    make.ReportTextFactory(report=scene.report, version=2, text="Another text.")
    make.AssessedFigureFactory(incident=incident, outcome="wounded", belongs_to_side="b")
    make.ParticipationFactory(incident=incident, actor=None, description="gunmen", described_kind="other")
    make.TranslationFactory(incident=incident, summary="ملخص")
    make.IncidentLocationFactory(
        incident=incident,
        location=scene.city,
        role="origin",
        radius_km=9,
        words="near",
        lat="37.1",
        lon="41.2",
    )
    desk.Incident.objects.filter(pk=incident.pk).update(
        tags=["roundabout"], occurred_words="Tuesday night", occurred_time_of_day="night"
    )


def _around(incident: desk.Incident, scene: Scene) -> None:
    row = make.DatasetRowFactory()
    adopted = make.DatasetRowFactory()
    make.SourceMentionFactory(incident=incident)
    make.SourceMentionFactory(incident=incident, source=scene.anha, description="")
    incident.figures.update(coded=True)
    desk.Incident.objects.filter(pk=incident.pk).update(
        origin_row=row, coded_fields=["title", "occurred"], violence_type="one_sided",
        changed_on=date(2022, 3, 4),
    )  # fmt: skip
    other = make.complete_incident(event_type="unclear", sub_event_type="other")
    desk.Incident.objects.filter(pk=other.pk).update(
        origin_row=adopted, coded_fields=["title"], adopted_on=date(2022, 3, 4)
    )
    make.complete_incident()
    make.IncidentLinkFactory(incident=incident, other=other, basis="same sides")
    make.IncidentLinkFactory(incident=other, other=incident, kind="same_engagement")
    episode = make.EpisodeFactory(
        summary="Of one spring.", occurred_time_of_day="night", occurred_words="in spring"
    )
    make.EpisodeFactory()
    make.EpisodeMembershipFactory(episode=episode, incident=incident)
    make.EpisodeActorFactory(episode=episode, actor=scene.ndf)
    make.EpisodeLocationFactory(episode=episode, location=scene.city)
    make.CitationFactory(incident=None, episode=episode, report=scene.report)
    make.ExternalIdFactory(incident=incident)
    for subject in ({"actor": scene.ndf}, {"episode": episode}, {"location": scene.city}):
        make.ExternalIdFactory(incident=None, **subject)
    make.TranslationFactory(incident=None, episode=episode)
    make.LocationNameFactory(location=scene.city, name="قامشلو", language="ckb", script="Arab")
    make.LocationNameFactory(location=scene.site, name="Unity roundabout")
    make.ActorNameFactory(actor=scene.ndf, name="Militia", used_by="opponents", language="en")
    make.ActorRelationFactory(
        actor=scene.ndf,
        kind="opposed_to",
        other=scene.sdf,
        start=date(2013, 1, 1),
        end=date(2025, 1, 1),
        public_note="On its own word",
    )
    desk.Actor.objects.filter(pk=scene.ndf.pk).update(
        country="SY", active_from=date(2012, 1, 1), active_until=date(2024, 1, 1), description="A militia."
    )
    desk.Location.objects.filter(pk=scene.city.pk).update(geonames_id=173811, pcode="SY08", radius_km=6)
    desk.Source.objects.filter(pk=scene.anha.pk).update(
        aliases=["ANHA"], country="SY", languages=["ku"], website="https://anha.example"
    )
    desk.SourceAffiliation.objects.update(start=date(2013, 1, 1), end=date(2025, 1, 1))
    coverage = make.CoverageFactory(
        description="All of it.", coded_until=date(2021, 5, 1), until=date(2021, 12, 31),
        event_types=["battle"], languages=["ar"], backlog="May.",
    )  # fmt: skip
    make.CoverageFactory()
    make.CoverageAreaFactory(coverage=coverage, location=scene.city)
    make.CoverageSourceFactory(coverage=coverage, source=scene.anha)
    witness = make.ConfidentialSourceFactory(kind="other")
    make.StatementClaimFactory(incident=incident, claimant_source=witness)
    desk.Report.objects.filter(pk=scene.report.pk).update(
        byline="A. B.", archive_url="https://archive.example/1"
    )


def _named_people(incident: desk.Incident) -> None:
    person = make.PersonFactory(
        name="The Mayor", basis="public_figure", basis_note="In office.", age_band="adult", sex="male",
        occupation="mayor", basis_set_by=make.UserFactory(), basis_confirmed_by=make.UserFactory(),
    )  # fmt: skip
    make.PersonFactory(name="The Judge", basis="public_figure", basis_note="In office.")
    day = date(2021, 4, 20)
    claim = incident.claims.order_by("pk")[1]
    make.InvolvementFactory(
        incident=incident, person=person, outcome="abducted", earliest=day, latest=day, claim=claim
    )


def snapshot() -> dict[str, str]:
    """Every public document, as the desk would compile it now."""
    texts: dict[str, str] = {}
    for kind, model in SUBJECTS.items():
        batch = load(kind, list(model._default_manager.values_list("pk", flat=True)))
        documents = batch.compile(batch.identifiers())
        texts |= {f"{kind} {pk}": d.encode(document) for pk, document in documents.items()}
    return texts


def columns(model: type[models.Model]) -> dict[str, Any]:
    return {field.name: field for field in model._meta.concrete_fields if not field.generated}


def candidates(field: Any, value: Any) -> Iterator[Any]:
    """Other values that the column might take; the database says which it accepts."""
    if field.choices:
        yield from (code for code in field_codes(field) if code != value)
    elif field.is_relation:
        others = field.related_model._default_manager.exclude(pk=value).order_by("pk")
        yield from others.values_list("pk", flat=True)[:40]
        if field.null:
            yield None
    else:
        yield from plain(value, field)


def field_codes(field: Any) -> list[str]:
    return [code for code, _label in field.choices]


def plain(value: Any, field: Any) -> Iterator[Any]:
    match value:
        case bool():
            yield not value
        case int():
            yield value + 1
            yield value - 1
        case Decimal():
            yield value + Decimal("0.25")
        case datetime():
            yield value + timedelta(days=1)
        case date():
            yield value + timedelta(days=1)
            yield value - timedelta(days=1)
        case time():
            yield time(value.hour, 59)
        case list():
            yield [*value, "more"]
            yield value[:-1]
        case dict():
            yield {**value, "more": 1}
        case str():
            yield from (f"{value}x"[: field.max_length], "de", "ZZ", "f" * 64)
        case _:
            yield from (7, "2021-04-20T00:00:00Z", date(2021, 4, 20))


def changed_by(model: type[models.Model], field: Any, before: dict[str, str]) -> bool:
    """Whether some value that the database accepts changes some document."""
    name = field.attname
    given = model._default_manager.exclude(**{f"{name}__isnull": True}).order_by("pk")
    rows = sorted(given, key=lambda row: getattr(row, name) in ("", [], False))
    for row in rows:
        for value in candidates(field, getattr(row, name)):
            if tried(model, row.pk, name, value) and snapshot_after(model, row.pk, name, value) != before:
                return True
    return False


def tried(model: type[models.Model], pk: Any, name: str, value: Any) -> bool:
    try:
        with transaction.atomic():
            model._default_manager.filter(pk=pk).update(**{name: value})
            transaction.set_rollback(True)
    except (DatabaseError, ValidationError, ValueError, TypeError):
        return False
    return True


def snapshot_after(model: type[models.Model], pk: Any, name: str, value: Any) -> dict[str, str]:
    with transaction.atomic():
        model._default_manager.filter(pk=pk).update(**{name: value})
        after = snapshot()
        transaction.set_rollback(True)
    return after


NEVER_UPDATED = {"Assessment", "ReportText"}
"""Rows that a trigger keeps as they are; their columns are looked for by other tests."""


CHANGED_ONLY_TOGETHER = {"Claim": {"kind"}}
"""Columns that the database lets nobody change alone."""


@pytest.mark.parametrize("name", [name for name in COMPILED if name not in NEVER_UPDATED])
def test_a_column_is_compiled_unless_it_is_left_out(world: Scene, name: str) -> None:
    model, before = DESK[name], snapshot()
    skipped = left_out(name).keys() | CHANGED_ONLY_TOGETHER.get(name, set())
    kept = [field for column, field in columns(model).items() if column not in skipped]
    unseen = [field.name for field in kept if not changed_by(model, field, before)]
    assert unseen == []


@pytest.mark.parametrize("name", [name for name in DESK if name not in NEVER_UPDATED])
def test_what_is_left_out_changes_nothing_in_public(world: Scene, name: str) -> None:
    model, before = DESK[name], snapshot()
    hidden = columns(model) if name in MODELS else left_out(name)
    for column, field in columns(model).items():
        if column in hidden and not field.primary_key and column != "merged_into":
            for row in model._default_manager.all()[:1]:
                for value in candidates(field, getattr(row, field.attname)):
                    if tried(model, row.pk, field.attname, value):
                        assert snapshot_after(model, row.pk, field.attname, value) == before, column
                        break


def test_the_list_names_no_column_that_does_not_exist() -> None:
    assert set(MODELS) <= set(DESK)
    for model, reasons in COLUMNS.items():
        assert set(reasons) <= set(columns(DESK[model])), model


def test_the_list_in_the_documentation_is_the_one_in_force() -> None:
    written = (settings.BASE_DIR / "docs" / "left-out.md").read_text()
    rows = [f"| {model} | {column} | {reason} |" for model, column, reason in listed()]
    assert [line for line in written.splitlines() if line.startswith("| ")][1:] == rows


def test_every_reason_is_a_sentence() -> None:
    reasons = [reason for model in DESK for reason in left_out(model).values()] + list(MODELS.values())
    assert all(str(reason).endswith(".") for reason in reasons)
