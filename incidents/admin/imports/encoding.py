"""The step of files that are not in UTF-8: how they would read in likely letters, for somebody to choose."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.intake.imports.files.encodings import NoSource, Reading

from .frame import LETTERS, ImportView

_ISOLATED = "\u2068%s\u2069"
"""Text of either direction that does not turn round what stands beside it."""


class LettersForm(forms.Form):
    encoding = forms.ChoiceField(label=gettext_lazy("The text reads"), widget=forms.RadioSelect)
    other = forms.CharField(
        label=gettext_lazy("Other letters"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Their usual name, such as iso-8859-6 or mac_arabic."),
    )

    def __init__(self, *args: Any, readings: list[Reading], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        likely = [
            (one.encoding, f"{_ISOLATED % one.sample} \u2014 {one.letters} ({one.encoding})")
            for one in readings
        ]
        aside = _("in UTF-8 but for some rows, which are to be set aside")
        chosen: Any = self.fields["encoding"]
        chosen.choices = [*likely, ("utf-8", aside), ("other", _("right in none of them"))]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("encoding") == "other" and not cleaned.get("other"):
            self.add_error("other", _("Say which."))
        return cleaned

    def stated(self) -> str:
        chosen: str = self.cleaned_data["encoding"]
        return str(self.cleaned_data["other"]) if chosen == "other" else chosen


class Letters(ImportView):
    step, title = LETTERS, gettext_lazy("In which letters is it written?")
    template = "admin/desk/import_letters.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        readings = self.upload.readings()
        return self.page(form=LettersForm(readings=readings)) if readings else self._onward()

    def post(self, request: HttpRequest) -> HttpResponse:
        form = LettersForm(request.POST, readings=self.upload.readings())
        if not form.is_valid():
            return self.page(form=form)
        try:
            self.upload.state_letters(form.stated())
        except NoSource as problem:
            form.add_error(None, str(problem))
            return self.page(form=form)
        return self._onward()

    def _onward(self) -> HttpResponse:
        return self.to("facts" if self.upload.choices.uploaded is None else "preview")
