"""Load of the demo, from the first row to the corrected edition, in one transaction."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from incidents.codebook import Purpose
from incidents.editorial.acts.correct import correct
from incidents.editorial.acts.publish import publish
from incidents.editorial.acts.review import approve, submit
from incidents.editorial.subjects import Narrative
from incidents.models import Report

from .april import CORRECTION, amend_april, enter_april
from .coverage import enter_coverage
from .episode import enter_episode
from .february import enter_february
from .material import enter_material
from .sources import PUBLISHED, TITLE


def is_loaded() -> bool:
    return Report.objects.filter(title=TITLE, published_on=PUBLISHED, source__name="Rudaw").exists()


@transaction.atomic
def load_demo(*, analyst: User, reviewer: User) -> bool:
    """Enter, review and publish the demo; ``False`` where it is there already.

    The analyst enters, the reviewer approves and publishes. All or nothing: a load that fails leaves no trace.
    """
    if is_loaded():
        return False
    material = enter_material(by=analyst)
    february = enter_february(material, by=analyst)
    april = enter_april(material, february, by=analyst)
    episode = enter_episode(material, [february, april], by=analyst)
    for subject in (episode, february, april):
        _review(subject, analyst, reviewer)
        publish(subject=subject, by=reviewer, note="First published.")
    amend_april(april, material, by=analyst)
    _review(april, analyst, reviewer)
    correct(subject=april, by=reviewer, purpose=Purpose.FACTUAL, note=CORRECTION)
    publish(subject=enter_coverage(material, by=analyst), by=reviewer, note="First published.")
    return True


def _review(subject: Narrative, analyst: User, reviewer: User) -> None:
    submit(subject=subject, by=analyst)
    approve(subject=subject, by=reviewer)
