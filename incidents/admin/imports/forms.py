"""Forms of the pages that import a spreadsheet: the file, the facts, the columns, the words, the run."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.codebook import SUB_EVENTS, EventType, Extent, Licence, SourceKind, Standing, SubEventType
from incidents.folding import fold
from incidents.intake.imports.acled.coder import KEY as ACLED
from incidents.intake.imports.files.sources import RowSource
from incidents.intake.imports.ged.coder import KEY as GED
from incidents.intake.imports.spreadsheet.checks import codes_for
from incidents.intake.imports.spreadsheet.columns import answered, questions_of, unasked
from incidents.intake.imports.spreadsheet.guess import guessed_code
from incidents.intake.imports.spreadsheet.mapping import DATASET, DESK, Mapping, is_given, listed_code
from incidents.intake.imports.spreadsheet.meanings import ACTORS, KIND, MEANINGS, TITLES
from incidents.intake.imports.spreadsheet.saved import runs_with_mapping
from incidents.intake.imports.spreadsheet.uploads import LARGEST
from incidents.intake.imports.spreadsheet.words import words_of

MOST_WORDS = 80
"""Different words of one column that the page asks about; a column with more is no coded one."""
_NONE = ("", "---------")


def kinds() -> list[Any]:
    """Types, and under each its kinds; a type alone stands for rows that tell no more.

    Of a demonstration it has to be told whether it was peaceful: there is no type of it that leaves this open.
    """
    choices: list[Any] = [_NONE]
    for event, subs in SUB_EVENTS.items():
        details: list[Any] = [(f"{event.value}/{sub.value}", SubEventType(sub).label) for sub in subs]
        if event != EventType.DEMONSTRATION:
            details.insert(0, (event.value, _("%(type)s, not told in detail") % {"type": event.label}))
        choices.append((event.label, details))
    return choices


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        help_text=format_lazy(
            gettext_lazy(
                "CSV with whatever separator, or an Excel workbook (.xlsx), packed (.zip, .gz) or not; at most {n} MB."
            ),
            n=LARGEST // 1_000_000,
        ),
    )
    mapping = forms.FileField(
        label=gettext_lazy("Mapping"),
        required=False,
        help_text=gettext_lazy("If you have one as a file (.json or .toml); otherwise leave it out."),
    )
    earlier = forms.TypedChoiceField(
        label=gettext_lazy("or that of an import"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=gettext_lazy(
            "The list is of the same make as one before: its mapping can be used, and changed."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        earlier: Any = self.fields["earlier"]
        earlier.choices = [_NONE, *((run.pk, str(run)) for run in runs_with_mapping())]
        if len(earlier.choices) == 1:
            del self.fields["earlier"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("mapping") and cleaned.get("earlier"):
            self.add_error("earlier", _("Give a file or choose an import, not both."))
        return cleaned


class OtherFileForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Another file for the same mapping"))


class FactsForm(forms.Form):
    """What the dataset is, and what holds for all of its rows."""

    title = forms.CharField(label=gettext_lazy("Title of the dataset"), max_length=200)
    key = forms.SlugField(
        label=gettext_lazy("Short name"),
        max_length=40,
        help_text=gettext_lazy(
            "Small letters, digits and hyphens, such as city-list. Rows are found again by it."
        ),
    )
    version = forms.CharField(label=gettext_lazy("Version"), max_length=40, initial="1")
    licence = forms.ChoiceField(
        label=gettext_lazy("Licence"),
        choices=Licence.choices,
        help_text=gettext_lazy("What is not for publication stays on the desk for good."),
    )
    voice = forms.ChoiceField(
        label=gettext_lazy("Whose coding it is"),
        choices=[
            (DATASET, gettext_lazy("Its makers': shown as theirs until the desk has reviewed it")),
            (DESK, gettext_lazy("Our own, kept in a file")),
        ],
        initial=DATASET,
        required=False,
    )
    citation = forms.CharField(
        label=gettext_lazy("How its makers want to be cited"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    maker = forms.CharField(label=gettext_lazy("Who makes it"), max_length=200, required=False)
    maker_kind = forms.ChoiceField(
        label=gettext_lazy("Kind of maker"), choices=SourceKind.choices, initial=SourceKind.OTHER.value
    )
    language = forms.RegexField(
        r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$",
        label=gettext_lazy("Language of the texts"),
        initial="en",
        max_length=15,
    )
    country = forms.CharField(
        label=gettext_lazy("Country"),
        required=False,
        help_text=gettext_lazy("For rows without a column for it."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of event"),
        choices=kinds,
        required=False,
        help_text=gettext_lazy(
            "For rows without a column for it, or with an empty cell or an unknown word in it."
        ),
    )
    extent = forms.ChoiceField(
        label=gettext_lazy("Extent"), choices=Extent.choices, initial=Extent.SINGLE.value
    )
    order = forms.ChoiceField(
        label=gettext_lazy("How 3/4/2021 is meant"),
        choices=[
            ("", gettext_lazy("No such dates, or I do not know")),
            ("day-first", gettext_lazy("3 April: the day is first")),
            ("month-first", gettext_lazy("4 March: the month is first")),
        ],
        required=False,
    )
    precision = forms.ChoiceField(
        label=gettext_lazy("How exact the days are"),
        choices=[("", gettext_lazy("Not told")), ("day", gettext_lazy("Exact days"))],
        required=False,
    )
    standing = forms.ChoiceField(
        label=gettext_lazy("How sure it is who took part"),
        choices=Standing.choices,
        initial=Standing.ALLEGED.value,
    )
    separator = forms.CharField(
        label=gettext_lazy("What parts several actors or tags in a cell"),
        max_length=5,
        initial=";",
        strip=False,
    )
    source = forms.CharField(
        label=gettext_lazy("Source of the reports"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For rows without a column for it; empty: no report."),
    )

    delimiter = forms.ChoiceField(
        label=gettext_lazy("What parts the columns"),
        choices=[
            ("", gettext_lazy("As was found out")),
            (",", ","),
            (";", ";"),
            ("\t", gettext_lazy("tab")),
            ("|", "|"),
        ],
        required=False,
    )
    encoding = forms.CharField(
        label=gettext_lazy("Character encoding"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Such as cp1256 for Arabic; empty: UTF-8."),
    )
    sheet = forms.CharField(
        label=gettext_lazy("Sheet of the workbook"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Empty: the first that holds a table."),
    )
    heading = forms.IntegerField(
        label=gettext_lazy("Line that names the columns"),
        min_value=0,
        required=False,
        help_text=gettext_lazy("Empty or 0: it is found, below titles and above tags."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            # What a mapping from a file says is kept, even where the page would not offer it.
            value = self.initial.get(name)
            if isinstance(field, forms.ChoiceField) and value and not field.valid_value(value):
                choices: Any = field.choices
                field.choices = [*choices, (value, value)]

    def clean_voice(self) -> str:
        return self.cleaned_data["voice"] or DATASET

    def clean_heading(self) -> int:
        return self.cleaned_data["heading"] or 0

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"])
        if fold(key).replace(" ", "-") != key:
            raise forms.ValidationError(_("Small letters, digits and hyphens only."))
        if key in (ACLED, GED):
            raise forms.ValidationError(_("This dataset has an importer of its own; see the commands."))
        return key


FACT_GROUPS = (
    (
        gettext_lazy("The dataset"),
        ("title", "key", "version", "licence", "voice", "citation", "maker", "maker_kind", "language"),
    ),
    (
        gettext_lazy("For all rows"),
        ("country", "kind", "extent", "order", "precision", "standing", "separator", "source"),
    ),
    (gettext_lazy("How the file is read"), ("delimiter", "encoding", "sheet", "heading")),
)


class ColumnsForm(forms.Form):
    """One question for each column: what is it?"""

    def __init__(self, *args: Any, source: RowSource, mapping: Mapping, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mapping, self.unasked = mapping, unasked(mapping)
        self.questions = questions_of(mapping, source.heading)
        self.samples = _samples(source, [question.column for question in self.questions])
        for number, question in enumerate(self.questions):
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=question.column,
                choices=[("", _("Not used")), *MEANINGS],
                required=False,
                initial=question.meaning,
            )
        names = {
            "actors": _("Another actor"),
            "counts": _("Another number"),
            "reports": _("Another report"),
            "dates.formats": _("Forms of dates"),
            "external_ids": _("Identifiers that others use for the event"),
            "tags_separator": _("What parts tags"),
        }
        for key, text in self.unasked.items():
            label = names.get(key.partition("-")[0]) or TITLES.get(key, key)
            self.fields[f"beside-{key}"] = forms.BooleanField(
                label=label, help_text=text, required=False, initial=True
            )

    def kept(self) -> list[Any]:
        """What a mapping from a file says besides, each to be ticked off."""
        return [self[f"beside-{key}"] for key in self.unasked]

    def lines(self) -> list[tuple[Any, list[str]]]:
        """Each field with some of its column's cells."""
        return [
            (self[f"column-{number}"], self.samples[question.column])
            for number, question in enumerate(self.questions)
        ]

    def answered(self) -> Mapping:
        """The mapping with the answers of this form."""
        given_up = {key for key in self.unasked if not self.cleaned_data.get(f"beside-{key}")}
        return answered(self.mapping, self._meanings(), given_up)

    def _meanings(self) -> dict[str, str]:
        answers = {
            question.column: self.cleaned_data.get(f"column-{number}", "")
            for number, question in enumerate(self.questions)
        }
        return {column: meaning for column, meaning in answers.items() if meaning}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        meanings = self._meanings()
        times = Counter(meaning for meaning in meanings.values() if meaning not in ACTORS)
        for number, question in enumerate(self.questions):
            if times[meanings.get(question.column, "")] > 1:
                self.add_error(f"column-{number}", _("Another column has this meaning, too."))
        mapping = self.answered()
        for field, message in (
            (
                mapping.id,
                _("No column is the identifier of the row. Without one, rows are not found again."),
            ),
            (mapping.dates.first, _("No column is the day.")),
            (
                mapping.event_type,
                _("No column is the kind of event. Choose one, or give it for all rows a page before."),
            ),
            (mapping.place.country, _("No column is the country. Choose one, or give it a page before.")),
        ):
            if not is_given(field):
                self.add_error(None, message)
        if is_given(mapping.place.lat) != is_given(mapping.place.lon):
            self.add_error(None, _("Latitude and longitude belong together."))
        return cleaned


def _samples(source: RowSource, columns: list[str]) -> dict[str, list[str]]:
    """Three different cells of each column, from the first thousand rows."""
    samples: dict[str, list[str]] = {column: [] for column in columns}
    for number, row in enumerate(source.rows()):
        for column in columns:
            cell = str(row.columns.get(column, "")).strip()[:60]
            if cell and len(samples[column]) < 3 and cell not in samples[column]:
                samples[column].append(cell)
        if number == 1000:
            break
    return samples


class WordsForm(forms.Form):
    """For each coded column its words, the most frequent first: which of our codes is it?"""

    def __init__(self, *args: Any, words: dict[str, Counter[str]], mapping: Mapping, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = {meaning: list(counts.most_common(MOST_WORDS)) for meaning, counts in words.items()}
        known = words_of(mapping)
        for meaning, counts in self.words.items():
            codes = codes_for(meaning)
            choices = kinds() if meaning == KIND else [_NONE, *(codes.choices if codes else ())]
            for number, (word, _times) in enumerate(counts):
                code = listed_code(word, known[meaning])
                self.fields[f"{meaning}-{number}"] = forms.ChoiceField(
                    label=word,
                    choices=choices,
                    required=False,
                    initial=guessed_code(meaning, word) if code is None else code,
                )

    def tables(self) -> list[tuple[str, list[tuple[Any, int]]]]:
        return [
            (TITLES[meaning], [(self[f"{meaning}-{n}"], times) for n, (_word, times) in enumerate(counts)])
            for meaning, counts in self.words.items()
        ]

    def codes(self) -> dict[str, dict[str, str]]:
        """The code chosen for each word, by the meaning of its column."""
        return {
            meaning: {word: self.cleaned_data[f"{meaning}-{n}"] for n, (word, _times) in enumerate(counts)}
            for meaning, counts in self.words.items()
        }


class RunForm(forms.Form):
    """How far the incidents go. What the role or the licence does not allow is not offered."""

    how = forms.ChoiceField(label=gettext_lazy("Enter them"), widget=forms.RadioSelect, initial="draft")

    whole = forms.BooleanField(
        label=gettext_lazy("The file is the whole dataset"),
        required=False,
        help_text=gettext_lazy(
            "Incidents from earlier files whose rows are not in this one are retracted, with a public note. Taking the "
            "import back puts them in force again. Leave it open for a file that is only a part: they are listed then."
        ),
    )

    def __init__(self, *args: Any, approve: bool, publish: bool, retract: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not retract:
            del self.fields["whole"]
        choices = [("draft", _("as drafts, to be reviewed one by one"))]
        choices += [("approve", _("as approved, to be published later"))] if approve else []
        choices += [("publish", _("and publish them now"))] if publish else []
        how: Any = self.fields["how"]
        how.choices = choices
