"""Erase a name, then look for it everywhere."""

from __future__ import annotations

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from accounts.models import User
from accounts.tokens import create_token
from incidents.codebook import Purpose, WorkflowState
from incidents.editorial.acts.correct import correct
from incidents.editorial.acts.editing import begin_edit, finish_edit
from incidents.editorial.acts.erase import erase_name
from incidents.editorial.acts.publish import publish
from incidents.editorial.acts.retract import retract
from incidents.editorial.refusal import EditConflict, Refused
from incidents.editorial.scrubbing import NamePattern
from incidents.folding import fold
from incidents.models import Incident, Person, ReportText
from incidents.record.log.verification import verify
from incidents.record.models import Edition
from tests import factories as make
from tests.editorial.scene import approved

pytestmark = pytest.mark.django_db

Captured = pytest.CaptureFixture[str]
NAME = "Zeki Demirtaş"
VARIANTS = ("zeki demirtas", "ZEKİ DEMİRTAŞ", "Zeki\u200b Demirtaş’s")


@pytest.fixture
def incident(analyst: User, reviewer: User) -> Incident:
    """Published and corrected, with the name in every kind of place."""
    incident = make.complete_incident(
        title=f"Killing of {NAME}",
        summary=f"{VARIANTS[1]} was shot.\nZeki Demirtaş was 20.",
        note="Zeki Demirtaş",
    )
    claim = incident.claims.get()
    assert claim.report is not None
    claim.report.url = "https://news.example/zeki-demirtas-killed"
    claim.report.title = f"{VARIANTS[2]} death"
    claim.report.save()
    text = make.ReportTextFactory(report=claim.report, text=f"In the evening {NAME} was shot near the mill.")
    make.PassageFactory(claim=claim, text=text, start=15, end=28)
    claim.wording = f"the young {NAME}"
    claim.save()
    make.TranslationFactory(incident=incident, title="مقتل زكي")
    person = make.PersonFactory(name=NAME, basis="consent", basis_note="His family.")
    make.PersonNameFactory(person=person, name="Zeki Demirtas")
    make.PersonNameFactory(person=person, name="zeki demirtaş")
    make.InvolvementFactory(person=person, incident=incident)
    make.SourceFactory(name="Local office", aliases=["Office of Zeki Demirtaş", "LO"])
    make.DatasetRowFactory(verbatim={"notes": "line\nZeki Demirtaş", "Zeki Demirtaş": 1})
    make.ReviewNoteFactory(incident=incident, text=f"Is {NAME} his real name?")
    approved(incident, analyst, reviewer)
    publish(subject=incident, by=reviewer, note=f"On {NAME}.")
    begin_edit(subject=incident, by=analyst, expected_revision=incident.revision)
    Incident.objects.filter(pk=incident.pk).update(summary="He was shot by gunmen.")
    finish_edit(subject=incident, by=analyst)
    incident.refresh_from_db()
    approved(incident, analyst, reviewer)
    correct(subject=incident, by=reviewer, purpose=Purpose.FACTUAL, note="Shorter.")
    return incident


def places_that_hold(pattern: str) -> list[str]:
    """Every table and column, whatever its type, read from the database's own catalogue."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT table_schema, table_name, column_name FROM information_schema.columns
            JOIN information_schema.tables USING (table_schema, table_name)
            WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
            """
        )
        columns = []
        for schema, table, column in cursor.fetchall():
            cursor.execute(
                f"""SELECT count(*) FROM "{schema}"."{table}"
                    WHERE attest_fold(regexp_replace("{column}"::text, '\\\\[ntr]', ' ', 'g')) LIKE %s""",
                [f"%{pattern}%"],
            )
            if cursor.fetchone()[0]:
                columns.append(f"{table}.{column}")
    return columns


def test_the_name_is_everywhere_before(incident: Incident) -> None:
    columns = places_that_hold("zeki demirtas")
    assert {"incidents_incident.title", "incidents_incidentevent.title", "record_edition.body"} <= set(
        columns
    )
    assert {"record_edition.note", "record_entry.text", "incidents_reporttext.text"} <= set(columns)
    assert "incidents_datasetrow.verbatim" in columns


def test_an_erased_name_is_nowhere(incident: Incident, manager: User) -> None:
    erasure = erase_name(name=NAME, by=manager, basis=f"The family of {NAME} asked for it.")
    assert places_that_hold("zeki demirtas") == []
    assert places_that_hold("demirtas") == []
    assert incident.public_id in erasure.reissued
    assert list(verify()) == []


PUBLIC = (
    "/",
    "/incidents/",
    "/corrections/",
    "/sitemap.xml",
    "/incidents/{id}/",
    "/incidents/{id}/editions/1/",
)
API = (
    "incidents/",
    "incidents/?q=demirtas",
    "incidents/{id}/",
    "incidents/{id}/editions/",
    "sources/",
    "actors/",
)


def test_no_public_response_says_it(incident: Incident, manager: User, client: Client) -> None:
    paths = [*PUBLIC, *(f"/api/v1/{path}" for path in API)]
    erase_name(name=NAME, by=manager, basis="Asked for.")
    for path in paths:
        response = client.get(path.format(id=incident.public_id))
        body = b"".join(response) if response.streaming else response.content
        said = fold(f"{body.decode()} {response.headers}".replace("\\n", " "))
        assert "demirtas" not in said.replace("q demirtas", ""), path


def test_the_search_does_not_know_it_any_more(incident: Incident, manager: User, client: Client) -> None:
    search = "/api/v1/incidents/?q=demirtas&count=exact"
    assert client.get(search).json()["results"]
    erase_name(name=NAME, by=manager, basis="Asked for.")
    assert client.get(search).json()["results"] == []
    assert client.get(f"{search}&as_of=2026-01-01").json()["results"] == []


def test_the_document_in_force_is_issued_anew_without_it(incident: Incident, manager: User) -> None:
    erase_name(name=NAME, by=manager, basis="Asked for.")
    editions = Edition.objects.filter(public_id=incident.public_id).order_by("number")
    assert [edition.body is None for edition in editions][:2] == [True, True]
    last = editions.last()
    assert last is not None
    assert last.body
    assert [(edition.kind, edition.purpose) for edition in editions][2:] == [
        ("corrected", "protective"),
        ("refreshed", None),  # the hash of the blackened report
    ]
    assert "Killing of [name removed]" in last.body
    assert '"persons":[]' in last.body
    assert '"url":null' in last.body


def test_what_is_being_edited_is_not_published_by_it(
    incident: Incident, analyst: User, manager: User
) -> None:
    begin_edit(subject=incident, by=analyst, expected_revision=incident.revision)
    Incident.objects.filter(pk=incident.pk).update(summary="An unreviewed rumour.")
    finish_edit(subject=incident, by=analyst)
    erase_name(name=NAME, by=manager, basis="Asked for.")
    assert not Edition.objects.filter(body__contains="rumour").exists()
    assert Incident.objects.get(pk=incident.pk).summary == "An unreviewed rumour."


def test_an_open_form_cannot_bring_it_back(incident: Incident, analyst: User, manager: User) -> None:
    revision = incident.revision
    erase_name(name=NAME, by=manager, basis="Asked for.")
    with pytest.raises(EditConflict):
        begin_edit(subject=incident, by=analyst, expected_revision=revision)


def test_passages_still_point_at_their_sentence(incident: Incident, manager: User) -> None:
    erase_name(name=NAME, by=manager, basis="Asked for.")
    text = ReportText.objects.get()
    assert text.text == "In the evening █████████████ was shot near the mill."
    body = (
        Edition.objects.filter(public_id=incident.public_id)
        .order_by("-number")
        .values_list("body", flat=True)[0]
    )
    assert body
    assert text.sha256 in body


def test_who_bore_it_is_not_named_any_more(incident: Incident, manager: User) -> None:
    erase_name(name=NAME, by=manager, basis="Asked for.")
    assert Person.objects.get().basis == "none"


def test_a_retracted_incident_stays_retracted_without_its_texts(
    incident: Incident, reviewer: User, manager: User
) -> None:
    with pytest.raises(Refused):
        retract(subject=incident, by=reviewer, note="")
    retract(subject=incident, by=reviewer, note="The report was withdrawn.")
    erase_name(name=NAME, by=manager, basis="Asked for.")
    kinds = (
        Edition.objects.filter(public_id=incident.public_id).order_by("number").values_list("kind", flat=True)
    )
    assert list(kinds) == ["published", "corrected", "retracted", "withheld", "retracted"]
    assert places_that_hold("demirtas") == []
    assert list(verify()) == []
    assert Incident.objects.get(pk=incident.pk).state == WorkflowState.RETRACTED


def test_the_erasure_itself_is_on_record_without_the_name(incident: Incident, manager: User) -> None:
    erase_name(name=NAME, by=manager, basis=f"Wish of {NAME}.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT metadata FROM pghistory_context WHERE metadata->>'act' = 'erase-name'")
        metadata = str(cursor.fetchone()[0])
    assert "Wish of [name removed]." in metadata


def test_only_those_who_answer_for_the_whole_may_erase(incident: Incident, reviewer: User) -> None:
    with pytest.raises(Refused, match="Your role"):
        erase_name(name=NAME, by=reviewer, basis="Asked for.")


@pytest.mark.parametrize("name", ["", "’", "Al"])
def test_a_name_that_is_hardly_one_is_refused(name: str, manager: User) -> None:
    with pytest.raises(Refused):
        erase_name(name=name, by=manager, basis="Asked for.")


def test_a_replacement_that_holds_the_name_is_refused(manager: User) -> None:
    with pytest.raises(Refused, match="replacement"):
        erase_name(name="Zeki", by=manager, basis="Asked for.", replacement="[was Zeki]")


def test_the_command_says_what_it_would_do(
    incident: Incident, manager: User, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("erase_name", NAME, basis="Asked for.", by=manager.email, dry_run=True)
    assert "incidents_incident: " in capsys.readouterr().out
    assert places_that_hold("demirtas") != []


def test_the_command_needs_a_known_account() -> None:
    with pytest.raises(CommandError, match="no account"):
        call_command("erase_name", NAME, basis="Asked for.", by="nobody@example.org")


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Zeki Demirtaş died", "X died"),
        ("ZEKÎ-DEMİRTAŞ’s house", "X house"),
        ("Zekiye Demirtaş", "Zekiye Demirtaş"),
        ("(zeki  demirtas), Zeki Demirtaş", "(X), X"),
        ("Demirtaş, Zeki", "Demirtaş, Zeki"),
        ("Zeki Demirtaş'ın evi", "X'ın evi"),
        ("see https://x.example/Zeki%20Demirta%C5%9F/2 and", "see X and"),
        ("100%25 of https://x.example/%D8%B2", "100%25 of https://x.example/%D8%B2"),
    ],
)
def test_a_name_is_found_as_whole_words_in_any_spelling(text: str, expected: str) -> None:
    assert NamePattern.of(NAME).replaced(text, lambda _found: "X") == expected


def test_an_arabic_name_is_found_behind_its_particle() -> None:
    name = NamePattern.of("زكي دميرتاش")
    assert name.replaced("قتل زَكي دميرتاش وزكي دميرتاش", lambda _found: "X") == "قتل X X"


def test_a_name_in_an_escaped_address_is_erased_too(analyst: User, reviewer: User, manager: User) -> None:
    address = "https://news.example/%D8%B2%D9%83%D9%8A-%D8%AF%D9%85%D9%8A%D8%B1%D8%AA%D8%A7%D8%B4"
    incident = make.complete_incident(note=f"Read {address} again; Zeki Demirtaş'ın evi.")
    report = incident.claims.get().report
    assert report is not None
    report.url = address
    report.save()
    approved(incident, analyst, reviewer)
    publish(subject=incident, by=reviewer)
    erase_name(name="زكي دميرتاش", by=manager, basis="Asked for.")
    erase_name(name=NAME, by=manager, basis="Asked for.")
    for pattern in ("d8 b2 d9 83", "demirtasin"):
        assert places_that_hold(pattern) == []
    assert list(verify()) == []


def test_sessions_and_names_of_tokens_are_reached(manager: User) -> None:
    kept, holding, unreadable = SessionStore(), SessionStore(), SessionStore()
    for session, value in ((kept, "Nothing"), (holding, f"{NAME} stands in the title"), (unreadable, NAME)):
        session["refused"] = [value]
        session.create()
    Session.objects.filter(pk=unreadable.session_key).update(session_data="signed:with:another-key")
    token, _secret = create_token(by=manager, name=f"import on {NAME}")
    erase_name(name=NAME, by=manager, basis="Asked for.")
    assert list(Session.objects.values_list("pk", flat=True)) == [kept.session_key]
    token.refresh_from_db()
    assert token.name == "import on [name removed]"
    assert token.is_usable
