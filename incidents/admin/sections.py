"""A long form in the order in which one thinks: each section with its fields and its rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
class Section:
    """A section as it is drawn."""

    slug: str
    title: str | Promise
    fieldsets: list[Any] = field(default_factory=list)
    rows: list[Any] = field(default_factory=list)
    template: str = ""
    problems: int = 0


def sections_of(plans: Sequence[SectionPlan], context: dict[str, Any]) -> list[Section]:
    """The sections of this form, with the number of problems in each."""
    fieldsets = {str(fieldset.name): fieldset for fieldset in context["adminform"]}
    drawn = [_section(plan, fieldsets, context["inline_admin_formsets"]) for plan in plans]
    return [section for section in drawn if section.fieldsets or section.rows or section.template]


def _section(plan: SectionPlan, fieldsets: dict[str, Any], rows: Iterable[Any]) -> Section:
    section = Section(plan.slug, plan.title, template=plan.template)
    if plan.fieldset and (found := fieldsets.get(str(plan.title))):
        section.fieldsets.append(found)
        section.problems += sum(bool(line.errors()) for line in found)
    for inline in rows:
        if inline.opts.model in plan.rows:
            section.rows.append(inline)
            section.problems += inline.formset.total_error_count() if inline.formset.is_bound else 0
    return section
