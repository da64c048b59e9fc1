"""Pages of the acts on whatever can be published: one for each act, its preview and its difference."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from incidents.editorial.preview import difference, preview
from incidents.editorial.refusal import EditorialProblem, Refused

from .. import problems
from ..base import SEEN_REVISION, SubjectAdmin, acting_user, seen_by_link
from .affected_releases import held_back_message, releases_that_may_name
from .notices import notices
from .outline import outline
from .transitions import TRANSITIONS, Transition, offered


class ActsAdmin(SubjectAdmin):
    """Each act has a page that says what it does; a refusal is told on the form, at the field."""

    def get_urls(self) -> list[URLPattern]:
        name = self.opts.model_name
        acts = [
            path(
                f"<path:object_id>/{transition.slug}/",
                self.admin_site.admin_view(self.transition_view),
                {"slug": transition.slug},
                name=f"incidents_{name}_{transition.slug.replace('-', '_')}",
            )
            for transition in TRANSITIONS
        ]
        pages = [
            path(
                f"<path:object_id>/{slug}/", self.admin_site.admin_view(view), name=f"incidents_{name}_{slug}"
            )
            for slug, view in (("preview", self.preview_view), ("difference", self.difference_view))
        ]
        return [*acts, *pages, *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kw: Any
    ) -> HttpResponse:
        subject, form = context["original"], context["adminform"].form
        act, refused = (
            problems.pop_refusal(request, subject) if subject and request.method == "GET" else ("", [])
        )
        problems.mark_fields(refused, form)
        context |= {
            "refused_act": act,
            "refused": problems.anchored(refused, form),
            "transitions": offered(subject, acting_user(request)) if subject else [],
            "notices": [*notices(subject, acting_user(request))] if subject else [],
        }
        return super().render_change_form(request, context, *args, **kw)

    def transition_view(self, request: HttpRequest, object_id: str, slug: str) -> HttpResponse:
        """A page that says what the act does and asks for what it needs; a POST does it."""
        subject = self._subject(request, object_id)
        transition = next(transition for transition in TRANSITIONS if transition.slug == slug)
        if not transition.is_for(subject):
            raise Http404
        if not acting_user(request).can(transition.capability):
            raise PermissionDenied
        # What is approved or issued is what was looked at, not what it has become since the page was opened.
        subject.revision = seen = seen_by_link(request, subject)
        form = transition.form(request.POST if request.method == "POST" else None)
        if form.is_valid() and (
            self.perform(request, subject, transition, form.cleaned_data) or not form.fields
        ):
            return self.redirect_to_form(subject)
        _act, refused = problems.pop_refusal(request, subject)
        problems.mark_fields(refused, form)
        for field in list(form.fields.values())[:1]:
            field.widget.attrs["autofocus"] = True  # an act that asks for nothing wants a deliberate key
        context = self._page(request, subject, str(transition.label).rstrip("…"))
        context |= {"transition": transition, "form": form, "refused": refused}
        context |= {"seen_revision": seen, "seen_revision_name": SEEN_REVISION}
        context["releases"] = releases_that_may_name(subject) if transition.empties else []
        return TemplateResponse(request, "admin/desk/transition.html", context)

    def perform(
        self, request: HttpRequest, subject: Any, transition: Transition, inputs: dict[str, Any]
    ) -> bool:
        try:
            answer = transition.act(subject=subject, by=acting_user(request), **inputs)
        except Refused as refusal:
            problems.keep_refusal(request, subject, str(transition.label).rstrip("…"), refusal.problems)
            return False
        done = transition.so_far if transition.so_far and answer is False else transition.done
        self.message_user(request, str(done), messages.SUCCESS)
        if transition.empties and (held := self.admin_site.releases_held_back()):  # type: ignore[attr-defined]
            self.message_user(request, held_back_message(held), messages.WARNING)
        return True

    def preview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        subject = self._subject(request, object_id)
        context = self._page(request, subject, _("What will be public"))
        try:
            shown = preview(subject=subject)
        except Refused as refusal:
            context["problems"] = refusal.problems
            return TemplateResponse(request, "admin/desk/preview.html", context)
        except KeyError:
            context["problems"] = [_never_public()]
            return TemplateResponse(request, "admin/desk/preview.html", context)
        if "page" in request.GET:
            # As readers will see it; the site knows the pages, the desk does not.
            page: HttpResponse | None = self.admin_site.draw_public_page(request, shown.document)  # type: ignore[attr-defined]
            if page:
                return page
        context["has_page"] = self.opts.model_name == "incident"
        context |= {"outline": outline(shown.text), "text": shown.text, "problems": shown.problems}
        return TemplateResponse(request, "admin/desk/preview.html", context)

    def difference_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        subject = self._subject(request, object_id)
        context = self._page(request, subject, _("What the next edition would change"))
        try:
            context["changes"] = difference(subject=subject)
        except Refused as refusal:
            context["problems"] = refusal.problems
        except KeyError:
            context["problems"] = [_never_public()]
        # Whoever has just read what a waiting change would do can let it out from here.
        possible = {transition.slug: transition for transition in offered(subject, acting_user(request))}
        slugs = ("approve-change", "correct") if "approve-change" in possible else ()
        context |= {
            "transitions": [transition for slug, transition in possible.items() if slug in slugs],
            "seen": subject.revision,
        }
        return TemplateResponse(request, "admin/desk/difference.html", context)

    def _subject(self, request: HttpRequest, object_id: str) -> Any:
        subject = self.get_object(request, unquote(object_id))
        if subject is None:
            raise Http404
        if not self.has_view_permission(request, subject):
            raise PermissionDenied
        return subject

    def _page(self, request: HttpRequest, subject: Any, title: str) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "subtitle": str(subject),
            "original": subject,
            "opts": self.opts,
        }

    def redirect_to_form(self, subject: Any) -> HttpResponseRedirect:
        return HttpResponseRedirect(
            reverse(f"admin:incidents_{self.opts.model_name}_change", args=[subject.pk])
        )


def _never_public() -> EditorialProblem:
    return EditorialProblem(
        None, _("It has no public document: what is confidential or restricted stays here.")
    )
