"""Sections of a long form, in the order in which one thinks: each with its fields and its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class SectionPlan:
    """What belongs to a section: a fieldset by its slug, models whose rows are shown, a template of its own."""

    slug: str
    title: str | Promise
    fieldset: bool = False
    rows: tuple[Any, ...] = ()
    template: str = ""


@dataclass
class FormSection:
    """A section as it is drawn."""

    slug: str
    title: str | Promise
    fieldsets: list[Any] = field(default_factory=list)
    rows: list[Any] = field(default_factory=list)
    template: str = ""
    problems: int = 0


def sections_of(plans: Sequence[SectionPlan], context: dict[str, Any]) -> list[FormSection]:
    """The sections of this form, with the number of problems in each."""
    fieldsets = {str(fieldset.name): fieldset for fieldset in context["adminform"]}
    sections = []
    for plan in plans:
        section = FormSection(plan.slug, plan.title, template=plan.template)
        if plan.fieldset and (fieldset := fieldsets.get(str(plan.title))):
            section.fieldsets.append(fieldset)
            section.problems += sum(bool(line.errors()) for line in fieldset)
        for inline in context["inline_admin_formsets"]:
            if inline.opts.model in plan.rows:
                section.rows.append(inline)
                section.problems += inline.formset.total_error_count() if inline.formset.is_bound else 0
        if section.fieldsets or section.rows or section.template:
            sections.append(section)
    return sections
