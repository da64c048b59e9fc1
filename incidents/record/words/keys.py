"""What the keys of documents are called."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import claims

LABELS: dict[str, str | Promise] = {
    **claims.LABELS,
    "about": gettext_lazy("About"),
    "according_to": gettext_lazy("According to"),
    "active": gettext_lazy("Active"),
    "actor": gettext_lazy("Actor"),
    "actors": gettext_lazy("Actors"),
    "affiliations": gettext_lazy("Affiliations"),
    "age_band": gettext_lazy("Age"),
    "aliases": gettext_lazy("Other names"),
    "aligned_with": gettext_lazy("Aligned with"),
    "archive_url": gettext_lazy("Archived copy"),
    "areas": gettext_lazy("Areas"),
    "as_of": gettext_lazy("State of affairs on"),
    "assessed_on": gettext_lazy("Assessed on"),
    "backlog": gettext_lazy("Backlog"),
    "basis": gettext_lazy("Basis"),
    "belongs_to": gettext_lazy("Whose people"),
    "best": gettext_lazy("Best"),
    "byline": gettext_lazy("Byline"),
    "casualties": gettext_lazy("Figures"),
    "certainty": gettext_lazy("Certainty"),
    "citation": gettext_lazy("How to cite it"),
    "civilian_harm": gettext_lazy("Harm to civilians"),
    "claimant": gettext_lazy("Claimant"),
    "claims": gettext_lazy("Claims"),
    "coded_until": gettext_lazy("Complete up to"),
    "count": gettext_lazy("Number"),
    "country": gettext_lazy("Country"),
    "dataset": gettext_lazy("Dataset"),
    "derived_from": gettext_lazy("Taken over from claim"),
    "description": gettext_lazy("Description"),
    "direction": gettext_lazy("Direction"),
    "earliest": gettext_lazy("First day"),
    "edition": gettext_lazy("Edition"),
    "end": gettext_lazy("End"),
    "episodes": gettext_lazy("Episodes"),
    "event_type": gettext_lazy("Event type"),
    "event_types": gettext_lazy("Event types"),
    "extent": gettext_lazy("Extent"),
    "external_ids": gettext_lazy("External identifiers"),
    "format": gettext_lazy("Format"),
    "grade": gettext_lazy("Grade"),
    "grades": gettext_lazy("Grades"),
    "happenings": gettext_lazy("What happened"),
    "high": gettext_lazy("High"),
    "id": gettext_lazy("Id"),
    "incident": gettext_lazy("Incident"),
    "independence": gettext_lazy("Independent origins"),
    "into": gettext_lazy("Into"),
    "kind": gettext_lazy("Kind"),
    "language": gettext_lazy("Language"),
    "languages": gettext_lazy("Languages"),
    "lat": gettext_lazy("Latitude"),
    "latest": gettext_lazy("Last day"),
    "licence": gettext_lazy("Licence"),
    "location": gettext_lazy("Location"),
    "locations": gettext_lazy("Places"),
    "lon": gettext_lazy("Longitude"),
    "low": gettext_lazy("Low"),
    "made_on": gettext_lazy("Made on"),
    "match": gettext_lazy("Match"),
    "name": gettext_lazy("Name"),
    "names": gettext_lazy("Other names"),
    "non_party": gettext_lazy("No party"),
    "note": gettext_lazy("Public note"),
    "number": gettext_lazy("Number"),
    "occupation": gettext_lazy("Occupation"),
    "occurred": gettext_lazy("When"),
    "origin": gettext_lazy("Dataset"),
    "origins": gettext_lazy("Origins"),
    "other_names": gettext_lazy("Other names of what it mentions"),
    "outcome": gettext_lazy("Outcome"),
    "participants": gettext_lazy("Participants"),
    "party": gettext_lazy("Party to the conflict"),
    "passages": gettext_lazy("Passages"),
    "period": gettext_lazy("Period"),
    "persons": gettext_lazy("Named people"),
    "point": gettext_lazy("Point"),
    "position_reported": gettext_lazy("Own position reported"),
    "precision": gettext_lazy("Precision"),
    "published_on": gettext_lazy("Published on"),
    "radius_km": gettext_lazy("Radius in km"),
    "rationale": gettext_lazy("Rationale"),
    "reason": gettext_lazy("Reason"),
    "related": gettext_lazy("Related incidents"),
    "relations": gettext_lazy("Relations"),
    "report": gettext_lazy("Report"),
    "reports": gettext_lazy("Reports"),
    "role": gettext_lazy("Role"),
    "row": gettext_lazy("Row"),
    "scheme": gettext_lazy("Scheme"),
    "script": gettext_lazy("Script"),
    "sex": gettext_lazy("Sex"),
    "side": gettext_lazy("Side"),
    "since": gettext_lazy("Since"),
    "source": gettext_lazy("Source"),
    "sources": gettext_lazy("Sources"),
    "stance": gettext_lazy("Stance"),
    "standing": gettext_lazy("Standing"),
    "start": gettext_lazy("Start"),
    "status": gettext_lazy("Status"),
    "sub_event_type": gettext_lazy("Sub-event type"),
    "summary": gettext_lazy("Summary"),
    "supersedes": gettext_lazy("Replaces claim"),
    "tags": gettext_lazy("Tags"),
    "text": gettext_lazy("Text"),
    "text_sha256": gettext_lazy("Version of the text"),
    "time_of_day": gettext_lazy("Time of day"),
    "title": gettext_lazy("Title"),
    "type": gettext_lazy("Type"),
    "until": gettext_lazy("Until"),
    "url": gettext_lazy("Address"),
    "used_by": gettext_lazy("Used by"),
    "value": gettext_lazy("Value"),
    "version": gettext_lazy("Version"),
    "website": gettext_lazy("Website"),
    "withheld": gettext_lazy("Withheld"),
    "within": gettext_lazy("Within"),
    "wording": gettext_lazy("Wording"),
    "words": gettext_lazy("Words"),
}


def label(key: str) -> str:
    """What a key is called; whatever is no key, such as the tag of a language, stays as it is."""
    return str(LABELS.get(key, key))


def lower(key: str) -> str:
    """The label inside a sentence."""
    text = label(key)
    return text[:1].lower() + text[1:] if key in LABELS else text


def path(steps: Sequence[str]) -> str:
    """``("claims", "2", "wording")`` in words: “Claims, no. 2, wording”."""
    first, *others = steps
    deeper = [_("no. %(n)s") % {"n": step} if step.isdigit() else lower(step) for step in others]
    return ", ".join([label(first), *deeper])
