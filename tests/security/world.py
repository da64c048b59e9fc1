"""A desk and a record full of what must not come out: every such text holds a marker that nobody else would write.

What stands on the desk is in every state an incident can have; what must stay there is marked, wherever the desk
has room for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.roles import Role
from incidents.codebook import Purpose, WorkflowState
from incidents.editorial.acts.correct import correct
from incidents.editorial.acts.editing import begin_edit, finish_edit
from incidents.editorial.acts.merge import merge
from incidents.editorial.acts.publish import publish
from incidents.editorial.acts.retract import retract
from incidents.editorial.acts.review import approve, submit
from incidents.editorial.acts.withhold import withhold
from incidents.models import Episode, Incident, Location, Source
from tests import factories as f

STEM = "zqxwvk"
"""Every marker begins with it, and no public text of ours holds it: searching for the stem finds any of them.

Six letters, since ids and cursors are random: three of them were met by chance."""


@dataclass
class Secrets:
    """Gives out markers and remembers what each was for."""

    markers: dict[str, str] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=count)

    def mark(self, what: str) -> str:
        letters = "".join(chr(ord("a") + int(digit)) for digit in f"{next(self.numbers):03d}")
        marker = f"{STEM}{letters}"
        self.markers[marker] = what
        return marker.capitalize()

    def of_each_kind(self) -> dict[str, str]:
        """One marker for each kind of secret: the incidents in different states hold the same kinds."""
        first: dict[str, tuple[str, str]] = {}
        for marker, what in self.markers.items():
            first.setdefault(what.split(",")[0], (marker, what))
        return dict(value for what, value in first.items() if what.split(" ")[0] in _NAMING)


_NAMING = (
    "private",
    "child",
    "confidential",
    "withheld",
    "restricted",
    "title",
    "actor",
    "place",
    "source",
    "tag",
)
"""First words of the secrets that somebody might ask for by name."""


class World:
    """One published incident that touches everything secret, and one incident in every other state."""

    def __init__(self) -> None:
        self.secrets = Secrets()
        self.analyst = self._user(Role.ANALYST)
        self.reviewer = self._user(Role.REVIEWER)
        self.manager = self._user(Role.MANAGER)
        self.published = self._incident("Public clash")
        self._surround(self.published)
        self._publish(self.published)
        self.unfinished = [
            self._in_state(state)
            for state in (WorkflowState.DRAFT, WorkflowState.IN_REVIEW, WorkflowState.APPROVED)
        ]
        self.unfinished.append(self._sent_back())
        self.restricted_licence = f.IncidentFactory(
            title=self.mark("restricted licence"), licence="restricted"
        )
        self.retracted, self.merged, self.withheld = self._ended()
        self.protected = self._protected()
        self._edit_after_publication()

    def mark(self, what: str) -> str:
        return self.secrets.mark(what)

    def _user(self, role: str) -> User:
        name = self.mark(f"name of the {role}")
        user: User = f.UserFactory(display_name=name, email=f"{name.lower()}@example.org", role=role)
        return user

    # An incident on the way to the public

    def _incident(self, title: str, **fields: Any) -> Incident:
        return f.complete_incident(by=self.analyst, title=title, note=self.mark(f"note on {title}"), **fields)

    def _approve(self, incident: Incident | Episode) -> None:
        submit(subject=incident, by=self.analyst)
        approve(subject=incident, by=self.reviewer)

    def _publish(self, incident: Incident) -> None:
        self._approve(incident)
        publish(subject=incident, by=self.reviewer)

    # What a public incident touches without showing it

    def _surround(self, incident: Incident) -> None:
        self._sources(incident)
        self._names(incident)
        self._people(incident)
        self._work(incident)
        self._unpublished_around(incident)

    def _sources(self, incident: Incident) -> None:
        """A source that is not named, and one whose claims are not even shown."""
        for what, withheld in (("confidential source", False), ("withheld source", True)):
            source: Source = f.ConfidentialSourceFactory(
                name=self.mark(what),
                aliases=[self.mark(f"alias of the {what}")],
                note=self.mark(f"note on the {what}"),
                withhold_claims=withheld,
            )
            report = f.ReportFactory(
                source=source,
                title=self.mark(f"title of the report of the {what}"),
                byline=self.mark(f"byline of the {what}"),
                url=f"https://{self.mark(f'address of the {what}').lower()}.example/",
            )
            f.CitationFactory(incident=incident, report=report)
            words = {"wording": self.mark(f"words of the {what}")} if withheld else {}
            claim = f.CasualtyClaimFactory(
                incident=incident,
                claimant_source=source,
                report=report,
                minimum=7,
                note=self.mark("note"),
                **words,
            )
            f.FigureClaimFactory(figure=incident.figures.get(), claim=claim)
            f.SourceReliabilityFactory(source=source, reason=self.mark("why a source is trusted"))
            f.SourceAffiliationFactory(source=source, actor=incident.participations.all()[0].actor)

    def _names(self, incident: Incident) -> None:
        """A restricted site below a public town, and a restricted name of a public actor."""
        town = incident.places.get().location
        site: Location = f.SiteFactory(
            name=self.mark("restricted site"),
            parent=town,
            restricted=True,
            note=self.mark("note on the site"),
        )
        f.LocationNameFactory(location=site, name=self.mark("name of the restricted site"))
        f.IncidentLocationFactory(incident=incident, location=site)
        f.LocationNameFactory(location=town, name=self.mark("restricted name of a town"), restricted=True)
        for part in incident.participations.select_related("actor"):
            f.ActorNameFactory(
                actor=part.actor, name=self.mark("restricted name of an actor"), restricted=True
            )

    def _people(self, incident: Incident) -> None:
        for what, fields in (
            ("private person", {}),
            ("child", {"age_band": "child"}),
            ("detainee", {"basis": "consent", "basis_note": self.mark("who consented")}),
        ):
            work = self.mark(f"occupation of the {what}")
            person = f.PersonFactory(name=self.mark(what), occupation=work, note=self.mark("note"), **fields)
            f.PersonNameFactory(person=person, name=self.mark(f"other name of the {what}"))
            outcome = "detained" if what == "detainee" else "killed"
            f.InvolvementFactory(person=person, incident=incident, outcome=outcome)

    def _work(self, incident: Incident) -> None:
        """Traces of the work: notes, texts, datelines, reviews, rows of datasets."""
        report = incident.citations.order_by("pk")[0].report
        report.dateline, report.note = self.mark("dateline"), self.mark("note on a report")
        report.save()
        f.ReportTextFactory(report=report, text=self.mark("text of a report"))
        f.ReviewNoteFactory(incident=incident, text=self.mark("review note"), by=self.reviewer)
        f.DatasetRowFactory(incident=incident, verbatim={"text": self.mark("row of a dataset")})
        claim = incident.claims.all()[0]
        claim.note = self.mark("note on a claim")
        claim.save()

    def _unpublished_around(self, incident: Incident) -> None:
        """A draft that the incident is tied to, and an episode that holds it and is not public."""
        f.IncidentLinkFactory(
            incident=incident,
            other=f.IncidentFactory(title=self.mark("linked draft")),
            basis=self.mark("basis of a link to a draft"),
        )
        episode = f.EpisodeFactory(title=self.mark("draft episode"), summary=self.mark("summary of it"))
        f.EpisodeMembershipFactory(incident=incident, episode=episode)

    # The other states

    def _secret_incident(self, what: str) -> Incident:
        """Everything about it is marked, and so is everything that only it makes known."""
        incident = self._incident(
            self.mark(f"title, {what}"),
            summary=self.mark(f"summary, {what}"),
            tags=[self.mark(f"tag, {what}").lower()],
        )
        actor = f.ActorFactory(name=self.mark(f"actor, {what}"))
        f.ParticipationFactory(incident=incident, actor=actor)
        f.ParticipationFactory(incident=incident, actor=None, description=self.mark(f"described, {what}"))
        f.IncidentLocationFactory(
            incident=incident, location=f.LocationFactory(name=self.mark(f"place, {what}"))
        )
        source = f.SourceFactory(name=self.mark(f"source, {what}"))
        f.CitationFactory(
            incident=incident, report=f.ReportFactory(source=source, title=self.mark(f"report, {what}"))
        )
        f.TranslationFactory(incident=incident, title=self.mark(f"translation, {what}"))
        f.ExternalIdFactory(incident=incident, value=self.mark(f"external id, {what}"))
        return incident

    def _in_state(self, state: WorkflowState) -> Incident:
        incident = self._secret_incident(state.value)
        if state != WorkflowState.DRAFT:
            submit(subject=incident, by=self.analyst)
        if state == WorkflowState.APPROVED:
            approve(subject=incident, by=self.reviewer)
        return incident

    def _sent_back(self) -> Incident:
        incident = self._in_state(WorkflowState.IN_REVIEW)
        f.ReviewNoteFactory(incident=incident, text=self.mark("what should be changed"))
        Incident.objects.filter(pk=incident.pk).update(state=WorkflowState.CHANGES_REQUESTED)
        return incident

    def _ended(self) -> tuple[Incident, Incident, Incident]:
        """What was public once. Only what was withheld must be gone; the old editions of the others stay readable."""
        retracted, merged = self._incident("Taken back"), self._incident("The same clash again")
        title = self.mark("title of a withheld incident")
        withheld = self._incident(title, summary=self.mark("summary of a withheld incident"))
        for incident in (retracted, merged, withheld):
            self._publish(incident)
        retract(subject=retracted, by=self.reviewer, note="It did not happen.")
        merge(incident=merged, into=self.published, by=self.reviewer, note="Reported twice.")
        withhold(subject=withheld, by=self.manager, basis=self.mark("ground of withholding"))
        return retracted, merged, withheld

    def _protected(self) -> Incident:
        """Public with a name in it, then corrected so that the name is gone, earlier editions included."""
        incident = self._incident(
            "Arrests at night", summary=f"The guard {self.mark('name removed')} was seen."
        )
        self._publish(incident)
        self._rewrite(incident, summary="A guard was seen.")
        self._approve(incident)
        note = self.mark("why it was removed")
        correct(subject=incident, by=self.reviewer, purpose=Purpose.PROTECTIVE, note=note)
        return incident

    def _edit_after_publication(self) -> None:
        """The next edition is being written: the public still reads the one in force."""
        self.edited = self._incident("Edited after publication")
        self._publish(self.edited)
        self._rewrite(
            self.edited, title=self.mark("title on the desk"), summary=self.mark("summary on the desk")
        )

    def _rewrite(self, incident: Incident, **fields: Any) -> None:
        with transaction.atomic():
            begin_edit(subject=incident, by=self.analyst, expected_revision=incident.revision)
            for name, value in fields.items():
                setattr(incident, name, value)
            incident.save()
            finish_edit(subject=incident, by=self.analyst)
