"""The admin's site: our login, our order of models, look-ups that tell namesakes apart."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Model
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _


class LookUpView(AutocompleteJsonView):
    """Asks the model's admin how a row is told apart from its namesakes, where it knows."""

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        label = getattr(self.model_admin, "lookup_label", str)
        return {"id": str(getattr(obj, to_field_name)), "text": label(obj)}


class DeskSite(AdminSite):
    """Stock but for names, look-ups and a front page that says what waits."""

    index_title = _("The desk")
    site_header = settings.SITE_NAME
    site_title = settings.SITE_NAME
    enable_nav_sidebar = False

    def autocomplete_view(self, request: HttpRequest) -> HttpResponseBase:  # type: ignore[override]  # as Django's own
        return LookUpView.as_view(admin_site=self)(request)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        from incidents.admin.acts.queues import queues_for  # the site is made before the models are

        context = {"queues": queues_for(request.user), "held_back": self.releases_held_back()}
        return super().index(request, {**(extra_context or {}), **context})

    def releases_held_back(self) -> list[str]:
        """Names of the releases whose files wait to be written again; the desk itself knows nothing of their files."""
        from incidents.exports.release.keeping import held_back  # as above

        return [release.name for release in held_back()]

    def draw_public_page(self, request: HttpRequest, document: Any) -> TemplateResponse | None:
        """An incident's document as the readers' page will show it; the desk itself knows nothing of pages."""
        from incidents.pages.views import context  # as above
        from incidents.record.document import IncidentDocument

        if not isinstance(document, IncidentDocument):
            return None
        described = context.incident(document, None)  # type: ignore[arg-type]  # reads nothing of the record
        return TemplateResponse(request, "admin/desk/public_page.html", {"document": document, **described})
