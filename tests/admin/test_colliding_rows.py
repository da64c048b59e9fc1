"""Two new rows that break a rule together are told so at the row, whatever the rule; nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db.models import Model, Q, UniqueConstraint
from django.forms.models import _get_foreign_key
from django.urls import reverse
from zeal import zeal_ignore

from accounts.models import User
from incidents.models import Incident, IncidentLocation
from tests import factories as make

from .browsing import add_row, errors_of, form_of, open_form, send, text_of

pytestmark = pytest.mark.django_db

PAIRING = (UniqueConstraint, ExclusionConstraint)


def pairs() -> Iterator[Any]:
    """Every rule between two rows of one formset of the admin."""
    for model, model_admin in admin.site._registry.items():
        for inline in model_admin.inlines:
            key = _get_foreign_key(model, inline.model, fk_name=getattr(inline, "fk_name", None))
            for constraint in inline.model._meta.constraints:
                if isinstance(constraint, PAIRING) and _speaks_of(constraint, key.name):
                    yield pytest.param(
                        model, inline.model, key.name, constraint, id=f"{model.__name__}-{constraint.name}"
                    )


def _speaks_of(constraint: Any, key: str) -> bool:
    """Whether the rule holds among the rows of one subject; others are about another kind of subject."""
    if isinstance(constraint, ExclusionConstraint):
        return any(expression == key for expression, _operator in constraint.expressions)
    return key in constraint.fields or not constraint.fields


def _meeting(condition: Q | None) -> dict[str, Any]:
    """Values under which the rule applies, from its condition."""
    values: dict[str, Any] = {}
    for child in condition.children if condition else ():
        name, value = child  # type: ignore[misc]
        field, _underscores, lookup = name.partition("__")
        if lookup == "in":
            values[field] = next(iter(value))
        elif not lookup:
            values[field] = value
    return values


@pytest.mark.parametrize("model, row_model, key, constraint", list(pairs()))
def test_a_pair_of_new_rows_that_collide(
    sign_in: Any,
    manager: User,
    model: type[Model],
    row_model: type[Model],
    key: str,
    constraint: Any,
) -> None:
    name = model.__name__
    subject = getattr(
        make, f"{name}Factory" if hasattr(make, f"{name}Factory") else "ResponsibilityClaimFactory"
    )()
    optional = {field.name for field in row_model._meta.concrete_fields if field.is_relation and field.null}
    of_another: dict[str, Any] = {"incident": None} if "incident" in optional - {key} else {}
    row = getattr(make, f"{row_model.__name__}Factory")(
        **of_another, **{key: subject}, **_meeting(getattr(constraint, "condition", None))
    )
    desk, url = sign_in(manager), form_of(model._default_manager.get(pk=subject.pk))
    fields = open_form(desk, url)
    prefix = next(
        name.rpartition("-")[0].rpartition("-")[0]
        for name, value in fields.items()
        if name.endswith("-id") and not name.startswith("initial-") and str(value) == str(row.pk)
        and name.partition("-")[0] in _prefixes(fields, row_model, subject, key)
    )  # fmt: skip
    number = next(
        name.removeprefix(f"{prefix}-").removesuffix("-id")
        for name, value in fields.items()
        if name.startswith(f"{prefix}-") and name.endswith("-id") and str(value) == str(row.pk)
    )
    start = f"{prefix}-{number}-"
    values = {
        name.removeprefix(start): value
        for name, value in fields.items()
        if name.startswith(start) and not name.endswith(("-id", "-DELETE"))
    }
    typed = {field for field in getattr(constraint, "fields", ()) if field != key}
    if not typed <= {name.partition("_0")[0] for name in values}:
        pytest.skip("numbered by the desk itself")
    row.delete()
    fields = open_form(desk, url)
    before = row_model._default_manager.count()
    add_row(fields, prefix, **values)
    add_row(fields, prefix, **values)
    last = int(fields[f"{prefix}-TOTAL_FORMS"]) - 1
    with zeal_ignore():  # the form is drawn a second time, with the rule
        response = send(desk, url, fields)
    assert response.status_code == 200, "the pair was saved"
    formset = next(
        inline.formset
        for inline in response.context["inline_admin_formsets"]
        if inline.formset.prefix == prefix
    )
    assert formset.errors[last], errors_of(response)
    assert formset.errors[last - 1] == {}, "the first of the two is in order"
    assert row_model._default_manager.count() == before
    for name, value in values.items():
        assert formset.forms[last].data[f"{prefix}-{last}-{name}"] == value


def _prefixes(fields: dict[str, Any], row_model: type[Model], subject: Model, key: str) -> set[str]:
    accessor = row_model._meta.get_field(key).remote_field.get_accessor_name()  # type: ignore[union-attr]
    return {str(accessor).replace("+", "")}


def test_one_actor_twice_in_the_fast_lane(desk: Any) -> None:
    source, actor, place = make.SourceFactory(), make.ActorFactory(), make.LocationFactory()
    url = reverse("admin:incidents_incident_fast_lane")
    fields = open_form(desk, url) | {
        "source": source.pk, "report_title": "Clash", "title": "Clash", "summary": "A clash.",
        "sub_event_type": "battle/armed_clash", "when": "20 April 2021", "location": place.pk,
        "actor_1": actor.pk, "actor_3": actor.pk, "role_3": "belligerent", "side_3": "a", "grade": "not_assessed",
    }  # fmt: skip
    response = send(desk, url, fields, _draft="1")
    assert response.status_code == 200
    assert response.context["form"].errors["actor_3"], text_of(response)[:300]
    assert not Incident.objects.exists()
    assert not IncidentLocation.objects.exists()


def test_a_row_that_the_database_alone_refuses_keeps_what_was_typed(desk: Any) -> None:
    """Three alike: both that are too many are told, one after the other."""
    incident = make.complete_incident()
    fields = open_form(desk, form_of(incident))
    for _number in range(3):
        add_row(fields, "translations", language="ar", title="اشتباك", summary="")
    with zeal_ignore():
        response = send(desk, form_of(incident), fields, title="Another title")
    formset = next(
        inline.formset
        for inline in response.context["inline_admin_formsets"]
        if inline.formset.prefix == "translations"
    )
    assert [bool(errors) for errors in formset.errors] == [False, True, True]
    assert response.context["adminform"].form["title"].value() == "Another title"
    incident.refresh_from_db()
    assert incident.title != "Another title"


def test_a_relation_of_no_kind_is_an_error_of_its_row(sign_in, manager):
    desk, form = sign_in(manager), form_of(make.ActorFactory())
    fields = open_form(desk, form)
    add_row(fields, "relations", kind="nonsense", other=str(make.ActorFactory().pk))
    response = desk.post(form, fields)
    assert response.status_code == 200
    assert "kind" in errors_of(response)
