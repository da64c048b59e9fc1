"""The transitions of a subject: each act with its form, the states it starts from and the role that may do it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Capability
from incidents.codebook import Purpose, WorkflowState
from incidents.codebook.base import Words
from incidents.editorial.acts.adopt import adopt, take_back_adoption
from incidents.editorial.acts.approve_change import approve_change
from incidents.editorial.acts.correct import correct
from incidents.editorial.acts.merge import merge
from incidents.editorial.acts.publish import publish
from incidents.editorial.acts.retract import retract
from incidents.editorial.acts.review import approve, reopen, request_changes, submit
from incidents.editorial.acts.withhold import withhold
from incidents.editorial.approvals import awaits_approval
from incidents.models import Actor, Coverage, Episode, Incident, Location, Source

STATELESS = (Actor, Location, Source, Coverage)
WORKED_ON = frozenset({WorkflowState.DRAFT, WorkflowState.CHANGES_REQUESTED})
STANDING = frozenset(
    {
        WorkflowState.PUBLISHED,
        WorkflowState.DRAFT,
        WorkflowState.CHANGES_REQUESTED,
        WorkflowState.IN_REVIEW,
        WorkflowState.APPROVED,
    }
)


class ConfirmationForm(forms.Form):
    """Form without fields, for acts that need no more than a yes."""


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("note"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Public: stands beside the new edition. Say what and why; name nobody who is protected."),
    )


class PublishForm(forms.Form):
    note = forms.CharField(
        label=_("note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Public; usually empty for a first edition."),
    )


class CorrectForm(NoteForm):
    purpose = forms.ChoiceField(
        label=_("purpose"),
        choices=[(purpose.value, f"{purpose.label}: {purpose.definition}") for purpose in Purpose],
        widget=forms.RadioSelect,
        help_text=_("A protective correction empties all earlier editions, and the note is not shown."),
    )
    field_order = ("purpose", "note")


class ChangesForm(forms.Form):
    text = forms.CharField(label=_("what should change"), widget=forms.Textarea(attrs={"rows": 4}))
    field = forms.CharField(
        label=_("at which field"),
        required=False,
        max_length=100,
        help_text=_("Such as summary or figures; empty: the whole."),
    )


class MergeForm(NoteForm):
    into = forms.CharField(
        label=_("into"),
        max_length=20,
        help_text=_("Public id or number of the incident that will speak for both."),
    )
    field_order = ("into", "note")

    def clean_into(self) -> Incident:
        text = self.cleaned_data["into"].strip().upper().lstrip("#")
        which = {"pk": int(text)} if text.isdecimal() and len(text) < 10 else {"public_id": text}
        incident = Incident.objects.filter(**which).first()
        if incident is None:
            raise forms.ValidationError(_("There is no such incident."))
        return incident


class BasisForm(forms.Form):
    basis = forms.CharField(
        label=_("ground"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who is in danger and who decided. Kept on the desk only."),
    )


@dataclass(frozen=True)
class Transition:
    """One act. ``destructive`` acts cannot be taken back, and their page says so."""

    slug: str
    label: Words
    capability: Capability
    states: frozenset[WorkflowState]
    act: Callable[..., Any]
    explanation: Words
    done: Words
    form: type[forms.Form] = ConfirmationForm
    destructive: bool = False
    issued: bool | None = None
    """True: only what has editions; False: only what has none."""
    incidents_only: bool = False
    empties: bool = False
    """It may take texts out of the record, and so out of the files of releases."""
    also: tuple[type[Any], ...] = ()
    """Subjects without states for which it is meant as well."""
    fits: Callable[[Any], bool] = lambda subject: True
    """What else must hold of an incident or an episode for which it is offered."""
    so_far: Words = ""
    """What is said instead of ``done`` where the act answers that it is not done, or not yet."""

    def offered(self, subject: Any, user: User) -> bool:
        """Whether it makes sense to show it; whether it is allowed is decided when it is done."""
        if not user.can(self.capability) or (
            self.issued is not None and self.issued != bool(subject.public_id)
        ):
            return False
        if not self.is_for(subject):
            return False
        if not isinstance(subject, Incident | Episode):
            match self.slug:
                case "approve-change":
                    return awaits_approval(subject)
                case "retract":
                    return not subject.retracted
                case _:
                    return True
        return WorkflowState(subject.state) in self.states and self.fits(subject)

    def is_for(self, subject: Any) -> bool:
        """Whether there is such an act for this kind of subject at all."""
        narratives: tuple[type[Any], ...] = (Incident,) if self.incidents_only else (Incident, Episode)
        return isinstance(subject, (*(narratives if self.states else ()), *self.also))


def _merge(*, subject: Incident, by: User, into: Incident, note: str) -> Any:
    return merge(incident=subject, into=into, by=by, note=note)


def _correct(*, subject: Any, by: User, purpose: str, note: str) -> bool:
    return correct(subject=subject, by=by, purpose=Purpose(purpose), note=note) is not None


def _is_coded(subject: Incident) -> bool:
    row = subject.origin_row
    return row is not None and not row.dataset.own and subject.adopted_on is None


TRANSITIONS = (
    Transition(
        "submit", _("Submit for review"), Capability.SUBMIT, WORKED_ON, submit,
        _("A second pair of eyes looks at it next. You can take it back until it is approved."),
        _("Submitted for review."),
    ),
    Transition(
        "approve", _("Approve"), Capability.APPROVE, frozenset({WorkflowState.IN_REVIEW}), approve,
        _("It can be published as it stands now. Any later edit needs a new approval."), _("Approved."),
        so_far=_("Your approval counts for what others edited. What you edited waits for another colleague's."),
    ),
    Transition(
        "approve-change", _("Approve the change"), Capability.APPROVE, frozenset(), approve_change,
        _("What was changed here becomes public, as a refreshed edition without a note, in all that names it. "
          "A change that readers should be told about is issued as a correction instead."),
        _("The change is public."), issued=True, also=STATELESS,
    ),
    Transition(
        "request-changes", _("Request changes…"), Capability.APPROVE,
        frozenset({WorkflowState.IN_REVIEW, WorkflowState.APPROVED}),
        request_changes, _("It goes back to its author with your note."), _("Sent back."), ChangesForm,
    ),
    Transition(
        "adopt", _("Adopt the dataset's coding…"), Capability.APPROVE, STANDING, adopt,
        _("Says that the desk has looked at what the dataset coded, and holds it: type, harm, parts and figures are "
          "the desk's from then on, with the dataset still named. If it is public, a refreshed edition says so."),
        _("Adopted."), incidents_only=True, fits=_is_coded,
    ),
    Transition(
        "take-back-adoption", _("Leave the coding to the dataset…"), Capability.APPROVE, STANDING, take_back_adoption,
        _("What was adopted stands as the dataset's coding again, but for what was changed here. If it is public, a "
          "refreshed edition says so at once."),
        _("It stands as the dataset coded it."), incidents_only=True, fits=lambda subject: bool(subject.adopted_on),
    ),
    Transition(
        "publish", _("Publish…"), Capability.PUBLISH, frozenset({WorkflowState.APPROVED}), publish,
        _("The first edition becomes public at once, with the actors, places and sources that it names."),
        _("Published."), PublishForm, issued=False, also=STATELESS,
    ),
    Transition(
        "correct", _("Issue correction…"), Capability.CORRECT,
        frozenset({WorkflowState.APPROVED, WorkflowState.PUBLISHED}), _correct,
        _("What stands here becomes the next edition; earlier ones stay readable unless the purpose is protective."),
        _("The correction is public."), CorrectForm, issued=True, also=STATELESS, empties=True,
        so_far=_("Readers see exactly what stands here already, so there was nothing to correct: no edition was "
                 "issued, and it is published as it is."),
    ),
    Transition(
        "reopen", _("Take back to draft"), Capability.ENTER,
        frozenset({WorkflowState.IN_REVIEW, WorkflowState.APPROVED, WorkflowState.RETRACTED}),
        reopen, _("It becomes a draft again; what is public stays public."), _("It is a draft again."),
    ),
    Transition(
        "merge", _("Merge into another…"), Capability.MERGE, STANDING, _merge,
        _("Links, episodes and identifiers go over to the other incident, which from then on speaks for both."),
        _("Merged."), MergeForm, destructive=True, issued=True, incidents_only=True,
    ),
    Transition(
        "retract", _("Retract…"), Capability.RETRACT, STANDING, retract,
        _("The content is wrong as a whole: a notice with your note takes its place. Old editions stay readable."),
        _("Retracted."), NoteForm, destructive=True, issued=True, also=(Coverage,),
    ),
    Transition(
        "withhold", _("Withhold…"), Capability.WITHHOLD, STANDING | {WorkflowState.RETRACTED}, withhold,
        _("All editions are emptied for somebody's safety. What others have copied cannot be recalled, and this "
          "cannot be undone."),
        _("Withheld."), BasisForm, destructive=True, issued=True, also=STATELESS, empties=True,
    ),
)  # fmt: skip


def offered(subject: Any, user: User) -> list[Transition]:
    return [transition for transition in TRANSITIONS if transition.offered(subject, user)]
