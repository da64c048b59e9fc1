"""Base form and admin of narratives, that is of incidents and episodes: sections, review notes, acts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from incidents.editorial.acts.editing import CLOSED
from incidents.editorial.refusal import EditorialProblem
from incidents.models import Assessment, ReviewNote

from .. import problems
from ..acts.admin import ActsAdmin
from ..acts.transitions import TRANSITIONS
from ..base import acting_user
from ..forms import SubjectForm
from ..imprecise_dates import ImpreciseDateForm, ImpreciseFields, date_words_field
from ..sections import sections_of
from .columns import state_mark

OCCURRED = ImpreciseFields(
    "occurred_earliest",
    "occurred_latest",
    "occurred_precision",
    "occurred_time_of_day",
    words="occurred_words",
    required=True,
)


WHEN_FIELDS = (
    "when",
    ("occurred_earliest", "occurred_latest"),
    ("occurred_precision", "occurred_time_of_day"),
    "occurred_words",
)


class NarrativeForm(ImpreciseDateForm, SubjectForm):
    """Form of an incident or an episode: when it happened is read from one line."""

    imprecise = OCCURRED
    when = date_words_field(OCCURRED)


def _open_notes(narrative: Any, form: Any) -> list[tuple[ReviewNote, str]]:
    """Review notes that nobody has settled, each with the place on the form that it is about."""
    notes = narrative.review_notes.filter(resolved_by=None).select_related("by", "claim").order_by("pk")
    return [
        (
            note,
            problems.anchor(
                EditorialProblem(note.field, note.text, claim=note.claim.public_id if note.claim else None),
                form,
            ),
        )
        for note in notes
    ]


class NarrativeAdmin(ActsAdmin):
    """A form in sections, the acts that its state allows, and pages that show what would become public."""

    form = NarrativeForm
    change_form_template = "admin/desk/narrative_form.html"
    sections: tuple[Any, ...] = ()

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kw: Any
    ) -> HttpResponse:
        narrative = context["original"]
        context["state_mark"] = state_mark(narrative.state) if narrative else ""
        context["open_notes"] = _open_notes(narrative, context["adminform"].form) if narrative else []
        response = super().render_change_form(request, context, *args, **kw)
        response.context_data["sections"] = sections_of(self.sections, response.context_data)  # type: ignore[attr-defined]
        return response

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was retracted, merged or withheld is looked at only."""
        return not (obj is not None and obj.state in CLOSED) and super().has_change_permission(request, obj)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Judgements and remarks carry the name of whoever wrote them."""
        by = acting_user(request)
        for row in formset.forms:
            if formset.model in (Assessment, ReviewNote) and row.instance.pk is None:
                row.instance.by = by
            if formset.model is ReviewNote and row.has_changed():
                row.settle(by)
        super().save_formset(request, form, formset, change)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """“Save and submit” saves first, so that a refusal loses nothing."""
        if "_submit" in request.POST:
            self.perform(request, obj, TRANSITIONS[0], {})
            return self.redirect_to_form(obj)
        return super().response_change(request, obj)

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        if "_submit" in request.POST:
            return self.response_change(request, obj)
        return super().response_add(request, obj, post_url_continue)
