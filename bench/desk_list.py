"""The analysts' list of incidents on a large desk: how long a page of it takes, filtered and searched.

BENCH_ROWS says how many incidents there are (100,000 unless set; a million take about ten minutes to make, nearly
all of it in the folding of titles). What is measured is the whole request, from the address to the finished page.
"""

from __future__ import annotations

import os
from time import perf_counter
from urllib.parse import quote

from django.db import connection, reset_queries
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from incidents.codebook import LocationType
from incidents.models import Location, LocationName

ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
TABLES = ("incident", "actor", "participation", "incidentlocation", "assessedfigure", "assessment")
PAGES = {
    "newest": "",
    "page 100": "p=100",
    "in review": "state__exact=in_review",
    "a rare extent": "extent__exact=aggregate",
    "a rare event type": "event_type__exact=detention",
    "a rare grade": "occurrence=disproved",
    "not assessed": "occurrence=not_assessed",
    "a year": "year=2015",
    "an id": "q=INC-0050000",
    "a place": "q=Qamishli",
    "a place in Arabic": "q=" + quote("قامشلو"),
    "an actor": "q=Brigade+4711",
    "a word of all titles": "q=number",
    "an absent word": "q=zzzzqq",
}

INCIDENTS = """
INSERT INTO incidents_incident (created_at, updated_at, note, revision, occurred_earliest, occurred_latest,
    occurred_precision, occurred_time_of_day, occurred_words, title, summary, language, state, extent, event_type,
    sub_event_type, civilian_harm, tags, licence, public_id)
SELECT now() - i * interval '1 s', now() - i * interval '1 s', '', 1, day, day, 'day', 'unknown', '',
    'Shelling near ' || (ARRAY['Idlib', 'Raqqa', 'Homs', 'Daraa', 'Afrin'])[1 + i %% 5] || ' number ' || i,
    'What happened, told in a sentence or two, as the reports of day ' || i || ' have it.', 'en',
    CASE WHEN i %% 1000 = 0 THEN 'in_review' ELSE 'published' END,
    CASE WHEN i %% 5000 = 0 THEN 'aggregate' ELSE 'single' END,
    CASE WHEN i %% 5000 = 1 THEN 'detention' ELSE 'battle' END,
    CASE WHEN i %% 5000 = 1 THEN 'arrest' ELSE 'armed_clash' END,
    'unclear', '{}', 'own', 'INC-' || lpad(i::text, 7, '0')
FROM (SELECT i, date '2011-01-01' + i %% 5000 AS day FROM generate_series(1, %s) i) days
"""
ACTORS = """
INSERT INTO incidents_actor (created_at, updated_at, note, revision, name, kind, country, description)
SELECT now(), now(), '', 0, 'Brigade ' || i, 'rebel_group', 'SY', '' FROM generate_series(1, 5000) i
"""
ROWS_OF_INCIDENTS = (
    """
    INSERT INTO incidents_participation (incident_id, actor_id, description, described_kind, role, side, standing,
        certainty)
    SELECT i.id, (SELECT min(id) FROM incidents_actor) + (i.id * 7 + n * 13) % 5000, '', '', 'belligerent',
        (ARRAY['a', 'b'])[n], 'assessed', 'unknown'
    FROM incidents_incident i, generate_series(1, 2) n
    """,
    """
    INSERT INTO incidents_incidentlocation (incident_id, location_id, role, words)
    SELECT i.id, (SELECT min(id) FROM incidents_location WHERE type = 'locality') + i.id % 300, 'scene', ''
    FROM incidents_incident i
    """,
    """
    INSERT INTO incidents_assessedfigure (incident_id, outcome, status, belongs_to_side, low, best, high, rationale)
    SELECT id, 'killed', 'unknown', '', id % 5, id % 5, id % 5 + 1, '' FROM incidents_incident
    """,
    """
    INSERT INTO incidents_assessment (incident_id, about, grade, reason, at)
    SELECT id, 'occurrence', CASE WHEN id % 5000 = 7 THEN 'disproved' ELSE 'corroborated' END, 'because', now()
    FROM incidents_incident
    """,
)


def main() -> None:
    """Fill a desk and turn the pages of its list."""
    began = perf_counter()
    fill()
    print(f"{ROWS:,} incidents made in {perf_counter() - began:.0f} s")
    client = Client()
    client.force_login(
        User.objects.create_user("bench@example.org", display_name="Bench", role=Role.REVIEWER)
    )
    with override_settings(DEBUG=True, ALLOWED_HOSTS=["testserver"]):  # counts the queries
        for name, query in PAGES.items():
            milliseconds, queries = best(client, f"{reverse('admin:incidents_incident_changelist')}?{query}")
            print(f"{name:22} {milliseconds:7.0f} ms {queries:4} queries")


def fill() -> None:
    make_places()
    with connection.cursor() as cursor:
        for table in TABLES:  # the history of made-up rows is not what is measured
            cursor.execute(f"ALTER TABLE incidents_{table} DISABLE TRIGGER USER")
        cursor.execute(INCIDENTS, [ROWS])
        for statement in (ACTORS, *ROWS_OF_INCIDENTS, "ANALYZE"):
            cursor.execute(statement)
        for table in TABLES:
            cursor.execute(f"ALTER TABLE incidents_{table} ENABLE TRIGGER USER")


def make_places() -> None:
    country = Location.objects.create(name="Syria", type=LocationType.COUNTRY, country="SY")
    names = ["Qamishli", *(f"Place {number}" for number in range(300))]
    places = [Location(name=name, type=LocationType.LOCALITY, country="SY", parent=country) for name in names]
    Location.objects.bulk_create(places)
    LocationName.objects.create(location=places[0], name="قامشلو", script="Arab")


def best(client: Client, address: str) -> tuple[float, int]:
    """The quickest of three, in milliseconds, and its number of queries."""
    return min(_once(client, address) for _time in range(3))


def _once(client: Client, address: str) -> tuple[float, int]:
    reset_queries()
    began = perf_counter()
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return (perf_counter() - began) * 1000, len(connection.queries)
