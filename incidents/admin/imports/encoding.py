"""The step that asks for the encoding of a file that is not in UTF-8, with how it would read in likely ones."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.intake.imports.files.encodings import NoSource, Reading

from .frame import ENCODING, ImportView

_ISOLATED = "\u2068%s\u2069"
"""Text of either direction that does not turn round what stands beside it."""


class EncodingForm(forms.Form):
    encoding = forms.ChoiceField(label=gettext_lazy("The text reads"), widget=forms.RadioSelect)
    other = forms.CharField(
        label=gettext_lazy("Another encoding"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Its usual name, such as iso-8859-6 or mac_arabic."),
    )

    def __init__(self, *args: Any, readings: list[Reading], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        likely = [
            (reading.encoding, f"{_ISOLATED % reading.sample} \u2014 {reading.letters} ({reading.encoding})")
            for reading in readings
        ]
        aside = _("in UTF-8 but for some rows, which are to be set aside")
        chosen: Any = self.fields["encoding"]
        chosen.choices = [*likely, ("utf-8", aside), ("other", _("right in none of them"))]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("encoding") == "other" and not cleaned.get("other"):
            self.add_error("other", _("Say which."))
        return cleaned

    def chosen_encoding(self) -> str:
        chosen: str = self.cleaned_data["encoding"]
        return str(self.cleaned_data["other"]) if chosen == "other" else chosen


class EncodingView(ImportView):
    step, title = ENCODING, gettext_lazy("In which character encoding is it written?")
    template = "admin/desk/import_encoding.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        readings = self.upload.readings()
        return self.page(form=EncodingForm(readings=readings)) if readings else self._onward()

    def post(self, request: HttpRequest) -> HttpResponse:
        form = EncodingForm(request.POST, readings=self.upload.readings())
        if not form.is_valid():
            return self.page(form=form)
        try:
            self.upload.set_encoding(form.chosen_encoding())
        except NoSource as problem:
            form.add_error(None, str(problem))
            return self.page(form=form)
        return self._onward()

    def _onward(self) -> HttpResponse:
        return self.to("preview" if self.upload.waiting.untouched else "facts")
