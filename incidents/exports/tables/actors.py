"""One row for each participant of an incident, actors and described ones."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from ...codebook import Outcome
from ...record import document as d
from .table import Table, Values, both, code, joined, whole, words

COLUMNS = [
    whole("participant", _("Position in the incident's list, from 0."), "#group+num", always=True),
    code("actor_id", _("Id of the actor; empty for somebody who is only described."), "#group+id"),
    words("actor", _("Name of the actor."), "#group+name"),
    words(
        "description", _("Who it was, where no actor is known: unidentified gunmen."), "#group+description"
    ),
    code("actor_kind", _("What kind of actor it is."), "#group+type"),
    code("role", _("Its part in the incident."), "#group+role", always=True),
    code("side", _("Its side."), "#group+side"),
    code(
        "standing", _("Whether its part is assessed, alleged or disputed."), "#status+standing", always=True
    ),
    code("certainty", _("How sure its identification is."), "#status+certainty", always=True),
    words("affiliations", _("What tied it to other actors on that day."), "#group+affiliation+list"),
    words("aliases", _("Other names that were used for it."), "#group+name+alt+list"),
    words("claims", _("Ids of the claims that its part rests on."), "#meta+claim+id+list"),
    whole("own_killed_low", _("Killed among its own people, low."), "#affected+killed+own+min"),
    whole("own_killed_best", _("Killed among its own people, best."), "#affected+killed+own"),
    whole("own_killed_high", _("Killed among its own people, high."), "#affected+killed+own+max"),
]


def _rows(document: d.IncidentDocument) -> Iterator[Values]:
    for position, participant in enumerate(document.participants):
        own = _own_killed(document, participant)
        yield (
            position,
            *both(participant.actor),
            participant.description,
            participant.kind,
            participant.role,
            participant.side,
            participant.standing,
            participant.certainty,
            joined([f"{tie.kind}: {tie.actor.name}" for tie in participant.affiliations]),
            joined(participant.aliases),
            joined(participant.claims),
            own.low,
            own.best,
            own.high,
        )


def _own_killed(document: d.IncidentDocument, participant: d.Participant) -> d.Total:
    """Only what is said to be that very actor's loss; losses of a whole side are nobody's in particular."""
    if participant.actor is None:
        return d.Total()
    figures = [
        figure
        for figure in document.casualties
        if figure.belongs_to
        and figure.belongs_to.actor
        and figure.belongs_to.actor.id == participant.actor.id
    ]
    return d.total(figures, Outcome.KILLED)


TABLE = Table(COLUMNS, _rows)
