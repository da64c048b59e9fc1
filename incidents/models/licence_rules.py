"""Triggers of licences: what was imported under one that forbids publication stays under it, whoever edits what."""

from __future__ import annotations

import pgtrigger

from incidents.codebook import Licence

_REFUSE = """
    RAISE EXCEPTION 'what was imported under a restricted licence keeps it'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'restricted_licence_stays';
"""


def _stays(name: str, condition: str) -> pgtrigger.Trigger:
    """Row by row, which costs next to nothing: the function is only called where the condition holds."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(condition),
        func=_REFUSE,
    )


def incident_keeps_restricted() -> pgtrigger.Trigger:
    """Neither its licence nor the row that tells of it can be taken from an imported incident."""
    return _stays(
        "incident_restricted_stays",
        f"OLD.licence = '{Licence.RESTRICTED}' AND OLD.origin_row_id IS NOT NULL "
        f"AND (NEW.licence <> '{Licence.RESTRICTED}' OR NEW.origin_row_id IS NULL)",
    )


def dataset_keeps_restricted() -> pgtrigger.Trigger:
    return _stays(
        "dataset_restricted_stays",
        f"OLD.licence = '{Licence.RESTRICTED}' AND NEW.licence <> '{Licence.RESTRICTED}'",
    )
