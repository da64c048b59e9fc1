"""Base view of the pages that import a spreadsheet: permission, the upload, the steps at the head."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from accounts.models import User
from accounts.roles import Capability
from incidents.intake.imports.files.sources import NoSource
from incidents.intake.imports.spreadsheet.uploads import LARGEST, Upload, waiting
from incidents.models import Job

from ..base import acting_user

STEPS = (
    ("facts", gettext_lazy("Facts")),
    ("columns", gettext_lazy("Columns")),
    ("values", gettext_lazy("Words")),
    ("names", gettext_lazy("Names")),
    ("preview", gettext_lazy("Preview")),
)
ENCODING = "encoding"
"""The step before the others, of files whose encoding cannot be found out."""


@dataclass(frozen=True)
class ImportStep:
    name: str
    title: Any
    url: str
    here: bool


class ImportView(View):
    """Base of the steps: who may, the upload, the frame of the page."""

    model_admin: Any = None
    step: ClassVar[str] = ""
    title: ClassVar[Any] = gettext_lazy("Import a spreadsheet")
    template: ClassVar[str] = ""

    def dispatch(self, request: HttpRequest, *args: Any, token: str = "", **kwargs: Any) -> Any:
        self.user: User = acting_user(request)
        if not self.user.can(Capability.ENTER):
            raise PermissionDenied
        if token:
            upload = waiting(token, self.user.pk)
            if upload is None:
                raise Http404(_("This upload is done with, or older than a day."))
            self.upload: Upload = upload
            job = Job.objects.unfinished().filter(key=upload.job_key).first()
            if job is not None:  # what it reads must not change under it
                return HttpResponseRedirect(reverse("admin:incidents_import_job", args=[job.pk]))
            upload.touch()
            if upload.needs_encoding and self.step != ENCODING:
                return self.to(ENCODING)
        try:
            return super().dispatch(request, *args, **kwargs)
        except NoSource as problem:
            messages.error(request, str(problem))
            return HttpResponseRedirect(reverse("admin:incidents_import_start"))

    def page(self, status: int = 200, **context: Any) -> HttpResponse:
        upload: Upload | None = getattr(self, "upload", None)
        steps = [
            ImportStep(name, title, self.url(name), name == self.step) for name, title in STEPS if upload
        ]
        frame = {
            **self.model_admin.admin_site.each_context(self.request),
            "title": self.title,
            "subtitle": upload.waiting.filename if upload else None,
            "opts": self.model_admin.opts,
            "upload": upload,
            "steps": steps,
        }
        return render(self.request, self.template, {**frame, **context}, status=status)

    def url(self, step: str) -> str:
        return reverse(f"admin:incidents_import_{step}", args=[self.upload.token])

    def to(self, step: str) -> HttpResponse:
        return HttpResponseRedirect(self.url(step))


def chunks_of(file: Any) -> Iterable[bytes]:
    """The content of an uploaded file. Raises ``NoSource`` where it is too large for a page."""
    if file.size > LARGEST:
        raise NoSource(
            _("It is larger than %(n)s MB. Pack it (zip), or use the command import_csv.")
            % {"n": LARGEST // 1_000_000}
        )
    chunks: Iterable[bytes] = file.chunks()
    return chunks
