"""One proxy model per kind of claim (``CasualtyClaim``, ``WeaponClaim`` …), so that each has a form of its own."""

from typing import Any

from django.db import models

from incidents.codebook import ClaimKind

from .claim_shapes import CLAIM_SHAPES
from .claims import Claim


class _KindManager(models.Manager[Any]):
    """Claims of the proxy's kind only."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(kind=self.model.KIND)


def _proxy(kind: ClaimKind) -> type[Any]:
    shape = CLAIM_SHAPES[kind]
    meta = type("Meta", (), {"proxy": True, "verbose_name": shape.name, "verbose_name_plural": shape.plural})
    return type(
        f"{kind.value.title()}Claim",
        (Claim,),
        {"__module__": __name__, "KIND": kind, "objects": _KindManager(), "Meta": meta},
    )


CLAIM_MODELS: dict[ClaimKind, type[Claim]] = {kind: _proxy(kind) for kind in ClaimKind}
"""The proxy model of each kind."""
