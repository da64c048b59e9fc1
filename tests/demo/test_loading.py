"""The demo is entered as people would enter it: by two of them, with history, passages and real editions."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from incidents.intake.demo.loading import load_demo
from incidents.intake.demo.report_text import PARAPHRASE
from incidents.models import Actor, Assessment, Claim, Incident, Passage, ReportText
from incidents.record.models import Edition

pytestmark = pytest.mark.django_db


def test_april_was_published_once_and_corrected_once_with_a_public_note(demo):
    april = demo.api("april")["id"]
    editions = Edition.objects.filter(public_id=april).order_by("number")
    assert [(edition.kind, edition.purpose) for edition in editions] == [
        ("published", None),
        ("corrected", "factual"),
    ]
    assert "20 and 21 April 2021" in (editions[1].note or "")


def test_everything_public_stands_on_the_desk_as_published(demo):
    assert set(Incident.objects.values_list("state", flat=True)) == {"published"}


def test_loading_again_does_nothing(demo):
    editions = Edition.objects.count()
    assert not load_demo(analyst=demo.analyst, reviewer=demo.reviewer)
    assert Edition.objects.count() == editions


def test_the_history_tells_who_entered_and_who_approved(demo):
    april = Incident.objects.get(public_id=demo.api("april")["id"])
    history = Incident.pgh_event_model.objects.filter(pgh_obj=april).select_related("pgh_context")  # type: ignore[attr-defined]
    who = {event.state: event.pgh_context.metadata["user"] for event in history.order_by("pgh_id")}
    assert who["draft"] == who["in_review"] == demo.analyst.pk
    assert who["approved"] == who["published"] == demo.reviewer.pk
    for model in (Claim, ReportText, Passage, Actor):
        history = model.pgh_event_model.objects  # type: ignore[union-attr]
        events = history.filter(pgh_label="insert").select_related("pgh_context")
        assert {event.pgh_context.metadata["user"] for event in events} == {demo.analyst.pk}


def test_every_claim_points_to_a_passage_of_our_paraphrase(demo):
    text = ReportText.objects.get()
    assert text.text == PARAPHRASE
    assert not Claim.objects.filter(passages=None).exists()
    for passage in Passage.objects.select_related("text"):
        words = passage.text.text[passage.start : passage.end]
        assert words == words.strip()


def test_words_in_quotation_marks_are_few(demo):
    """The report's own sentences stay with its publisher."""
    assert all(len(wording.split()) <= 4 for wording in Claim.objects.values_list("wording", flat=True))


def test_the_texts_of_reports_are_not_in_the_record(demo):
    sentence = PARAPHRASE.split(". ")[0]
    assert not Edition.objects.filter(body__contains=sentence).exists()


def test_whoever_judged_is_named_on_the_desk(demo):
    assert set(Assessment.objects.values_list("by", flat=True)) == {demo.analyst.pk}


def test_the_record_of_the_demo_verifies(demo):
    call_command("verify_record", verbosity=0)


def test_the_command_makes_its_accounts_and_loads_nothing_twice(demo, tmp_path, settings, capsys):
    settings.DATA_DIR = tmp_path
    call_command("load_demo")
    assert "there already" in capsys.readouterr().out


def test_no_demo_in_production(settings):
    settings.PRODUCTION = True
    with pytest.raises(Exception, match="not loaded in production"):
        call_command("load_demo")
