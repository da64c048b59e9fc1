"""An export of incidents, imported on an empty desk: the same rows again, as far as a flat row carries them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from incidents.intake.imports.engine.batches import rolled_back
from incidents.intake.imports.engine.running import ImportOptions, ImportResult, run
from incidents.intake.imports.files.sources import open_source
from incidents.intake.imports.spreadsheet.coder import MappedSheet
from incidents.intake.imports.spreadsheet.own_export import own_mapping
from incidents.models import DatasetRow
from incidents.record import document as d
from incidents.record.models import OPEN, Row
from tests.record import documents as make

pytestmark = pytest.mark.django_db

FORMATS = ("csv", "xlsx", "ndjson")
CARRIED = (
    "title", "summary", "extent", "event_type", "sub_event_type", "civilian_harm", "date_from", "date_to",
    "date_precision", "country", "admin1", "location", "location_type", "place_words", "lat", "lon", "radius_km",
    "attackers", "targets", "side_a", "side_b", "killed_low", "killed_best", "killed_high", "killed_civilians_low",
    "killed_civilians_best", "killed_civilians_high", "wounded_low", "wounded_best", "wounded_high", "tags",
)  # fmt: skip

TEXTS = st.one_of(
    st.sampled_from(
        ["=1+1", "-2 people", "+964", "@home", 'A "quoted" title; with\tparts', "Clash, in two\nlines", "_x000D_ stays",
         "007", "1e5", "2021-04-20", "اشتباك في القامشلي", "Pevçûn li Qamişlo", "TRUE", "&amp;", "a\\b"]
    ),
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=3, max_size=30)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: any(letter.isalpha() for letter in text) and not text.startswith("'")),
)  # fmt: skip
ENDS = st.lists(st.integers(0, 400), min_size=3, max_size=3).map(sorted)
NAMES = [
    d.Ref(f"ACT-00000{number}", name)
    for number, name in enumerate(["Northern Brigade", "Hill Guard", "Army of Milltown", "لواء الشمال"], 1)
]


@st.composite
def incidents(draw: Callable[..., Any], public_id: str) -> d.IncidentDocument:
    low, best, high = draw(ENDS)
    figures = draw(
        st.sampled_from(
            [
                [],
                [make.killed(low, best, high)],
                [make.killed(None, best, None)],
                [make.killed(low, best, high), make.killed(1, 2, 3, status="civilian")],
                [make.killed(0, 0, 0, outcome="wounded"), make.killed(low, best, high, status="civilian")],
            ]
        )
    )
    left, right = draw(st.permutations(NAMES))[:2]
    standing = st.sampled_from(["assessed", "alleged", "disputed"])
    roles = draw(st.sampled_from([("attacker", "target"), ("belligerent", "belligerent")]))
    first, days = draw(st.dates(date(2014, 1, 1), date(2024, 1, 1))), draw(st.integers(0, 5))
    last = date.fromordinal(first.toordinal() + days)
    return make.incident(
        public_id,
        title=draw(TEXTS),
        summary={"en": draw(TEXTS)},
        extent=draw(st.sampled_from(["single", "series"])),
        civilian_harm=draw(st.sampled_from(["none", "unclear", "targeted"])),
        occurred=d.Occurred(first.isoformat(), last.isoformat(), "period" if days else "day"),
        locations=[draw(st.sampled_from([
            make.place(words="near the mill"),
            make.place(make.RAQQA, lat=35.95, lon=39.01, radius_km=25),
            make.place(make.HASAKAH, type="admin1", within=[make.SYRIA], lat=36.5, lon=40.75, radius_km=80),
        ]))],
        participants=[
            make.participant(left, role=roles[0], side="a", standing=draw(standing)),
            make.participant(right, role=roles[1], side="b", standing=draw(standing)),
        ],
        casualties=figures,
        tags=draw(st.sampled_from([[], ["night"], ["night", "truce"]])),
    )  # fmt: skip


DOCUMENTS = st.integers(1, 4).flatmap(
    lambda count: st.tuples(*(incidents(f"INC-{900_000 + number}") for number in range(count)))
)


def imported(path: Path, by: User) -> ImportResult:
    source = open_source(path)
    mapping = own_mapping(source.heading)
    assert mapping is not None
    return run(source, MappedSheet(mapping, source.heading), ImportOptions(by=by, publish=True))


def rows(public_ids: list[str]) -> list[dict[str, Any]]:
    found = Row.objects.filter(entry__until=OPEN, public_id__in=public_ids)
    by_id = {row["public_id"]: row for row in found.values("public_id", *CARRIED)}
    return [{name: by_id[public_id][name] for name in CARRIED} for public_id in public_ids]


@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(DOCUMENTS)
def test_what_is_exported_comes_back_the_same_and_then_unchanged(tmp_path, reviewer, written, documents):
    def there_and_back(suffix: str) -> None:
        path = tmp_path / f"incidents.{suffix}"
        path.write_bytes(written(suffix))
        outcome = imported(path, reviewer)
        assert outcome.counts == {"created": len(documents)}, list(
            outcome.run.verdicts.values_list("reason", flat=True)
        )
        exported = [document.id for document in documents]
        keys = dict(DatasetRow.objects.values_list("key", "incident__public_id"))
        assert rows([str(keys[public_id]) for public_id in exported]) == rows(exported)
        assert imported(path, reviewer).counts == {"unchanged": len(documents)}

    def all_formats() -> None:
        make.publish(*documents)
        for suffix in FORMATS:
            rolled_back(partial(there_and_back, suffix))

    rolled_back(all_formats)


def test_the_command_knows_an_export_by_its_heading(tmp_path, reviewer, written, capsys):
    make.publish(make.incident("INC-900001", locations=[make.place()]))
    path = tmp_path / "incidents.csv"
    path.write_bytes(written("csv"))
    call_command(
        "import_csv",
        str(path),
        "--by",
        reviewer.email,
        "--jobs",
        "1",
        "-v",
        "0",
        "--report",
        str(tmp_path / "r.csv"),
    )
    assert "1 created" in capsys.readouterr().out
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(CommandError, match="Say with --mapping"):
        call_command("import_csv", str(other), "--by", reviewer.email, "-v", "0")


def test_rows_that_were_taken_from_a_dataset_do_not_come_back_as_our_own(tmp_path, reviewer, written):
    origin = d.Provenance("ucdp-ged", "19.1", "UCDP GED", "cc-by-4.0", "", "7")
    make.publish(make.incident("INC-900001", locations=[make.place()], origin=origin))
    path = tmp_path / "incidents.ndjson"
    path.write_bytes(written("ndjson"))
    outcome = imported(path, reviewer)
    assert outcome.counts == {"rejected": 1}
    assert "taken from ucdp-ged" in outcome.run.verdicts.get().reason
