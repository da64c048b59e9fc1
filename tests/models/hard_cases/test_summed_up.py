"""236772, 236773, 261850, 319564: what reports only sum up, over a year, a province, a month."""

from __future__ import annotations

import pytest

from tests import factories as f

from .coding import Coding, actor, claim_in, day, killed, source

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("ucdp, dead", [("236772", 4182), ("236773", 643)])
def test_a_year_end_count_of_a_country_is_an_aggregate_and_no_incident(ucdp, dead):
    country = f.CountryFactory()
    case = Coding(
        "Deaths in Syria in 2016, as summed up at its end",
        country,
        extent="aggregate",
        event_type="unclear",
        sub_event_type="other",
        occurred_earliest=day("2016-01-01"),
        occurred_latest=day("2016-12-31"),
        occurred_precision="year",
    )
    case.ucdp(ucdp, match="contains")
    claim = case.counts(dead, dead, covers_from=day("2016-01-01"), covers_until=day("2016-12-31"))
    case.figure(dead, dead, dead, [claim])
    document = case.document()
    assert (document.extent, document.locations[0].type) == ("aggregate", "country")
    assert (document.occurred.earliest, document.occurred.latest) == ("2016-01-01", "2016-12-31")
    assert document.occurred.precision == "year"
    assert killed(document) == (dead, dead, dead)


def test_incidents_that_an_aggregate_sums_up_can_be_tied_to_it():
    whole = Coding("Deaths of 2016", extent="aggregate")
    part = Coding("One of them")
    f.IncidentLinkFactory(incident=part.incident, kind="part_of", other=whole.incident)
    assert [link.kind for link in part.incident.links.all()] == ["part_of"]


class Suwayda(Coding):
    """26 July to 18 November 2018: 26 reports with running totals; UCDP counts 77."""

    def __init__(self) -> None:
        super().__init__(
            "Fighting in the province of Suwayda",
            extent="series",
            occurred_earliest=day("2018-07-26"),
            occurred_latest=day("2018-11-18"),
            occurred_precision="period",
        )
        self.ucdp("261850")
        for _ in range(25):
            f.CitationFactory(incident=self.incident)
        monitor = {"claimant_source": source("A monitor", "monitor"), "covers_from": day("2018-07-26")}
        self.first = self.counts(385, 385, covers_until=day("2018-11-10"), **monitor)
        self.second = self.counts(390, 390, covers_until=day("2018-11-18"), supersedes=self.first, **monitor)
        self.coded = self.counts(77, 77, claimant_source=source("Uppsala Conflict Data Program", "dataset"))
        self.figure(77, 390, 390, [self.second, self.coded])


def test_running_totals_say_what_they_cover_and_are_not_added_up():
    case = Suwayda()
    document = case.document()
    covers = claim_in(document, case.second).covers
    assert (covers.start, covers.end) == ("2018-07-26", "2018-11-18")
    assert claim_in(document, case.second).supersedes == case.first.public_id
    assert killed(document) == (77, 390, 390)
    assert (document.extent, len(document.reports)) == ("series", 26)


def test_an_episode_holds_a_series_and_its_incidents_without_being_counted():
    case = Suwayda()
    episode = f.EpisodeFactory(title="Suwayda, 2018", kind="campaign", occurred_precision="period")
    for incident in (case.incident, Coding("One attack").incident):
        f.EpisodeMembershipFactory(episode=episode, incident=incident)
    assert [row.title for row in case.incident.episodes.all()] == ["Suwayda, 2018"]
    assert not hasattr(episode, "figures")


class Afrin(Coding):
    """20 January to 17 February 2018: seven factions on one side, one on the other; 515 dead, 516 at most."""

    FACTIONS = tuple(f"Faction {number}" for number in range(1, 8))

    def __init__(self) -> None:
        self.district = f.LocationFactory(name="Afrin", type="admin2", radius_km=30)
        super().__init__(
            "Fighting in the district of Afrin",
            self.district,
            extent="series",
            occurred_earliest=day("2018-01-20"),
            occurred_latest=day("2018-02-17"),
            occurred_precision="period",
        )
        self.ucdp("319564")
        self.factions = [actor(name) for name in self.FACTIONS]
        self.other = actor("Defenders")
        self.blame = self.blames(*self.factions, jointly="jointly")
        for faction in self.factions:
            self.took_part(faction, "belligerent", "assessed", "a", [self.blame])
        self.took_part(self.other, "belligerent", "assessed", "b", [self.blame])
        self.toll = self.counts(515, 516, best=515)
        self.figure(515, 515, 516, [self.toll])


def test_a_side_of_seven_factions_is_seven_actors_on_one_side():
    case = Afrin()
    document = case.document()
    side = [part.actor.name for part in document.participants if part.side == "a" and part.actor]
    assert sorted(side) == sorted(Afrin.FACTIONS)
    blame = claim_in(document, case.blame)
    assert (blame.jointly, len(blame.actors)) == ("jointly", 7)


def test_a_month_and_a_district_keep_their_breadth():
    document = Afrin().document()
    place = document.locations[0]
    assert (place.type, place.radius_km) == ("admin2", 30)
    assert (document.occurred.earliest, document.occurred.latest) == ("2018-01-20", "2018-02-17")
    assert killed(document) == (515, 515, 516)
