"""A copy of the record kept over HTTP while several editors do everything that an editor may do."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from random import Random

import pytest

from accounts.models import User
from incidents.codebook import Purpose, WorkflowState
from incidents.editorial.acting import repeated
from incidents.editorial.acts.correct import correct
from incidents.editorial.acts.merge import merge
from incidents.editorial.acts.publish import publish
from incidents.editorial.acts.retract import retract
from incidents.editorial.acts.withhold import withhold
from incidents.editorial.refusal import Refused
from incidents.models import Actor, Incident, Source
from incidents.record.log.verification import verify
from incidents.record.models import Edition
from tests import factories as make
from tests.editorial.test_publishing_together import approved, at_once
from tests.record.mirror import differences, keep_comparing, new_copy

pytestmark = pytest.mark.django_db(transaction=True)

EDITORS, ACTS = 4, 18


class Editor:
    """One person at the desk, who picks what to do by chance."""

    def __init__(self, reviewer: User, manager: User, chance: Random) -> None:
        self.reviewer, self.manager, self.chance = reviewer, manager, chance
        self.done: Counter[str] = Counter()
        often = [self.publish, self.publish, self.correct, self.correct, self.rename, self.protect]
        acts = [*often, self.retract, self.merge, self.withhold, self.withhold_source]
        # Every act is tried, in any order, before one comes again; to begin with there is something to act on.
        self.agenda = [self.publish, *chance.sample(acts, len(acts)), *chance.sample(acts, len(acts))]

    def act(self) -> None:
        """What somebody else has closed or withheld in the meantime is refused."""
        act = self.agenda.pop(0)
        try:
            act()
        except (Refused, IndexError):
            return
        self.done[act.__name__] += 1

    def publish(self) -> None:
        publish(subject=self._any(WorkflowState.APPROVED, public_id=None), by=self.reviewer)

    def correct(self) -> None:
        self._correct(Purpose.FACTUAL)

    def protect(self) -> None:
        self._correct(Purpose.PROTECTIVE)

    def rename(self) -> None:
        """Refreshes all that names the actor."""
        actor = self.chance.choice(list(Actor.objects.exclude(public_id=None).order_by("pk")))
        Actor.objects.filter(pk=actor.pk).update(name=f"Name {self.chance.random()}")
        fresh = Actor.objects.get(pk=actor.pk)
        correct(subject=fresh, by=self.reviewer, purpose=Purpose.FACTUAL, note="It was renamed.")

    def retract(self) -> None:
        retract(subject=self._any(WorkflowState.PUBLISHED), by=self.reviewer, note="It did not happen.")

    def merge(self) -> None:
        one, other = self._any(WorkflowState.PUBLISHED), self._any(WorkflowState.PUBLISHED)
        merge(incident=one, into=other, by=self.reviewer, note="Two reports of one clash.")

    def withhold(self) -> None:
        withhold(subject=self._any(WorkflowState.PUBLISHED), by=self.manager, basis="A threat was received.")

    def withhold_source(self) -> None:
        source = self.chance.choice(list(Source.objects.exclude(public_id=None).order_by("pk")))
        withhold(subject=source, by=self.manager, basis="Its reporter was arrested.")

    def _correct(self, purpose: Purpose) -> None:
        incident = self._any(WorkflowState.PUBLISHED)
        _approve_with_title(incident, f"Title {self.chance.random()}")
        incident.refresh_from_db()
        correct(subject=incident, by=self.reviewer, purpose=purpose, note="The title was wrong.")

    def _any(self, state: WorkflowState, **fields: object) -> Incident:
        return self.chance.choice(list(Incident.objects.filter(state=state, **fields).order_by("pk")))


@repeated
def _approve_with_title(incident: Incident, title: str) -> None:
    """As if it had been reviewed, unless somebody has retracted or merged it since.

    When two acts wait for each other, a third that waits beside them may be the one that PostgreSQL undoes.
    """
    published = Incident.objects.filter(pk=incident.pk, state=WorkflowState.PUBLISHED)
    published.update(title=title, state=WorkflowState.APPROVED)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_copy_is_the_record_whatever_the_editors_do(
    seed: int, reviewer: User, manager: User, live_server, settings
):
    settings.API_UNITS_PER_MINUTE = dict.fromkeys(settings.API_UNITS_PER_MINUTE, 10**9)
    for incident in approved(30):
        make.CitationFactory(incident=incident, report=make.ReportFactory())
    chance, *chances = (Random(seed * 100 + number) for number in range(EDITORS + 1))  # noqa: S311  # no secrets
    editors = [Editor(reviewer, manager, chance) for chance in chances]
    copy, wrong = new_copy(live_server.url), list[str]()
    ended = threading.Semaphore(0)

    def editing(editor: Editor) -> Callable[[], None]:
        def job() -> None:
            try:
                for _ in range(ACTS):
                    editor.act()
            finally:
                ended.release()

        return job

    def following() -> None:
        wrong.extend(keep_comparing(copy, live_server.url, chance, lambda: ended._value == EDITORS))

    assert at_once(*map(editing, editors), following) == []
    copy.follow()
    last = len(copy.entries)
    assert last == Edition.objects.count()
    for sequence in {last, *(chance.randint(0, last) for _ in range(8))}:
        wrong += differences(copy, live_server.url, sequence)
    assert wrong == [], f"seed {seed}: {wrong}"
    done = sum((editor.done for editor in editors), Counter[str]())
    # Which of them met something that was still open is up to the threads; most have to.
    assert len(done) >= 6, done
    assert Edition.objects.filter(body=None).count() > 5
    assert list(verify()) == []
