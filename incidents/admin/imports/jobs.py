"""Page of a job that checks, imports or takes back: how far it is, stopping it, and what to do when it has ended."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from accounts.models import User
from accounts.roles import Capability
from incidents.codebook import JobKind, JobState, decided, selected
from incidents.intake.imports.spreadsheet.uploads import Upload, waiting
from incidents.models import ImportRun, ImportVerdict, Job
from incidents.models.jobs import worker_is_alive

from ..base import acting_user
from ..jobs import jobs_seen_by, may_cancel

KINDS = selected(
    JobKind,
    (JobKind.IMPORT_CHECK, JobKind.IMPORT, JobKind.IMPORT_UNDO),
    others=(JobKind.RELEASES,),
)
TITLES: dict[JobState, Any] = decided(
    JobState,
    {
        JobState.WAITING: gettext_lazy("It begins as soon as the worker is free"),
        JobState.RUNNING: gettext_lazy("At work"),
        JobState.DONE: gettext_lazy("Done"),
        JobState.FAILED: gettext_lazy("It could not be done"),
        JobState.CANCELLED: gettext_lazy("Stopped"),
    },
)
DAYS_LISTED = 7
"""For which jobs that were stopped, or could not be done, stand above the list of imports."""


def may_see(user: User, owner: int | None) -> bool:
    """Whether somebody may see an import and its reports, which quote the rows: its owner, and who may publish."""
    return owner == user.pk or user.can(Capability.PUBLISH)


def jobs_listed(user: User) -> QuerySet[Job]:
    """Jobs of imports that somebody may see and that are not done with, the newest first."""
    since = timezone.now() - timedelta(days=DAYS_LISTED)
    open_states = Q(state__in=(JobState.WAITING, JobState.RUNNING))
    ended = Q(state__in=(JobState.FAILED, JobState.CANCELLED), finished_at__gte=since)
    return jobs_seen_by(user).filter(open_states | ended, kind__in=KINDS).select_related("enqueued_by")


class JobView(View):
    """The job, as a page or as the part of it that a script renews; and the buttons."""

    model_admin: Any = None

    def dispatch(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> Any:
        self.user: User = acting_user(request)
        self.job = get_object_or_404(
            Job.objects.select_related("enqueued_by", "cancelled_by"), pk=pk, kind__in=KINDS
        )
        if not self.user.can(Capability.ENTER) or not may_see(self.user, self.job.enqueued_by_id):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        job = self.job
        if "part" in request.GET:
            # Of another state the page has other buttons: the script loads it anew.
            part = render(request, "admin/desk/import_progress.html", self._context())
            part["Job-State"] = job.state
            return part
        if job.state == JobState.DONE and (onward := self._onward()):
            return HttpResponseRedirect(onward)
        frame = {
            **self.model_admin.admin_site.each_context(request),
            **self._context(),
            "title": job.get_kind_display(),
            "subtitle": job.title,
            "opts": self.model_admin.opts,
        }
        return render(request, "admin/desk/import_job.html", frame)

    def post(self, request: HttpRequest) -> HttpResponse:
        if "_stop" in request.POST:
            if not may_cancel(self.user, self.job):
                raise PermissionDenied
            if not self.job.cancel(self.user):
                messages.info(request, _("It had ended already."))
        elif "_resume" in request.POST and not (self._may_resume() and self.job.resume()):
            messages.error(request, _("It cannot go on: something else is done with the same file."))
        return HttpResponseRedirect(reverse("admin:incidents_import_job", args=[self.job.pk]))

    def _context(self) -> dict[str, Any]:
        job, import_run = self.job, self._run()
        return {
            "job": job,
            "state_title": TITLES[JobState(job.state)],
            "finished": not job.is_unfinished,
            "silent": job.is_unfinished and not worker_is_alive(),
            "run": import_run,
            "entered": self._entered(import_run),
            "upload": self._upload(),
            "may_cancel": may_cancel(self.user, job),
            "may_resume": self._may_resume(),
            "keeps_nothing": job.kind == JobKind.IMPORT_CHECK,
        }

    def _run(self) -> ImportRun | None:
        """What was imported so far, or is being taken back."""
        arguments = self.job.arguments
        runs = ImportRun.objects.select_related("dataset")
        if self.job.kind == JobKind.IMPORT_UNDO:
            return runs.filter(pk=arguments["run"]).first()
        if self.job.kind == JobKind.IMPORT:
            begun = runs.filter(
                source=arguments["source"], undone_at=None, started_by=self.job.enqueued_by_id
            )
            return begun.order_by("-pk").first()
        return None

    def _entered(self, import_run: ImportRun | None) -> int:
        return ImportVerdict.objects.filter(run=import_run, line__isnull=False).count() if import_run else 0

    def _upload(self) -> Upload | None:
        """The upload that it reads, for its owner."""
        token = self.job.arguments.get("upload")
        return waiting(token, self.user.pk) if token and self.job.enqueued_by_id == self.user.pk else None

    def _may_resume(self) -> bool:
        """In whose name it was begun, it goes on; nobody else's rights are lent to it."""
        if self.job.enqueued_by_id != self.user.pk or self.job.state not in (
            JobState.FAILED,
            JobState.CANCELLED,
        ):
            return False
        return self.job.kind == JobKind.IMPORT_UNDO or self._upload() is not None

    def _onward(self) -> str | None:
        """Where the result is shown."""
        if self.job.kind != JobKind.IMPORT_CHECK:
            run: str = reverse("admin:incidents_importrun_change", args=[self.job.result["run"]])
            return run
        upload = self._upload()
        return reverse("admin:incidents_import_preview", args=[upload.token]) if upload else None
