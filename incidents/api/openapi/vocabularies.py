"""Which vocabulary of the codebook a coded key of the documents takes its values from."""

from __future__ import annotations

from ...codebook import VOCABULARIES

SAME_NAME = (
    "event_type", "sub_event_type", "extent", "civilian_harm", "time_of_day", "role", "side", "standing", "certainty",
    "basis", "stance", "outcome", "age_band", "sex", "jointly", "responsible_for", "weapon", "target", "match",
    "grade", "script",
)  # fmt: skip
"""Keys that are called as their vocabulary, wherever they occur."""

OTHERWISE_NAMED = {
    ("Occurred", "precision"): "date_precision",
    ("Place", "type"): "location_type",
    ("Place", "role"): "place_role",
    ("LocationDocument", "type"): "location_type",
    ("Area", "type"): "location_type",
    ("CoveredArea", "type"): "location_type",
    ("CoverageDocument", "event_types"): "event_type",
    ("Participant", "kind"): "actor_kind",
    ("ActorDocument", "kind"): "actor_kind",
    ("EpisodeDocument", "kind"): "episode_kind",
    ("SourceDocument", "kind"): "source_kind",
    ("Affiliation", "kind"): "relation_kind",
    ("Relation", "kind"): "relation_kind",
    ("SourceAffiliationPart", "kind"): "affiliation_kind",
    ("Related", "kind"): "link_kind",
    ("Name", "kind"): "name_kind",
    ("EditionRef", "kind"): "edition_kind",
    ("EditionEntry", "kind"): "edition_kind",
    ("Figure", "status"): "casualty_status",
    ("CasualtyClaim", "status"): "casualty_status",
    ("Grade", "about"): "grade_about",
    ("Independence", "about"): "grade_about",
    ("TimeClaim", "phase"): "time_phase",
    ("TargetClaim", "intended"): "target_intent",
    ("TerritoryClaim", "change"): "territory_change",
    ("StatementClaim", "act"): "speech_act",
    ("NamedPerson", "basis"): "publication_basis",
}

VOCABULARY_OF: dict[tuple[str, str], str] = {
    **{("", name): name for name in SAME_NAME if name in VOCABULARIES},
    **OTHERWISE_NAMED,
}
"""By struct and key, or by key alone."""
