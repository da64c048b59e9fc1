"""Admin of claims: a form for each kind, reached from its incident and leading back to it."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from incidents.codebook import ClaimKind
from incidents.editorial.acts.editing import begin_edit
from incidents.editorial.refusal import Refused
from incidents.models import CLAIM_MODELS, Claim, ClaimActor, Incident, Passage, ReportText

from ..base import DeskAdmin, DeskInline, acting_user
from ..edit_effects import finish_and_tell
from ..imprecise_dates import date_words_field
from ..lookups import is_whole_number
from .forms import HOW, TIME_PARTS, WHO, ClaimForm, PassageForm, fields_of, has_days, lines_of


class TimeClaimForm(ClaimForm):
    when = date_words_field(TIME_PARTS)


class PassageInline(DeskInline):
    model = Passage
    form = PassageForm
    fields = ("text", "quote", "start", "end")
    extra = 0

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "text":
            kwargs["queryset"] = texts_of(request_incident(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("text__report__source")


class ResponsibleInline(DeskInline):
    model = ClaimActor
    autocomplete_fields = ("actor",)
    rows_when_new = 1


def texts_of(incident: Incident | None) -> QuerySet[ReportText]:
    """Texts of the reports that were read for the incident."""
    texts = ReportText.objects.select_related("report__source")
    return texts.filter(report__citations__incident=incident).order_by("report", "-version")


def request_incident(request: HttpRequest) -> Incident | None:
    """The incident of the claim that the request is about; looked up once."""
    if not hasattr(request, "claim_incident"):
        match = request.resolver_match
        claim = match.kwargs.get("object_id", "") if match else ""
        column, key = ("claims", claim) if claim else ("pk", request.GET.get("incident", ""))
        incident = Incident.objects.filter(**{column: int(key)}).first() if is_whole_number(key) else None
        request.claim_incident = incident  # type: ignore[attr-defined]
    cached: Incident | None = request.claim_incident  # type: ignore[attr-defined]
    return cached


class ClaimAdmin(DeskAdmin):
    """Base of the forms, one for each kind; claims are listed on their incident, so they have no list of their own."""

    form: Any = ClaimForm
    kind: ClassVar[ClaimKind]
    autocomplete_fields = ("claimant_source", "claimant_actor")
    inlines: ClassVar[Any] = (PassageInline,)
    change_form_template = "admin/desk/claim_form.html"
    search_fields = ("public_id",)
    radio_fields = {"stance": admin.HORIZONTAL, "basis": admin.HORIZONTAL}

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        return {}

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:incidents_incident_changelist"))

    def get_autocomplete_fields(self, request: HttpRequest) -> tuple[str, ...]:
        named = ("actor", "belongs_to_actor", "place")
        return (*self.autocomplete_fields, *(name for name in named if name in fields_of(self.kind)))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return (
            (_("What is claimed"), {"fields": lines_of(self.kind), "description": self.kind.definition}),
            (_("Who says so, and where"), {"fields": WHO}),
            (_("How it is said"), {"fields": HOW, "classes": ("collapse",)}),
        )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        incident, kind = request_incident(request), self.kind
        if incident is None:
            raise Http404(_("Claims are entered from their incident."))

        class Bound(form):  # type: ignore[misc, valid-type]
            """Knows its incident and kind before any of its fields is read."""

            def __init__(self, *args: Any, **kwargs: Any) -> None:
                kwargs["instance"] = kwargs.get("instance") or form._meta.model(incident=incident, kind=kind)
                super().__init__(*args, **kwargs)

        return Bound

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The report is the one read for the incident, where there is only one."""
        incident = request_incident(request)
        reports = list(incident.citations.values_list("report", flat=True)[:2]) if incident else []
        parameters = {key: value for key, value in request.GET.items() if key != "incident"}
        return {**({"report": reports[0]} if len(reports) == 1 else {}), **parameters}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        _begin_edit(request, obj.incident)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        finish_and_tell(request, form.instance.incident, acting_user(request))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        incident = obj.incident
        _begin_edit(request, incident)
        obj.delete()
        finish_and_tell(request, incident, acting_user(request))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kw: Any
    ) -> HttpResponse:
        incident = request_incident(request)
        context |= {"incident": incident, "texts": texts_of(incident), "subtitle": str(incident)}
        return super().render_change_form(request, context, *args, **kw)

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        if "_addanother" not in request.POST:
            return self._back(request, obj)
        self.message_user(request, _("Saved: %s") % obj, messages.SUCCESS)
        # The same form again, with the claimant and the report of the last claim.
        parameters = {
            "incident": obj.incident_id,
            "report": obj.report_id,
            "claimant_source": obj.claimant_source_id,
            "claimant_actor": obj.claimant_actor_id,
        }
        query = urlencode({name: value for name, value in parameters.items() if value})
        url = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_add")
        return HttpResponseRedirect(f"{url}?{query}")

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if "_continue" in request.POST:
            return super().response_change(request, obj)
        if "_addanother" in request.POST:
            return self.response_add(request, obj)
        return self._back(request, obj)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        self.message_user(request, _("Removed: %s") % obj_display, messages.SUCCESS)
        incident = request_incident(request)
        return HttpResponseRedirect(_claims_of(incident.pk) if incident else reverse("admin:index"))

    def _back(self, request: HttpRequest, claim: Claim) -> HttpResponse:
        self.message_user(request, _("Saved: %s") % claim, messages.SUCCESS)
        return HttpResponseRedirect(_claims_of(claim.incident_id))


def _begin_edit(request: HttpRequest, incident: Incident) -> None:
    try:
        begin_edit(subject=incident, by=acting_user(request), expected_revision=incident.revision)
    except Refused as refusal:
        raise PermissionDenied(str(refusal)) from None


def _claims_of(incident: int) -> str:
    return reverse("admin:incidents_incident_change", args=[incident]) + "#claims"


for kind, model in CLAIM_MODELS.items():
    admin.site.register(
        model,
        type(
            f"{model.__name__}Admin",
            (ClaimAdmin,),
            {
                "kind": kind,
                "form": TimeClaimForm if has_days(kind) else ClaimForm,
                "inlines": (
                    (ResponsibleInline, PassageInline)
                    if kind == ClaimKind.RESPONSIBILITY
                    else (PassageInline,)
                ),
            },
        ),
    )
