"""Builders for fields, constraints and history, so that every model says the same thing the same way."""

import secrets
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from typing import Any, TypeVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from incidents.codebook import Coded, DatePrecision, TimeOfDay
from incidents.codebook.base import Words

M = TypeVar("M", bound=models.Model)

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letters that are mistaken for digits."""


def _public_id(prefix: str, number: int) -> str:
    """The prefix and 60 bits of a number, in twelve letters and digits."""
    return prefix + "".join(_ALPHABET[(number >> shift) & 31] for shift in range(55, -1, -5))


def claim_id(*made_from: str) -> str:
    """A claim's public id, the same in every edition: random, or a hash of what it is made from.

    What is imported names dataset, row and claim, so that the row keeps the ids that others may have cited.
    """
    if not made_from:
        return _public_id("CLM-", secrets.randbits(60))
    return _public_id("CLM-", int.from_bytes(sha256("\n".join(made_from).encode()).digest()[:8]) >> 4)


def report_id() -> str:
    return _public_id("RPT-", secrets.randbits(60))


def person_id() -> str:
    return _public_id("PER-", secrets.randbits(60))


def tracked(*, exclude: tuple[str, ...] = ()) -> Callable[[type[M]], type[M]]:
    """Keep every insert, update and delete of a model, with who and when (statement-level triggers)."""
    decorate: Callable[[type[M]], type[M]] = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=list(exclude),
    )
    return decorate


def coded_field(
    codes: type[Coded], help_text: Words, *, default: str | None = None, blank: bool = False, **kw: Any
) -> "models.CharField[str, str]":
    """A field that holds one code of a vocabulary; an empty string where it may be blank."""
    if default is not None:
        kw["default"] = default
    elif blank:
        kw["default"] = ""
    return models.CharField(max_length=40, choices=codes.choices, help_text=help_text, blank=blank, **kw)


def coded(model: str, field: str, codes: type[Coded], *, blank: bool = False) -> models.CheckConstraint:
    """The database refuses a code that the vocabulary does not have."""
    allowed = [*codes.values, ""] if blank else list(codes.values)
    return models.CheckConstraint(
        name=f"{model}_{field}_coded",
        condition=Q(**{f"{field}__in": allowed}),
        violation_error_message=_("This code is not in the codebook."),
    )


def ordered(model: str, low: str, high: str) -> models.CheckConstraint:
    """The database refuses a range whose ends are the wrong way round; open ends pass."""
    return models.CheckConstraint(
        name=f"{model}_{low}_to_{high}",
        condition=Q(**{f"{low}__isnull": True})
        | Q(**{f"{high}__isnull": True})
        | Q(**{f"{low}__lte": F(high)}),
        violation_error_message=_("The lower end must not be above the upper end."),
    )


def exactly_one(model: str, name: str, *fields: str) -> models.CheckConstraint:
    """The database refuses a row in which not exactly one of these foreign keys is set."""
    condition = Q()
    for chosen in fields:
        condition |= Q(**{f"{field}__isnull": field != chosen for field in fields})
    return models.CheckConstraint(
        name=f"{model}_{name}",
        condition=condition,
        violation_error_message=_("Give exactly one of these."),
    )


def at_most_one(model: str, name: str, left: str, right: str) -> models.CheckConstraint:
    """An actor or a side, not both: ``left`` is a foreign key, ``right`` a code that may be blank."""
    return models.CheckConstraint(
        name=f"{model}_{name}",
        condition=Q(**{f"{left}__isnull": True}) | Q(**{right: ""}),
        violation_error_message=_("Give an actor or a side, not both."),
    )


def folded(*fields: str) -> models.GeneratedField:
    """Search text kept by the database: folded for case, accents and script variants (see ``folding``)."""
    parts: list[Any] = []
    for field in fields:
        parts += [models.Value(" "), F(field)]
    text = Concat(*parts[1:], output_field=models.TextField()) if len(fields) > 1 else F(fields[0])
    return models.GeneratedField(
        expression=models.Func(text, function="attest_fold", output_field=models.TextField()),
        output_field=models.TextField(),
        db_persist=True,
    )


def language_field(help_text: Words, **kw: Any) -> "models.CharField[str, str]":
    return models.CharField(max_length=15, help_text=help_text, **kw)


def not_in_future(day: date) -> None:
    """Raises ``ValidationError`` for a day that has not come yet."""
    if day > timezone.localdate():
        raise ValidationError(
            gettext("%(day)s lies in the future. Look at day, month and year.") % {"day": day.isoformat()},
            code="future",
        )


def text_list(help_text: Words) -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.CharField(max_length=60), default=list, blank=True, help_text=help_text)


class Occurring(models.Model):
    """When something happened: an interval of days and how to read it."""

    occurred_earliest = models.DateField(
        _("from"), help_text=_("First day on which it can have happened, or on which it began.")
    )
    occurred_latest = models.DateField(
        _("to"), help_text=_("Last day on which it can have happened, or on which it ended.")
    )
    occurred_precision = coded_field(
        DatePrecision, _("How to read the two days."), default=DatePrecision.DAY, verbose_name=_("precision")
    )
    occurred_time_of_day = coded_field(
        TimeOfDay,
        _("When during the day it began, as far as it is said."),
        default=TimeOfDay.UNKNOWN,
        verbose_name=_("time of day"),
    )
    occurred_words = models.CharField(
        _("in the words of the report"),
        max_length=200,
        blank=True,
        help_text=_("How the reports put it, if that says more, such as “Tuesday night”. Public."),
    )

    class Meta:
        abstract = True


class Publishable(models.Model):
    """Something that can be published under a public id."""

    public_id = models.CharField(
        max_length=16,
        null=True,
        blank=True,
        unique=True,
        editable=False,
        help_text=_("Given at first publication, never reused."),
    )
    revision = models.PositiveIntegerField(
        default=0,
        editable=False,
        help_text=_("Counts the saves, so that two people do not overwrite each other."),
    )
    created_at = models.DateTimeField(auto_now_add=True, help_text=_("When it was entered."))
    updated_at = models.DateTimeField(auto_now=True, help_text=_("When it was last edited."))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text=_("Who entered it."),
    )
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text=_("Who edited it last."),
    )
    note = models.TextField(
        _("internal note"), blank=True, help_text=_("For colleagues only; never published.")
    )

    class Meta:
        abstract = True


class AlternateName(models.Model):
    """A further name of a subject, by language and script."""

    name = models.CharField(max_length=200, help_text=_("The name as it is written."))
    language = language_field(_("Language tag (BCP 47), such as ar, kmr, ckb."), blank=True)
    restricted = models.BooleanField(
        default=False,
        help_text=_("Never to appear in public: publishing is refused while any public text holds it."),
    )

    class Meta:
        abstract = True
