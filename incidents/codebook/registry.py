"""Registry of the vocabularies that the public meets, in the order of the codebook page, and what each is for."""

from django.utils.translation import gettext_lazy as _

from . import actors, claims, events, places, sources, violence, work
from .base import Coded, Vocabulary, Words


def _named(name: str, title: Words, purpose: Words, codes: type[Coded]) -> tuple[str, Vocabulary]:
    return name, Vocabulary(name, title, purpose, codes)


VOCABULARIES: dict[str, Vocabulary] = dict(
    [
        _named("event_type", _("Event type"), _("What kind of event it was."), events.EventType),
        _named("sub_event_type", _("Sub-event type"), _("The kind in detail."), events.SubEventType),
        _named("violence_type", _("Type of violence"), _("As UCDP divides it."), violence.ViolenceType),
        _named("extent", _("Extent"), _("One incident, several, or a sum."), events.Extent),
        _named(
            "civilian_harm", _("Harm to civilians"), _("How civilians were concerned."), events.CivilianHarm
        ),
        _named("date_precision", _("Precision of dates"), _("How to read a date."), places.DatePrecision),
        _named("time_of_day", _("Time of day"), _("When the hour is not given."), places.TimeOfDay),
        _named("location_type", _("Type of location"), _("The gazetteer's levels."), places.LocationType),
        _named("place_role", _("Part of a place"), _("What a place was in an incident."), places.PlaceRole),
        _named("actor_kind", _("Kind of actor"), _("What an actor is."), actors.ActorKind),
        _named("relation_kind", _("Relation"), _("How actors are tied."), actors.RelationKind),
        _named("role", _("Role"), _("An actor's part in an incident."), actors.Role),
        _named("side", _("Side"), _("With whom an actor fought."), actors.Side),
        _named("standing", _("Standing"), _("How surely an actor had that part."), actors.Standing),
        _named("certainty", _("Certainty"), _("How sure the analysts are."), actors.Certainty),
        _named("name_kind", _("Kind of name"), _("Who uses a name, and when."), actors.NameKind),
        _named("script", _("Script"), _("In which letters a name is written."), actors.Script),
        _named("source_kind", _("Kind of source"), _("What a source is."), sources.SourceKind),
        _named("affiliation_kind", _("Affiliation"), _("Ties of a source."), sources.AffiliationKind),
        _named("claim_kind", _("Kind of claim"), _("What a claim is about."), claims.ClaimKind),
        _named("basis", _("Basis"), _("How the claimant knows."), claims.Basis),
        _named("stance", _("Stance"), _("Whether it is said or denied."), claims.Stance),
        _named("outcome", _("Outcome"), _("What happened to people."), claims.Outcome),
        _named("casualty_status", _("Status of casualties"), _("Civilian or not."), claims.CasualtyStatus),
        _named("age_band", _("Age"), _("Age as far as it is said."), claims.AgeBand),
        _named("sex", _("Sex"), _("Sex as far as it is said."), claims.Sex),
        _named("jointly", _("Joint responsibility"), _("How several share."), claims.Jointly),
        _named("responsible_for", _("Responsible for"), _("For what exactly."), claims.ResponsibleFor),
        _named("time_phase", _("Phase"), _("What a time claim dates."), claims.TimePhase),
        _named("weapon", _("Weapon"), _("What was used."), events.Weapon),
        _named("target", _("Target"), _("What was hit or meant."), events.TargetKind),
        _named("target_intent", _("Hit or meant"), _("Which of both."), events.TargetIntent),
        _named("territory_change", _("Territory"), _("What happened to ground."), events.TerritoryChange),
        _named("speech_act", _("Statement"), _("What a statement does."), claims.SpeechAct),
        _named("grade_about", _("Questions graded"), _("Each is graded apart."), claims.GradeAbout),
        _named("grade", _("Grade"), _("How well it is established."), claims.GradeValue),
        _named(
            "publication_basis", _("Ground for naming"), _("Why a person is named."), claims.PublicationBasis
        ),
        _named("episode_kind", _("Kind of episode"), _("What holds incidents together."), events.EpisodeKind),
        _named("link_kind", _("Link"), _("How incidents are tied."), events.LinkKind),
        _named("match", _("Match"), _("How exactly an outside code fits."), places.MatchKind),
        _named("review", _("Review"), _("What review of a dataset's coding led to."), work.ReviewResult),
        _named("edition_kind", _("Kind of edition"), _("Why an edition was issued."), work.EditionKind),
        _named("purpose", _("Purpose of a correction"), _("What a correction was for."), work.Purpose),
    ]
)


def vocabulary(name: str) -> Vocabulary:
    """The vocabulary of that name. Raises ``KeyError`` where there is none."""
    return VOCABULARIES[name]
