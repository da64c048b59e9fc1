"""Forms of claims: one for each kind, with the fields that the kind has and no others."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.codebook import Basis, ClaimKind, Stance
from incidents.models import Claim, Passage, Report, ReportText
from incidents.models.claim_rules import OF_ONE_INCIDENT
from incidents.models.claim_shapes import CLAIM_SHAPES

from ..forms import DeskForm, SharedForm
from ..imprecise_dates import ImpreciseDateForm, ImpreciseFields
from ..lookups import lookup_queryset

WHO = (
    "claimant_source",
    "claimant_actor",
    "claimant_described",
    "report",
    "made_on",
    "basis",
    "derived_from",
    "stance",
    "about",
)
HOW = ("wording", ("supersedes", "as_of"), "certainty", "note")
TIME_PARTS = ImpreciseFields("time_earliest", "time_latest", "time_precision", "time_of_day", clock="clock")


def lines_of(kind: ClaimKind) -> tuple[tuple[str, ...], ...]:
    """What a claim of this kind says, line by line, with the fields that it shares with other kinds."""
    shape = CLAIM_SHAPES[kind]
    own = shape.lines
    if has_days(kind):
        own = ((*own[0], "when"), *own[1:])
    return own + tuple((field,) for field in shape.shared)


def fields_of(kind: ClaimKind) -> tuple[str, ...]:
    """The same without the lines."""
    return tuple(field for line in lines_of(kind) for field in line)


def has_days(kind: ClaimKind) -> bool:
    """Whether the claim gives an imprecise date, which can then be written in words too."""
    return TIME_PARTS.earliest in CLAIM_SHAPES[kind].own


class ClaimForm(ImpreciseDateForm, SharedForm):
    """Any kind of claim. References go to claims and reports of the same incident only."""

    imprecise = TIME_PARTS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in CLAIM_SHAPES[ClaimKind(self.instance.kind)].required:
            if name in self.fields:
                self.fields[name].required = True
        incident = self.instance.incident
        claims = lookup_queryset(Claim).filter(incident=incident).exclude(pk=self.instance.pk).order_by("pk")
        reports = lookup_queryset(Report).filter(citations__incident=incident)
        for name, rows in {**dict.fromkeys(OF_ONE_INCIDENT, claims), "report": reports}.items():
            field: Any = self.fields.get(name)
            if field is not None:
                field.queryset = rows

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        claimants = [
            name for name in ("claimant_source", "claimant_actor", "claimant_described") if cleaned.get(name)
        ]
        if not claimants and cleaned.get("report"):
            cleaned["claimant_source"] = cleaned["report"].source  # the report's own voice
        if cleaned.get("derived_from"):
            cleaned["basis"] = Basis.DERIVED.value
        if cleaned.get("about") and cleaned.get("stance") == Stance.ASSERTS:
            self.add_error("stance", _("Say whether it denies, questions or withdraws the other claim."))
        return cleaned

    def said_on(self) -> date | None:
        """The day on which the report that carries the claim was published."""
        report = self.cleaned_data.get("report") if hasattr(self, "cleaned_data") else self.instance.report
        return report.published_on if report else None

    def complete_date(self, cleaned: dict[str, Any]) -> None:
        if "time_earliest" in self.fields:
            super().complete_date(cleaned)
            if not cleaned.get("time_earliest"):
                cleaned["time_precision"] = ""


class PassageForm(DeskForm):
    """A passage by its words: where they stand in the text is found."""

    quote = forms.CharField(
        label=gettext_lazy("words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "passage-quote"}),
        help_text=gettext_lazy("Select them in the text below, or type them exactly as they stand there."),
    )

    class Meta:
        widgets = {
            "start": forms.HiddenInput(attrs={"class": "passage-start"}),
            "end": forms.HiddenInput(attrs={"class": "passage-end"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("start", "end"):
            self.fields[name].required = False
        passage: Passage = self.instance
        if passage.pk:
            self.initial["quote"] = passage.text.text[passage.start : passage.end]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        text, quote = cleaned.get("text"), cleaned.get("quote", "").replace("\r\n", "\n")
        if isinstance(text, ReportText) and quote:
            self._locate_quote(cleaned, text.text, quote)
        elif isinstance(text, ReportText) and cleaned.get("start") is None:
            self.add_error("quote", _("Give the words on which the claim rests."))
        return cleaned

    def _locate_quote(self, cleaned: dict[str, Any], text: str, quote: str) -> None:
        start = cleaned.get("start")
        if start is None or text[start : start + len(quote)] != quote:
            start = text.find(quote)
            if start >= 0 and text.find(quote, start + 1) >= 0:
                self.add_error("quote", _("These words stand there more than once; give a few more of them."))
                return
        if start < 0:
            self.add_error("quote", _("These words do not stand in that text."))
            return
        cleaned["start"], cleaned["end"] = start, start + len(quote)
