"""Django's permissions, derived from the role: which models the admin lets whom see and change."""

from __future__ import annotations

from functools import lru_cache

import pghistory.models
from django.apps import apps
from django.contrib.auth import get_permission_codename
from django.db.models import Model

from accounts.roles import Role

# What other rows hang on. Their parts (a claim, a name, a participation) may be removed by whoever may edit them.
SUBJECTS = {
    "incident",
    "episode",
    "actor",
    "location",
    "source",
    "coverage",
    "report",
    "reporttext",
    "datasetrow",
    "person",
}
VIEW, EDIT, DELETE = ("view",), ("view", "add", "change"), ("delete",)
# What a manager may do to accounts besides looking.
ACCOUNT_ACTIONS = {
    "accounts.user": EDIT,  # deactivated, not deleted: the history names them
    "mfa.authenticator": VIEW + DELETE,  # a lost telephone: the owner sets up another
}


@lru_cache
def permissions_of(role: str) -> frozenset[str]:
    """Names such as `incidents.change_claim`. Depends on nothing but the installed models."""
    if role not in Role.values:
        return frozenset()
    return frozenset(
        f"{model._meta.app_label}.{get_permission_codename(action, model._meta)}"
        for model in apps.get_models()
        for action in _actions(model, role)
    )


def _actions(model: type[Model], role: str) -> tuple[str, ...]:
    match model._meta.app_label:
        case "incidents" if issubclass(model, pghistory.models.Event):
            return VIEW  # history is written by the database alone
        case "incidents":
            return EDIT + DELETE if role == Role.MANAGER or model._meta.model_name not in SUBJECTS else EDIT
        case "record":
            return VIEW
        case "pghistory" | "admin":
            return () if role == Role.ANALYST else VIEW
        case "accounts" | "account" | "mfa" if role != Role.MANAGER:
            return ()
        case "accounts" | "account" | "mfa":
            return ACCOUNT_ACTIONS.get(model._meta.label_lower, VIEW)
        case _:
            return ()
