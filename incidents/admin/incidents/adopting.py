"""Adoption of what datasets coded, for many incidents of the list at once: a page to confirm, and then the act."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from incidents.editorial.acts.adopt import adopt_batch
from incidents.editorial.refusal import Refused
from incidents.editorial.subjects import OUT_OF_FORCE
from incidents.models import Incident

from ..base import acting_user

MOST = 2000
"""Incidents that one request adopts, in some seconds; the command has no such bound and shows how far it is."""


def adoptable(incidents: QuerySet[Incident]) -> QuerySet[Incident]:
    """Those that stand as a dataset coded them and have not been adopted."""
    return incidents.filter(origin_row__dataset__own=False, adopted_on=None).exclude(state__in=OUT_OF_FORCE)


class AdoptingMixin:
    """An action of the incident list, for those who may approve."""

    @admin.action(description=gettext_lazy("Adopt what datasets coded…"))
    def adopt_selected(self, request: HttpRequest, queryset: QuerySet[Incident]) -> TemplateResponse | None:
        incidents = adoptable(queryset.order_by())
        number = incidents.count()
        if not number:
            self._tell(request, _("None of them stands as a dataset coded it."), messages.WARNING)
        elif number > MOST:
            text = _(
                "%(n)s are too many for one request: narrow the list to %(most)s, or have manage.py adopt do it."
            )
            self._tell(request, text % {"n": number, "most": MOST}, messages.ERROR)
        elif "confirmed" not in request.POST:
            return self._ask(request, incidents, number)
        else:
            self._adopt(request, incidents)
        return None

    def _ask(self, request: HttpRequest, incidents: QuerySet[Incident], number: int) -> TemplateResponse:
        datasets = incidents.values_list("origin_row__dataset__title", "origin_row__dataset__version")
        site: Any = self.admin_site  # type: ignore[attr-defined]
        context = {
            **site.each_context(request),
            "title": _("Adopt what datasets coded"),
            "opts": Incident._meta,
            "adoptable": number,
            "datasets": [
                {"name": f"{title} {version}", "number": of_it}
                for title, version, of_it in datasets.annotate(number=Count("pk")).order_by("-number")
            ],
            "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "select_across": request.POST.get("select_across", "0"),
            "back": request.get_full_path(),
        }
        return TemplateResponse(request, "admin/desk/adopt_selected.html", context)

    def _adopt(self, request: HttpRequest, incidents: QuerySet[Incident]) -> None:
        keys = list(incidents.values_list("pk", flat=True))
        try:
            number = adopt_batch(incidents=keys, by=acting_user(request))
        except Refused as refusal:
            for problem in refusal.problems:
                self._tell(request, str(problem), messages.ERROR)
            return
        text = ngettext("%(n)s incident adopted.", "%(n)s incidents adopted.", number) % {"n": number}
        self._tell(request, text, messages.SUCCESS)

    def _tell(self, request: HttpRequest, text: str, level: int) -> None:
        messages.add_message(request, level, text)
