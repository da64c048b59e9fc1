"""Base class of coded vocabularies: values with a label, a definition and a crosswalk to other codebooks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from django.db import models

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Words: TypeAlias = "str | StrPromise"


@dataclass(frozen=True)
class Crosswalk:
    """The nearest code in the codebooks of ACLED (2024) and UCDP GED (23.1); empty where there is none."""

    acled: str = ""
    ucdp: str = ""


class Coded(models.TextChoices):
    """A vocabulary. Members are written ``value, definition, crosswalk, label``."""

    definition: Words
    crosswalk: Crosswalk

    def __new__(cls, value: str, *definition_and_crosswalk: Any) -> "Coded":
        """Every member says both; to a type checker this is the signature of a look-up as well, which has neither."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.definition, member.crosswalk = definition_and_crosswalk
        return member


@dataclass(frozen=True)
class Vocabulary:
    """A vocabulary as it is shown: in forms, in the API documentation and on the codebook page."""

    name: str
    title: Words
    purpose: Words
    codes: type[Coded]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.codes)
