"""One proxy model per kind of claim, so that each has its own form and list."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.codebook import ClaimKind

from .claims import Claim


class _KindManager(models.Manager[Any]):
    """Claims of the proxy's kind only."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(kind=self.model.KIND)


class CasualtyClaim(Claim):
    KIND = ClaimKind.CASUALTY
    objects: ClassVar[_KindManager] = _KindManager()

    class Meta:
        proxy = True
        verbose_name = _("casualty claim")
        verbose_name_plural = _("casualty claims")


class ResponsibilityClaim(Claim):
    KIND = ClaimKind.RESPONSIBILITY
    objects: ClassVar[_KindManager] = _KindManager()

    class Meta:
        proxy = True
        verbose_name = _("responsibility claim")
        verbose_name_plural = _("responsibility claims")


class WeaponClaim(Claim):
    KIND = ClaimKind.WEAPON
    objects: ClassVar[_KindManager] = _KindManager()

    class Meta:
        proxy = True
        verbose_name = _("weapon claim")
        verbose_name_plural = _("weapon claims")


class PlaceClaim(Claim):
    KIND = ClaimKind.PLACE
    objects: ClassVar[_KindManager] = _KindManager()

    class Meta:
        proxy = True
        verbose_name = _("place claim")
        verbose_name_plural = _("place claims")


class TimeClaim(Claim):
    KIND = ClaimKind.TIME
    objects: ClassVar[_KindManager] = _KindManager()

    class Meta:
        proxy = True
        verbose_name = _("time claim")
        verbose_name_plural = _("time claims")


class TargetClaim(Claim):
    KIND = ClaimKind.TARGET
    objects: ClassVar[_KindManager] = _KindManager()

    class Meta:
        proxy = True
        verbose_name = _("target claim")
        verbose_name_plural = _("target claims")


class TerritoryClaim(Claim):
    KIND = ClaimKind.TERRITORY
    objects: ClassVar[_KindManager] = _KindManager()

    class Meta:
        proxy = True
        verbose_name = _("territory claim")
        verbose_name_plural = _("territory claims")


class StatementClaim(Claim):
    KIND = ClaimKind.STATEMENT
    objects: ClassVar[_KindManager] = _KindManager()

    class Meta:
        proxy = True
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
