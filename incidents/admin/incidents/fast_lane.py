"""View of the fast lane: one form, top to bottom, in the order in which a report is read."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView

from accounts.roles import Capability
from incidents.editorial.refusal import Refused
from incidents.intake.fast_lane import enter_quickly

from ..base import acting_user
from .fast_lane_form import GRADES, GROUPS, FastLaneForm

_FIELD_OF = {
    "occurred": "when",
    "occurred_earliest": "when",
    "places": "location",
    "participations": "actor_1",
    "reports": "report_title",
    "citations": "report_title",
    "claims": "casualties",
    "figures": "casualties",
    "assessments": "grade",
} | {f"assessments.{about}": grade for about, (grade, _reason) in GRADES.items()}


class FastLaneView(FormView[FastLaneForm]):
    """Enters everything at once; a refusal keeps all that was typed and stands at its field."""

    form_class = FastLaneForm
    template_name = "admin/desk/fast_lane.html"
    model_admin: Any = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not acting_user(request).can(Capability.ENTER):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "admin_site": self.model_admin.admin_site}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        return {
            **self.model_admin.admin_site.each_context(self.request),
            **context,
            "title": _("Fast lane"),
            "subtitle": _("One report, one event, nothing disputed"),
            "opts": self.model_admin.opts,
            "groups": [
                (title, [form[name] for name in names if name in form.fields]) for title, names in GROUPS
            ],
            "media": self.model_admin.media + form.media,
        }

    def form_valid(self, form: FastLaneForm) -> HttpResponse:
        try:
            incident = enter_quickly(
                by=acting_user(self.request), entry=form.entry("_draft" not in self.request.POST)
            )
        except Refused as refusal:
            for problem in refusal.problems:
                path, _dot, row = (problem.field or "").partition(".")
                at_row = path == "participations" and row.isdecimal()
                named = _FIELD_OF.get(problem.field or "") or _FIELD_OF.get(path, path)
                name = form.actor_fields()[int(row)] if at_row else named
                form.add_error(name if name in form.fields else None, str(problem))
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("Entered: %(what)s, %(state)s.")
            % {"what": incident.title, "state": incident.get_state_display()},
        )
        if "_another" in self.request.POST:
            return HttpResponseRedirect(reverse("admin:incidents_incident_fast_lane"))
        return HttpResponseRedirect(reverse("admin:incidents_incident_change", args=[incident.pk]))
