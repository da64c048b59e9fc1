"""Checkboxes for the claims of an incident on which a participant's part or a figure rests."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.codebook import ClaimKind
from incidents.models import Claim

from ..forms import DeskForm
from ..formsets import DeskFormSet
from ..lookups import lookup_queryset

Choices = list[tuple[int, str]]


class ClaimChecklist(forms.CheckboxSelectMultiple):
    """Checkboxes folded away behind the number of chosen claims, so that a row stays a line."""

    template_name = "admin/desk/claim_checklist.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["chosen"] = len(value or [])
        return context


class RestingForm(DeskForm):
    """The form of a row that rests on claims."""

    claim_choices: ClassVar[Choices] = []
    rests_on = forms.TypedMultipleChoiceField(
        label=_("Rests on"),
        coerce=int,
        required=False,
        widget=ClaimChecklist,
        help_text=_("The claims it rests on. Claims entered below can be ticked here once they are saved."),
    )

    def __init__(self, *args: Any, claim_choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["rests_on"]
        field.choices = claim_choices
        if self.instance.pk:
            self.initial["rests_on"] = sorted(ground.claim_id for ground in self.instance.grounds.all())

    def _save_m2m(self) -> None:
        super()._save_m2m()  # type: ignore[misc]  # not in the stubs
        if "rests_on" in self.changed_data:
            self.instance.claims.set(self.cleaned_data["rests_on"])


class RestingFormSet(DeskFormSet):
    """Reads the claims of the incident once for all rows."""

    kinds: ClassVar[Iterable[ClaimKind]] = tuple(ClaimKind)

    @cached_property
    def claim_choices(self) -> Choices:
        if self.instance.pk is None:
            return []
        claims = lookup_queryset(Claim).filter(incident=self.instance, kind__in=self.kinds).order_by("pk")
        return [(claim.pk, str(claim)) for claim in claims]

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "claim_choices": self.claim_choices}


class CasualtyRestingFormSet(RestingFormSet):
    """Figures rest on claims about casualties."""

    kinds = (ClaimKind.CASUALTY,)
