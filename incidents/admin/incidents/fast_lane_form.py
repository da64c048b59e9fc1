"""Form of the fast lane: its fields, and the entry made of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget, RelatedFieldWidgetWrapper
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.codebook import (
    GIVEN_HERE,
    SUB_EVENTS,
    CivilianHarm,
    EventType,
    GradeAbout,
    GradeValue,
    Role,
    Side,
    Standing,
    SubEventType,
)
from incidents.intake.date_words import EXAMPLES, NotADate, read_date
from incidents.intake.fast_lane import (
    QuickCasualty,
    QuickEntry,
    QuickEvent,
    QuickGrade,
    QuickPart,
    QuickReport,
)
from incidents.models import IncidentLocation, Participation, Report
from incidents.models.fields import not_in_future

from ..casualty_lines import SEEN, CasualtyLinesInput, CasualtyReading, digest_of, read_casualties
from ..imprecise_dates import ImpreciseDateInput, ImpreciseFields
from ..lookups import LookUpField, LookUpSelect, lookup_queryset

PARTS = (1, 2, 3)
GRADES = {
    GradeAbout.OCCURRENCE: ("grade", "reason"),
    GradeAbout.RESPONSIBILITY: ("responsibility_grade", "responsibility_reason"),
    GradeAbout.CASUALTIES: ("casualty_grade", "casualty_reason"),
}
"""The fields of grade and reason for each question that the fast lane asks."""
PART_FIELDS = ("actor", "description", "role", "side", "standing")
GROUPS = (
    (gettext_lazy("The report"), ("source", "report_title", "url", "published_on", "text")),
    (gettext_lazy("What happened"), ("title", "summary", "sub_event_type", "civilian_harm")),
    (gettext_lazy("When and where"), ("when", "occurred_words", "location")),
    (gettext_lazy("Who"), tuple(f"{name}_{n}" for n in PARTS for name in PART_FIELDS)),
    (gettext_lazy("Casualties"), ("casualties", "adopt_figures")),
    (
        gettext_lazy("How surely"),
        (
            "grade",
            "reason",
            "responsibility_grade",
            "responsibility_reason",
            "casualty_grade",
            "casualty_reason",
        ),
    ),
)  # fmt: skip


def _look_up(
    model: type[Model], field: str, words: Any, help_text: Any = "", *, required: bool = False
) -> Any:
    """A look-up over the rows that a foreign key of the desk points to; bound to the site by the form."""
    related: Any = model._meta.get_field(field)
    look_up = LookUpField(
        queryset=lookup_queryset(related.related_model), label=words, help_text=help_text, required=required
    )
    look_up.desk_field = related  # type: ignore[attr-defined]
    return look_up


def _sub_events() -> list[Any]:
    """Both types in one choice: the sub-event types under their event types."""
    groups = [
        (event.label, [(f"{event.value}/{sub.value}", SubEventType(sub).label) for sub in subs])
        for event, subs in ((EventType(code), subs) for code, subs in SUB_EVENTS.items())
    ]
    return [("", "---------"), *groups]


class FastLaneForm(forms.Form):
    source = _look_up(
        Report,
        "source",
        gettext_lazy("source"),
        gettext_lazy("Who published it. A confidential source stays unnamed."),
        required=True,
    )
    report_title = forms.CharField(
        label=gettext_lazy("headline"),
        max_length=300,
        help_text=gettext_lazy("Or a few words that tell it apart."),
    )
    url = forms.URLField(
        label=gettext_lazy("address"),
        required=False,
        max_length=1000,
        assume_scheme="https",
        help_text=gettext_lazy("A report that is known by this address is used again."),
    )
    published_on = forms.DateField(
        label=gettext_lazy("published on"),
        required=False,
        widget=AdminDateWidget,
        validators=[not_in_future],
        help_text=gettext_lazy(
            "Day of publication, such as 2021-04-21. “Yesterday” and the like are read from it."
        ),
        error_messages={
            "invalid": gettext_lazy("No such day. Write year, month and day, such as 2021-04-21.")
        },
    )
    text = forms.CharField(
        label=gettext_lazy("text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("What was read, or your paraphrase; never published."),
    )
    title = forms.CharField(
        label=gettext_lazy("title"),
        max_length=200,
        help_text=gettext_lazy("Who, what, where, in a few words. Public."),
    )
    summary = forms.CharField(
        label=gettext_lazy("summary"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("One or two neutral sentences; say who claims what. Public."),
    )
    sub_event_type = forms.ChoiceField(label=gettext_lazy("kind of event"), choices=_sub_events)
    civilian_harm = forms.ChoiceField(
        label=gettext_lazy("harm to civilians"), choices=CivilianHarm.choices, initial=CivilianHarm.UNCLEAR
    )
    when = forms.CharField(
        label=gettext_lazy("when"),
        max_length=100,
        widget=ImpreciseDateInput(ImpreciseFields("", "", "")),
        help_text=gettext_lazy("As you would say it: %s") % EXAMPLES,
    )
    occurred_words = forms.CharField(
        label=gettext_lazy("in the report's words"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("If they say more, such as “Tuesday night”. Public."),
    )
    location = _look_up(
        IncidentLocation,
        "location",
        gettext_lazy("where"),
        gettext_lazy("Any name in any script finds it. Where it is not exact, choose the wider place."),
        required=True,
    )
    casualties = forms.CharField(
        label=gettext_lazy("casualties"),
        required=False,
        max_length=2000,
        widget=CasualtyLinesInput,
        help_text=gettext_lazy(
            "How many of whom came to what harm, in English, Arabic or Kurdish: “2 killed — per SOHR”, “at least 3 "
            "civilians wounded”, “3 women and 2 children killed”, “5 killed, including 2 children”, “1 fighter of "
            "Asayish killed, per “local sources””, “مقتل ثلاثة مدنيين”. “of” or a bracket says whose people they were, "
            "“per” who says so; without it, it is the report's own voice. Nothing else is understood."
        ),
    )
    adopt_figures = forms.BooleanField(
        label=gettext_lazy("adopt the numbers as assessed figures"), required=False, initial=True
    )
    grade = forms.ChoiceField(
        label=gettext_lazy("did it happen?"), choices=GradeValue.choices, initial=GradeValue.SINGLE_SOURCE
    )
    reason = forms.CharField(
        label=gettext_lazy("why this grade"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("A sentence. Public."),
    )
    responsibility_grade = forms.ChoiceField(
        label=gettext_lazy("who did it?"), choices=GradeValue.choices, initial=GradeValue.NOT_ASSESSED
    )
    responsibility_reason = forms.CharField(
        label=gettext_lazy("on what that rests"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("A sentence; needed where a standing is “assessed”. Public."),
    )
    casualty_grade = forms.ChoiceField(
        label=gettext_lazy("are the numbers right?"),
        choices=GradeValue.choices,
        initial=GradeValue.NOT_ASSESSED,
    )
    casualty_reason = forms.CharField(
        label=gettext_lazy("because"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("A sentence. Public."),
    )

    def __init__(self, *args: Any, admin_site: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n, side in zip(PARTS, (Side.A, Side.B, Side.OTHER), strict=True):
            self._add_part(n, side)
        for field in self.fields.values():
            if related := getattr(field, "desk_field", None):
                _bind(field, related, admin_site)

    def _add_part(self, n: int, side: Side) -> None:
        self.fields[f"actor_{n}"] = _look_up(Participation, "actor", _("actor"))
        self.fields[f"description_{n}"] = forms.CharField(
            label=_("or description"), required=False, max_length=200
        )
        for name, words, codes, initial in (
            ("role", _("role"), tuple(Role), Role.BELLIGERENT),
            ("side", _("side"), tuple(Side), side),
            ("standing", _("standing"), GIVEN_HERE, Standing.ALLEGED),
        ):
            choices = [(code.value, code.label) for code in codes]
            self.fields[f"{name}_{n}"] = forms.ChoiceField(label=words, choices=choices, initial=initial)

    def clean_when(self) -> Any:
        try:
            return read_date(self.cleaned_data["when"], self.cleaned_data.get("published_on"))
        except NotADate as problem:
            raise forms.ValidationError(str(problem)) from None

    def _words_of_when(self) -> str:
        """The report's words; a clock time, which has no field, is kept in them."""
        values = self.cleaned_data
        return values["occurred_words"] or (self["when"].value() if values["when"].clock else "")

    def clean_casualties(self) -> list[QuickCasualty]:
        """Each line with its claimant and belonging looked up; all problems at once."""
        casualties: list[QuickCasualty] = []
        problems: list[str] = []
        for answer in read_casualties(self.cleaned_data["casualties"]):
            casualties += answer.casualties
            if answer.problem:
                problems.append(answer.problem)
        if problems:
            raise forms.ValidationError(problems)
        return casualties

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for grade, reason in GRADES.values():
            if cleaned.get(grade) != GradeValue.NOT_ASSESSED and not cleaned.get(reason):
                self.add_error(reason, _("Say why, in a sentence."))
        for n in PARTS:
            if cleaned.get(f"actor_{n}") and cleaned.get(f"description_{n}"):
                self.add_error(f"description_{n}", _("Give an actor or a description, not both."))
        self._check_standings(cleaned)
        self._check_seen(cleaned)
        return cleaned

    def _filled_parts(self) -> list[int]:
        values = self.cleaned_data
        return [n for n in PARTS if values.get(f"actor_{n}") or values.get(f"description_{n}")]

    def actor_fields(self) -> list[str]:
        """Names of the fields of the actors of the entry, in its order."""
        return [f"actor_{n}" for n in self._filled_parts()]

    def _check_standings(self, cleaned: dict[str, Any]) -> None:
        """Whoever counts as established does so for a reason."""
        for n in PARTS:
            who = cleaned.get(f"actor_{n}") or cleaned.get(f"description_{n}")
            assessed = who and cleaned.get(f"standing_{n}") == Standing.ASSESSED
            if assessed and not cleaned.get("responsibility_reason"):
                self.add_error(
                    "responsibility_reason",
                    _("“%(name)s” is marked as assessed: say on what that rests, or mark it as alleged.")
                    % {"name": who},
                )
                return

    def _check_seen(self, cleaned: dict[str, Any]) -> None:
        """Casualty lines count once their reading has been looked at: the page shows it, and says which it showed."""
        casualties = cleaned.get("casualties")
        if casualties and self.data.get(SEEN) != digest_of(casualties):
            self.add_error(
                "casualties",
                _("Below is how the lines are read. Change them, or enter again to store them so."),
            )

    @property
    def reading(self) -> CasualtyReading:
        """How the casualty lines are read, for showing them beside their field."""
        return CasualtyReading.of(self["casualties"].value() or "")

    def entry(self, for_review: bool) -> QuickEntry:
        """The answers, ready to be entered."""
        values = self.cleaned_data
        event_type, sub_event_type = values["sub_event_type"].split("/")
        return QuickEntry(
            report=QuickReport(
                values["source"],
                values["report_title"],
                values["url"],
                values["published_on"],
                values["text"],
            ),
            event=QuickEvent(
                values["title"],
                values["summary"],
                event_type,
                sub_event_type,
                values["civilian_harm"],
                values["when"],
                values["location"],
                self._words_of_when(),
            ),
            parts=[QuickPart(*(values[f"{name}_{n}"] for name in PART_FIELDS)) for n in self._filled_parts()],
            casualties=values["casualties"],
            grades=[
                QuickGrade(about, GradeValue(values[grade]), values[reason])
                for about, (grade, reason) in GRADES.items()
            ],
            adopt_figures=values["adopt_figures"],
            for_review=for_review,
        )


def _bind(field: Any, related: Any, site: Any) -> None:
    """The admin's look-up with its button for adding what is missing."""
    widget = LookUpSelect(related, site)
    widget.choices = field.choices
    field.widget = RelatedFieldWidgetWrapper(widget, related.remote_field, site, can_add_related=True)
    field.widget.choices = field.choices
    field.widget.is_required = field.required
