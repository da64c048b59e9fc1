"""The questions that are timed: addresses of the API, by what they show."""

from __future__ import annotations

FILTERS = {
    "q, a common word": "q={common}",
    "q, a rare word": "q={rare}",
    "q, an absent word": "q=xylophonically",
    "from and to": "from=2015&to=2016",
    "from and to, certain": "from=2015&to=2016&certain=true",
    "event_type": "event_type={event_type}",
    "sub_event_type": "sub_event_type={sub_event_type}",
    "extent": "extent=aggregate",
    "civilian_harm": "civilian_harm=targeted",
    "country": "country={country}",
    "country, a rare one": "country={rare_country}",
    "country, at war long ago": "country={old_war}",
    "admin1": "admin1={admin1}",
    "location and below": "location={location}",
    "near": "near={lat},{lon},50",
    "bbox, a town": "bbox={west},{south},{east},{north}",
    "bbox, a continent": "bbox=-20,-35,55,38",
    "bbox, a continent, long ago": "bbox=-20,-35,55,38&from=1990&to=1991",
    "bbox, a continent, most killed": "bbox=-20,-35,55,38&order=killed_best",
    "bbox, at war long ago": "bbox={old_west},{old_south},{old_east},{old_north}",
    "near, 500 km": "near={lat},{lon},500",
    "bbox, the antimeridian": "bbox=170,-50,-170,50",
    "actor": "actor={actor}",
    "actor and role": "actor={actor}&role=belligerent",
    "side and standing": "side=a&standing=assessed",
    "source": "source={source}",
    "grade": "grade=occurrence:single_source",
    "killed_min": "killed_min=100",
    "killed_max": "killed_max=0",
    "origin": "origin={origin}",
    "updated_since": "updated_since={since}",
    "several together": "country={country}&event_type={event_type}&from=2010&killed_min=5",
    "order by killed": "order=killed_best",
    "order by sequence": "order=sequence:desc",
}
"""Each parameter of the filter grammar: a first page of 100."""

COUNTS = {
    "count, capped": "count=capped&limit=1",
    "count, capped, one country": "count=capped&limit=1&country={country}",
    "count, exact": "count=exact&limit=1",
    "count, exact, one country": "count=exact&limit=1&country={country}",
}

AGGREGATES = {
    "aggregate, month × admin1": "aggregate/?by=month,admin1&country={country}",
    "aggregate, year × country": "aggregate/?by=year,country",
    "aggregate, year × event type": "aggregate/?by=year,event_type",
    "aggregate, month × actor": "aggregate/?by=month,actor&country={country}",
    "aggregate, month, one actor": "aggregate/?by=month&actor={actor}",
    "aggregate, month, one source": "aggregate/?by=month&source={source}",
    "aggregate, month, harm to civilians": "aggregate/?by=month&civilian_harm=targeted",
    "aggregate, month, days within months": "aggregate/?by=month&from=2010-02-10&to=2016-03-04",
    "aggregate, month, as of 1 % ago": "aggregate/?by=month&as_of=sequence:{lately}",
    "aggregate, month, as of 10 % ago": "aggregate/?by=month&as_of=sequence:{earlier}",
    "aggregate, month, near 500 km": "aggregate/?by=month&near={lat},{lon},500",
    "aggregate, month, an actor in a role": "aggregate/?by=month&actor={actor}&role=belligerent",
    "aggregate, month, a common word": "aggregate/?by=month&q={common}",
}

PAGES = {
    "page of 1,000": "limit=1000",
    "page of 100": "limit=100",
    "page of 1,000, 25,000 rows down": "limit=1000&deep",
    "page of 1,000, three fields": "limit=1000&fields=id,title,occurred",
    "page of 1,000, as of an earlier sequence": "limit=1000&as_of=sequence:{earlier}",
    "page of 100, as of an earlier sequence, filtered": "limit=100&as_of=sequence:{earlier}&country={country}",
}

WORLD = "-180,-85,180,85"
MAPS = {
    f"map, zoom {zoom}": f"map/?zoom={zoom}&window={box}"
    for zoom, box in (
        (4, WORLD),
        (5, WORLD),
        (6, "{west4},{south4},{east4},{north4}"),
        (8, "{west2},{south2},{east2},{north2}"),
        (10, "{west1},{south1},{east1},{north1}"),
        (12, "{west},{south},{east},{north}"),
    )
} | {
    "map, zoom 4, one event type": f"map/?zoom=4&window={WORLD}&event_type={{event_type}}",
    "map, zoom 4, one country": f"map/?zoom=4&window={WORLD}&country={{country}}",
    "map, zoom 4, a month": f"map/?zoom=4&window={WORLD}&from=2015-05&to=2015-05",
}
