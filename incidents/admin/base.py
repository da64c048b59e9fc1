"""Base classes of the admin: quick lists, folded search, look-ups with labels, safe saving."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from incidents.editorial.acting import repeated
from incidents.editorial.broken_rules import BrokenRule, telling_broken_rules

from .edit_effects import finish_and_tell
from .folded_search import named, nearest_first
from .forms import DeskForm, Editing, SubjectForm
from .formsets import DeskFormSet, RefusedRows
from .history_view import HistoryView
from .lookups import LookUpField, LookUpSelect, is_whole_number, lookup_queryset
from .paginator import CappedPaginator
from .picking import labels_for

SEEN_REVISION = "seen_revision"


def acting_user(request: HttpRequest) -> User:
    """Who is logged in; the admin lets nobody else in."""
    if not isinstance(request.user, User):
        raise PermissionError("nobody is logged in")
    return request.user


class DeskFields:
    """Widgets of single fields, for screens and for rows within them."""

    formfield_overrides: Any = {
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 3})},
        models.URLField: {"assume_scheme": "https"},
        ArrayField: {"widget": forms.TextInput(attrs={"class": "vTextField"})},
    }

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Choices are labelled so that namesakes can be told apart."""
        kwargs.setdefault("queryset", lookup_queryset(db_field.related_model))
        kwargs.setdefault("form_class", LookUpField)
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs.setdefault("widget", LookUpSelect(db_field, self.admin_site))  # type: ignore[attr-defined]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]


class DeskRows(DeskFields):
    """Base of a subject's rows, however they are laid out."""

    form: Any = DeskForm
    formset: Any = DeskFormSet
    extra = 0
    rows_when_new = 0
    show_full_result_count = False
    model: Any

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With what each row points to: its name is shown beside the row."""
        to_one = [field.name for field in self.model._meta.concrete_fields if field.is_relation]
        rows: QuerySet[Any] = super().get_queryset(request)  # type: ignore[misc]
        return rows.select_related(*to_one)

    def get_formset(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)  # type: ignore[misc]
        formset.form.broken_rules = getattr(request, "broken_rules", {})
        return formset

    def get_extra(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> int:
        return self.rows_when_new if obj is None else self.extra


class DeskInline(DeskRows, admin.TabularInline[Any, Any]):
    """Rows as lines of a table; help stands at the head of each column."""


class DeskCards(DeskRows, admin.StackedInline[Any, Any]):
    """Rows with more fields than a line holds; help stands below each field."""


class DeskAdmin(DeskFields, HistoryView, admin.ModelAdmin[Any]):
    """Base of all lists and forms of the desk."""

    form: Any = DeskForm
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = CappedPaginator
    search_fields: ClassVar[Any] = ("folded",)
    search_help_text = _("Any name, in any script; case and accents do not matter.")
    ordering_in_lookups: tuple[Any, ...] = ()

    # The history that the database keeps says more than Django's log, and erasing a name reaches it.
    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> None:  # type: ignore[override]
        return None

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None:  # type: ignore[override]
        return None

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:  # type: ignore[override]
        return None

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        rows = self.search(queryset, search_term)
        is_lookup = request.path.endswith("/autocomplete/")
        return (self.as_lookup(rows, search_term) if is_lookup else rows), False

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        return named(rows, text)

    def as_lookup(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """What a look-up offers: labelled rows, the likeliest first."""
        labelled = lookup_queryset(self.model).filter(pk__in=rows.order_by().values("pk"))
        return (
            nearest_first(labelled, text, *self.ordering_in_lookups)
            if text
            else labelled.order_by(*self.get_ordering_plain())
        )

    def get_ordering_plain(self) -> tuple[str, ...]:
        return tuple(self.model._meta.ordering)

    def lookup_labels(self, rows: Sequence[Model], text: str, beside: str) -> list[str]:
        """The label of each row that a look-up found by the text; ``beside`` is a place chosen in the same form."""
        return labels_for(rows, text, beside)

    def lookup_offer(self, request: HttpRequest, text: str, beside: str) -> dict[str, Any] | None:
        """The last entry of a look-up, which creates what is not in the list; only where a model has one."""
        return None

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The form; where the database refuses a row, it is shown again with the rule's sentence at that row.

        Nothing is saved then. A save that is undone beside a deadlock is done again.
        """
        refused: dict[str, BrokenRule] = {}
        request.broken_rules = refused  # type: ignore[attr-defined]
        draw = repeated(super().changeform_view)
        while True:
            try:
                return draw(request, *args, **kwargs)
            except RefusedRows as rows:
                if not rows.broken.keys() - refused.keys():  # no form shows the rule: nothing would be gained
                    raise
                refused |= rows.broken

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.broken_rules = getattr(request, "broken_rules", {})  # type: ignore[attr-defined]
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write only the columns that this editor changed."""
        try:
            with telling_broken_rules(obj):
                if not change:
                    obj.save()
                elif names := form.written_fields():
                    obj.save(update_fields=names)
        except BrokenRule as broken:
            raise RefusedRows({form.prefix or "": broken}) from broken


class ReadOnlyAdmin(DeskAdmin):
    """Lists and forms to be looked at only, whatever the role."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SubjectAdmin(DeskAdmin):
    """The form of something that is published: its saves are counted, and a second one is told of the first."""

    form: Any = SubjectForm
    change_form_template = "admin/desk/subject_form.html"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was once public is retracted, merged or withheld, never deleted: the record goes on naming it."""
        issued = obj is not None and obj.public_id is not None
        return not issued and super().has_delete_permission(request, obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Deleting goes by the form of each subject, where the rule above is kept."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.editing = Editing(acting_user(request), _seen_revision(request, obj))
        return form

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not change or form.has_changed() or any(formset.has_changed() for formset in formsets):
            finish_and_tell(request, form.instance, acting_user(request))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        subject, form = context["original"], context["adminform"].form
        conflict = getattr(form, "conflict", None)
        if conflict:
            for inline in context["inline_admin_formsets"]:
                inline.formset.take_over_newer()
        seen = subject.revision if conflict else _seen_revision(request, subject)
        context |= {"conflict": conflict, "seen_revision": seen, "seen_revision_name": SEEN_REVISION}
        return super().render_change_form(request, context, *args, **kwargs)


def seen_by_link(request: HttpRequest, subject: Any) -> int:
    """The revision that somebody was looking at who came here by a link from the subject's form."""
    seen = request.POST.get(SEEN_REVISION) or request.GET.get(SEEN_REVISION, "")
    return int(seen) if is_whole_number(seen) else subject.revision


def _seen_revision(request: HttpRequest, subject: Any) -> int:
    current = subject.revision if subject is not None else 0
    seen = request.POST.get(SEEN_REVISION, "")
    return int(seen) if is_whole_number(seen) else (current if request.method == "GET" else -1)
