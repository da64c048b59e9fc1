"""The admin's site: our login, our order of models, look-ups that tell namesakes apart."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _


class LookUpView(AutocompleteJsonView):
    """Asks the model's admin how a page of rows is told apart, and whether what is missing can be created."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """As Django's own; ``beside`` is the place that is chosen elsewhere in the form."""
        self.term, self.model_admin, self.source_field, to_field_name = self.process_request(request)
        if not self.has_perm(request):
            raise PermissionDenied
        desk: Any = self.model_admin
        if not hasattr(desk, "lookup_labels"):  # of another application
            return super().get(request, *args, **kwargs)
        self.object_list = self.get_queryset()
        context = self.get_context_data()
        rows, beside = list(context["object_list"]), request.GET.get("beside", "")
        labels = desk.lookup_labels(rows, self.term, beside)
        results = [
            {"id": str(getattr(row, to_field_name)), "text": text}
            for row, text in zip(rows, labels, strict=True)
        ]
        more = context["page_obj"].has_next()
        if not more and (offer := desk.lookup_offer(request, self.term, beside)):
            results.append(offer)
        return JsonResponse({"results": results, "pagination": {"more": more}})


class DeskSite(AdminSite):
    """Stock but for names, look-ups and a front page that says what waits."""

    index_title = _("The desk")
    site_header = settings.SITE_NAME
    site_title = settings.SITE_NAME
    enable_nav_sidebar = False

    def autocomplete_view(self, request: HttpRequest) -> HttpResponseBase:  # type: ignore[override]  # as Django's own
        return LookUpView.as_view(admin_site=self)(request)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Refuses a NUL in an address: no text of the database can hold one, and filters would pass it on."""
        shown = super().admin_view(view, cacheable)

        @wraps(shown)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if any("\0" in value for values in request.GET.lists() for value in values[1]):
                raise BadRequest("There is a NUL in the address.")
            answer: HttpResponseBase = shown(request, *args, **kwargs)
            return answer

        return checked

    def get_urls(self) -> list[Any]:
        """Without the redirect to a row's public page by its type, which breaks on types that have no table."""
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        from incidents.admin.acts.queues import queues_for  # the site is made before the models are

        context = {"queues": queues_for(request.user), "held_back": self.releases_held_back()}
        return super().index(request, {**(extra_context or {}), **context})

    def releases_held_back(self) -> list[str]:
        """Names of the releases whose files wait to be written again; the desk itself knows nothing of their files."""
        from incidents.exports.release.shelf import held_back  # as above

        return [release.name for release in held_back()]

    def draw_public_page(self, request: HttpRequest, document: Any) -> TemplateResponse | None:
        """An incident's document as the readers' page will show it; the desk itself knows nothing of pages."""
        from incidents.pages.views import context  # as above
        from incidents.record.document import IncidentDocument

        if not isinstance(document, IncidentDocument):
            return None
        described = context.incident(document, None)  # type: ignore[arg-type]  # reads nothing of the record
        return TemplateResponse(request, "admin/desk/public_page.html", {"document": document, **described})
