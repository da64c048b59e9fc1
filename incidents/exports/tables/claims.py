"""One row for each claim: who says what, on what ground, by which report. Claims contradict each other; never add them.

Columns that a kind of claim does not have are empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, assert_never

from django.utils.translation import gettext_lazy as _

from ...record import document as d
from .table import Table, Values, both, code, day, day_of, joined, whole, words

OF_EVERY_CLAIM = [
    code("claim_id", _("The claim's id, the same in every edition."), "#meta+claim+id", always=True),
    code(
        "kind", _("What is claimed: casualties, responsibility, a weapon …"), "#meta+claim+type", always=True
    ),
    code("claimant_type", _("Source, actor, description or withheld."), "#meta+claimant+type", always=True),
    code("claimant_id", _("Id of the source or actor that claims it."), "#meta+claimant+id", always=True),
    words("claimant", _("Who claims it."), "#meta+claimant+name", always=True),
    code("basis", _("How the claimant knows."), "#meta+claim+basis", always=True),
    code("derived_from", _("Id of the claim it only repeats."), "#meta+claim+id+origin"),
    code("stance", _("Asserts, denies, questions or withdraws."), "#meta+claim+stance", always=True),
    code("about", _("Id of the claim it answers to."), "#meta+claim+id+about"),
    code("supersedes", _("Id of the same claimant's earlier claim that it replaces."), "#meta+claim+id+old"),
    day("made_on", _("When it was made."), "#date+claimed"),
    day("as_of", _("The day that its figure is of."), "#date+as_of", always=True),
    code("report_id", _("The report that carries it, within the incident."), "#meta+report+id"),
    words("report_source", _("Whose report that is; empty where naming could harm."), "#meta+report+source"),
    words("report_title", _("Its title."), "#meta+report+name"),
    words("report_url", _("Its address."), "#meta+report+url"),
    day("report_published_on", _("When it was published."), "#date+report+published"),
    words("wording", _("The words themselves."), "#meta+claim+text"),
    code("certainty", _("How sure the coding of the claim is."), "#status+certainty", always=True),
]
OF_SOME_CLAIMS = [
    code("outcome", _("Casualties: what became of the people."), "#affected+outcome"),
    whole("minimum", _("Casualties: the least that is claimed."), "#affected+claimed+min"),
    whole("best", _("Casualties: the claimed number."), "#affected+claimed"),
    whole("maximum", _("Casualties: the most that is claimed."), "#affected+claimed+max"),
    words("quantifier", _("Casualties: at least, about, dozens."), "#affected+claimed+description"),
    code("status", _("Casualties: civilians, combatants …"), "#affected+status"),
    code("belongs_to_id", _("Casualties: id of the actor whose people they were."), "#affected+group+id"),
    words("belongs_to", _("Casualties: the actor whose people they were."), "#affected+group+name"),
    code("belongs_to_side", _("Casualties: the side whose people they were."), "#affected+group+side"),
    code("age_band", _("Casualties: their age."), "#affected+age"),
    code("sex", _("Casualties: their sex."), "#affected+sex"),
    words("occupation", _("Casualties: their occupation."), "#affected+occupation"),
    code("within", _("Casualties: id of the claim that counts them already."), "#meta+claim+id+within"),
    code("same_persons_as", _("Casualties: id of the claim about the same people."), "#meta+claim+id+same"),
    day("covers_from", _("Casualties: first day that a sum covers."), "#date+covered+start"),
    day("covers_to", _("Casualties: last day that a sum covers."), "#date+covered+end"),
    code("actor_ids", _("Ids of the actors it names: responsible, using, hit, addressed."), "#group+id+list"),
    words("actors", _("The actors it names."), "#group+name+list"),
    words("actors_described", _("Responsibility: who, where no actor is known."), "#group+description"),
    code("jointly", _("Responsibility: together, one of them, or unclear."), "#group+jointly"),
    code("responsible_for", _("Responsibility: for what."), "#group+responsibility"),
    code("place_id", _("Id of the place it names."), "#loc+id"),
    words("place", _("The place it names."), "#loc+name"),
    words("place_words", _("Place: in the claim's words."), "#loc+description"),
    code("phase", _("Time: started, paused, ended …"), "#date+phase"),
    day("occurred_from", _("Time: the earliest day."), "#date+claimed+start"),
    day("occurred_to", _("Time: the latest day."), "#date+claimed+end"),
    code("occurred_precision", _("Time: how to read the two days."), "#date+claimed+precision"),
    code("clock", _("Time: the hour."), "#date+claimed+time"),
    code("weapon", _("Weapon: which."), "#event+weapon"),
    code("delivery", _("Weapon: how it was delivered."), "#event+weapon+delivery"),
    code("target", _("Target: what was hit or meant."), "#event+target"),
    code("intended", _("Target: whether it was meant."), "#event+target+intent"),
    code("change", _("Territory: gained, lost or held."), "#event+territory"),
    code("act", _("Statement: accusation, threat, reply …"), "#event+statement"),
    words("detail", _("Weapon, target, statement: what else is said."), "#description"),
]


def _rows(document: d.IncidentDocument) -> Iterator[Values]:
    reports = {report.id: report for report in document.reports}
    names = [column.name for column in OF_SOME_CLAIMS]
    for claim in document.claims:
        own = _of_its_kind(claim)
        yield (*_common(claim, reports.get(claim.report or "")), *map(own.get, names))


def _common(claim: d.AnyClaim, report: d.ReportRef | None) -> Iterator[Any]:
    yield from (claim.id, claim.__struct_config__.tag, *_claimant(claim.claimant))
    yield from (claim.basis, claim.derived_from, claim.stance, claim.about, claim.supersedes)
    yield from (day_of(claim.made_on), day_of(claim.as_of), claim.report)
    if report is None:
        yield from [None] * 4
    else:
        yield from (report.source and report.source.name, report.title)
        yield from (report.url or report.archive_url, day_of(report.published_on))
    yield from (claim.wording, claim.certainty)


def _claimant(claimant: d.Claimant) -> tuple[str, str | None, str | None]:
    """Who it is, in the sense of what may be told."""
    if claimant.withheld:
        return "withheld", None, None
    if claimant.source:
        return "source", *both(claimant.source)
    if claimant.actor:
        return "actor", *both(claimant.actor)
    return "description", None, claimant.description


def _of_its_kind(claim: d.AnyClaim) -> dict[str, Any]:
    match claim:
        case d.CasualtyClaim():
            return _casualties(claim)
        case d.ResponsibilityClaim():
            common = {"jointly": claim.jointly, "responsible_for": claim.responsible_for}
            return {**common, **_actors(*claim.actors), "actors_described": claim.description}
        case d.WeaponClaim():
            weapon = {"weapon": claim.weapon, "delivery": claim.delivery, "detail": claim.detail}
            return {**weapon, **_actors(claim.used_by)}
        case d.PlaceClaim():
            return {"place_words": claim.words, **_place(claim.place)}
        case d.TimeClaim():
            return {"phase": claim.phase, "clock": claim.clock} | _occurred(claim.occurred)
        case d.TargetClaim():
            target = {"target": claim.target, "intended": claim.intended, "detail": claim.detail}
            return {**target, **_actors(claim.actor), **_place(claim.place)}
        case d.TerritoryClaim():
            return {"change": claim.change} | _actors(claim.actor) | _place(claim.place)
        case d.StatementClaim():
            return {"act": claim.act, "detail": claim.text} | _actors(claim.addressee)
        case _:
            assert_never(claim)


def _casualties(claim: d.CasualtyClaim) -> dict[str, Any]:
    names = (
        "outcome", "minimum", "best", "maximum", "quantifier", "status", "age_band", "sex", "occupation", "within",
        "same_persons_as",
    )  # fmt: skip
    belongs = claim.belongs_to or d.Belonging()
    covers = claim.covers or d.Period()
    actor_id, actor = both(belongs.actor)
    return {
        **{name: getattr(claim, name) for name in names},
        "belongs_to_id": actor_id,
        "belongs_to": actor,
        "belongs_to_side": belongs.side,
        "covers_from": day_of(covers.start),
        "covers_to": day_of(covers.end),
        **_place(claim.place),
    }


def _actors(*actors: d.Ref | None) -> dict[str, Any]:
    named = [actor for actor in actors if actor]
    return {
        "actor_ids": joined([actor.id for actor in named]),
        "actors": joined([actor.name for actor in named]),
    }


def _place(place: d.Ref | None) -> dict[str, Any]:
    place_id, name = both(place)
    return {"place_id": place_id, "place": name}


def _occurred(occurred: d.Occurred) -> dict[str, Any]:
    return {
        "occurred_from": day_of(occurred.earliest),
        "occurred_to": day_of(occurred.latest),
        "occurred_precision": occurred.precision,
    }


TABLE = Table([*OF_EVERY_CLAIM, *OF_SOME_CLAIMS], _rows)
