"""What may be done with anything that is published, from its form: acts, preview, difference."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from incidents.editorial.preview import Preview, difference, preview
from incidents.editorial.refusal import EditorialProblem, Refused

from .. import problems
from ..base import SEEN_REVISION, SubjectAdmin, acting_user, seen_by_link
from . import released
from .document_view import outline
from .standing import notices
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
        act, refused = problems.kept(request, subject) if subject and request.method == "GET" else ("", [])
        problems.mark_fields(refused, form)
        context |= {
            "refused_act": act,
            "refused": problems.shown(refused, form),
            "transitions": offered(subject, acting_user(request)) if subject else [],
            "notices": notices(subject, acting_user(request)) if subject else [],
        }
        return super().render_change_form(request, context, *args, **kw)

    def transition_view(self, request: HttpRequest, object_id: str, slug: str) -> HttpResponse:
        """A page that says what the act does and asks for what it needs; a POST does it."""
        subject = self._subject(request, object_id)
        transition = next(one for one in TRANSITIONS if one.slug == slug)
        if not transition.is_for(subject):
            raise Http404
        if not acting_user(request).can(transition.capability):
            raise PermissionDenied
        # What is approved or issued is what was looked at, not what it has become since the page was opened.
        subject.revision = seen = seen_by_link(request, subject)
        form = transition.form(request.POST if request.method == "POST" else None)
        if form.is_valid() and (
            self._perform(request, subject, transition, form.cleaned_data) or not form.fields
        ):
            return self._to_form(subject)
        _act, refused = problems.kept(request, subject)
        problems.mark_fields(refused, form)
        for field in list(form.fields.values())[:1]:
            field.widget.attrs["autofocus"] = True  # an act that asks for nothing wants a deliberate key
        context = self._page(request, subject, str(transition.label).rstrip("…"))
        context |= {"transition": transition, "form": form, "refused": refused}
        context |= {"seen_revision": seen, "seen_revision_name": SEEN_REVISION}
        context["releases"] = released.may_hold(subject) if transition.empties else []
        return TemplateResponse(request, "admin/desk/transition.html", context)

    def _perform(
        self, request: HttpRequest, subject: Any, transition: Transition, inputs: dict[str, Any]
    ) -> bool:
        try:
            answer = transition.act(subject=subject, by=acting_user(request), **inputs)
        except Refused as refusal:
            problems.keep(request, subject, str(transition.label).rstrip("…"), refusal.problems)
            return False
        done = transition.so_far if transition.so_far and answer is False else transition.done
        self.message_user(request, str(done), messages.SUCCESS)
        if transition.empties and (held := self.admin_site.releases_held_back()):  # type: ignore[attr-defined]
            self.message_user(request, released.told_of(held), messages.WARNING)
        return True

    def preview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        subject = self._subject(request, object_id)
        context = self._page(request, subject, _("What will be public"))
        try:
            shown = _preview(subject)
        except Refused as refusal:
            return TemplateResponse(
                request, "admin/desk/preview.html", context | {"problems": refusal.problems}
            )
        if "page" in request.GET and (page := self._as_page(request, shown.document)):
            return page
        context["has_page"] = self.opts.model_name == "incident"
        context |= {"outline": outline(shown.text), "text": shown.text, "problems": shown.problems}
        return TemplateResponse(request, "admin/desk/preview.html", context)

    def _as_page(self, request: HttpRequest, document: Any) -> HttpResponse | None:
        """As readers will see it; the site knows the pages, the desk does not."""
        page: HttpResponse | None = self.admin_site.draw_public_page(request, document)  # type: ignore[attr-defined]
        return page

    def difference_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        subject = self._subject(request, object_id)
        context = self._page(request, subject, _("What the next edition would change"))
        try:
            context["changes"] = difference(subject=subject)
        except Refused as refusal:
            context["problems"] = refusal.problems
        except KeyError:
            context["problems"] = [_never_public()]
        context |= {"transitions": _of_a_change(subject, request), "seen": subject.revision}
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

    def _to_form(self, subject: Any) -> HttpResponseRedirect:
        return HttpResponseRedirect(
            reverse(f"admin:incidents_{self.opts.model_name}_change", args=[subject.pk])
        )


def _preview(subject: Any) -> Preview:
    """Raises ``Refused`` where there is nothing to show."""
    try:
        return preview(subject=subject)
    except KeyError:
        raise Refused([_never_public()]) from None


def _of_a_change(subject: Any, request: HttpRequest) -> list[Transition]:
    """What lets a waiting change out, for whoever has just read what it would change."""
    found = offered(subject, acting_user(request))
    slugs = {one.slug for one in found}
    return [one for one in found if "approve-change" in slugs and one.slug in ("approve-change", "correct")]


def _never_public() -> EditorialProblem:
    return EditorialProblem(
        None, _("It has no public document: what is confidential or restricted stays here.")
    )
