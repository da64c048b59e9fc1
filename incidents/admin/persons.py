"""Admin of persons: seen by the desk only, and named in public only on a ground that is written down."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import Capability
from incidents.codebook import PublicationBasis
from incidents.models import Involvement, Person, PersonName

from .base import DeskAdmin, DeskInline, acting_user
from .forms import SharedForm

GROUND = ("basis", "basis_note", "vouch")
WHAT_IS_NAMED = ("name", "age_band", "sex", "occupation")
"""What becomes public on the ground: whoever may not set a ground may not slip another person under it."""


class PersonForm(SharedForm):
    by: User
    vouch = forms.BooleanField(
        label=gettext_lazy("I vouch for naming this person"),
        required=False,
        help_text=gettext_lazy(
            "The first who vouches decides; another who vouches confirms. Minors, detainees and victims of sexual "
            "violence need both: one vouches while the ground still says “do not name”, a second sets the ground."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.by.can(Capability.APPROVE):
            # A field that is declared is on every form, whatever the screen shows: a forged one must not be read.
            del self.fields["vouch"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "basis" in self.changed_data and cleaned.get("basis") == PublicationBasis.NONE:
            # Who vouched for a ground that was taken back has not vouched for the next one.
            self.instance.basis_set_by = self.instance.basis_confirmed_by = None
        if cleaned.get("vouch"):
            person: Person = self.instance
            if person.basis_set_by_id in (None, self.by.pk):
                person.basis_set_by = self.by
            else:
                person.basis_confirmed_by = self.by
        elif "basis" in self.changed_data and cleaned.get("basis") != PublicationBasis.NONE:
            self.add_error("vouch", _("Whoever sets a ground vouches for it."))
        return cleaned


class PersonNameInline(DeskInline):
    model = PersonName


class StagesInline(DeskInline):
    """What happened to the person, incident by incident; entered on the incidents."""

    model = Involvement
    fields = readonly_fields = ("incident", "outcome", "earliest", "latest", "certainty")
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Person)
class PersonAdmin(DeskAdmin):
    form = PersonForm
    list_display = ("name", "age_band", "sex", "occupation", "basis")
    list_filter = ("basis", "age_band")
    sortable_by = ("name",)
    fieldsets = (
        (None, {"fields": ("name", ("age_band", "sex"), "occupation")}),
        (
            gettext_lazy("May the name become public?"),
            {"fields": (*GROUND, ("basis_set_by", "basis_confirmed_by"))},
        ),
        (gettext_lazy("For colleagues"), {"fields": ("note",)}),
    )
    inlines = (PersonNameInline, StagesInline)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.by = acting_user(request)
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who may not approve does not decide about naming, and only reads who did."""
        if acting_user(request).can(Capability.APPROVE):
            return self.fieldsets
        first, _ground, last = self.fieldsets
        return (first, (_ground[0], {"fields": ("basis", ("basis_set_by", "basis_confirmed_by"))}), last)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        names = ("basis_set_by", "basis_confirmed_by")
        if acting_user(request).can(Capability.APPROVE):
            return names
        may_be_named = obj is not None and obj.basis != PublicationBasis.NONE
        return ("basis", *names, *(WHAT_IS_NAMED if may_be_named else ()))
