"""Jobs of the worker: which there are, how far each is, and the buttons that stop one or let it go on."""

from __future__ import annotations

from typing import Any, assert_never

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.roles import Capability
from incidents.codebook import JobKind, JobState
from incidents.models import Job
from incidents.models.jobs import worker_is_alive

from .base import ReadOnlyAdmin, acting_user


def words_of(job: Job) -> str:
    """One sentence on how it stands."""
    if job.state == JobState.RUNNING and job.cancelled_at:
        return _("It was asked to stop, and does so at its next step.")
    if job.state in (JobState.RUNNING, JobState.CANCELLED) and (job.total or job.done):
        words = [job.get_state_display(), _amount(job), job.step]
        return ": ".join(filter(None, (words[0], ", ".join(filter(None, words[1:])))))
    if job.state == JobState.WAITING and job.not_before > timezone.now():
        return _("Tried again at %(time)s") % {"time": date_format(job.not_before, "H:i:s e")}
    return str(job.get_state_display())


def _amount(job: Job) -> str:
    done = number_format(job.done, force_grouping=True)
    if not job.total:
        return done
    return _("%(done)s of %(total)s") % {
        "done": done,
        "total": number_format(job.total, force_grouping=True),
    }


def jobs_seen_by(user: User) -> QuerySet[Job]:
    """One's own and the site's; whoever may publish sees all. Errors of an import quote its rows."""
    if user.can(Capability.PUBLISH):
        return Job.objects.all()
    return Job.objects.filter(Q(enqueued_by=None) | Q(enqueued_by=user.pk))


def may_cancel(user: User, job: Job) -> bool:
    """Whoever asked for it, or a manager; what the site does by itself it would only begin anew."""
    own = job.enqueued_by_id == user.pk
    return job.enqueued_by_id is not None and (own or user.can(Capability.MANAGE_ACCOUNTS))


def may_resume(user: User, job: Job) -> bool:
    """Whoever asked for it, in whose name it is done; a manager hurries what the site will try again by itself."""
    if job.enqueued_by_id is None:
        return user.can(Capability.MANAGE_ACCOUNTS)
    return job.enqueued_by_id == user.pk


def own_page(job: Job) -> str | None:
    """Where a job of this kind is shown with what it does."""
    match JobKind(job.kind):
        case JobKind.IMPORT_CHECK | JobKind.IMPORT | JobKind.IMPORT_UNDO:
            address: str = reverse("admin:incidents_import_job", args=[job.pk])
            return address
        case JobKind.RELEASES:
            return None
        case other:
            assert_never(other)


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ("number", "what", "standing", "progress", "enqueued_by", "enqueued_at", "stop")
    list_display_links = ("number", "what")
    list_filter = ("state", "kind")
    list_select_related = ("enqueued_by",)
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("title",)
    search_help_text = gettext_lazy("A part of its title, such as the name of a file.")
    change_list_template = "admin/desk/job_list.html"

    def search(self, rows: Any, text: str) -> Any:
        return rows.filter(title__icontains=text.strip())

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        return jobs_seen_by(acting_user(request)).order_by("-pk")

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """With whoever looks at each job: its button depends on that."""
        changes, user = super().get_changelist_instance(request), acting_user(request)
        for job in changes.result_list:
            job.seen_by = user
        return changes

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return super().changelist_view(
            request, {"without_worker": not worker_is_alive(), **(extra_context or {})}
        )

    @admin.display(description=gettext_lazy("number"))
    def number(self, job: Job) -> int:
        return job.pk

    @admin.display(description=gettext_lazy("what"))
    def what(self, job: Job) -> str:
        return str(job)

    @admin.display(description=gettext_lazy("state"))
    def standing(self, job: Job) -> Any:
        return format_html(
            '<span class="mark mark-{}">{}</span><br><span class="quiet">{}</span>',
            job.state,
            job.get_state_display(),
            job.error[:200],
        )

    @admin.display(description=gettext_lazy("progress"))
    def progress(self, job: Job) -> str:
        return render_to_string("admin/desk/job_progress.html", {"job": job, "words": words_of(job)})

    @admin.display(description=gettext_lazy("stop"))
    def stop(self, job: Any) -> str:
        if not job.is_unfinished or job.cancelled_at or not may_cancel(job.seen_by, job):
            return ""
        return format_html(
            '<button type="submit" class="button" formnovalidate formaction="{}" aria-label="{}">{}</button>',
            reverse("admin:incidents_job_cancel", args=[job.pk]),
            _("Stop %(job)s") % {"job": job},
            _("Stop"),
        )

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/progress/", view(self.progress_view), name="incidents_job_progress"),
            path("<int:pk>/cancel/", view(require_POST(self.cancel)), name="incidents_job_cancel"),
            path("<int:pk>/resume/", view(require_POST(self.resume)), name="incidents_job_resume"),
            *super().get_urls(),
        ]

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """How it stands, in place of a form that nobody could save."""
        job = self.get_object(request, object_id)
        if job is None or not self.has_view_permission(request, job):
            return super().change_view(request, object_id, *args, **kwargs)
        user = acting_user(request)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Job %(number)s") % {"number": job.pk},
            "opts": self.opts,
            "job": job,
            "words": words_of(job),
            "own_page": own_page(job),
            "without_worker": job.is_unfinished and not worker_is_alive(),
            "may_cancel": job.is_unfinished and not job.cancelled_at and may_cancel(user, job),
            "may_resume": job.may_be_resumed and may_resume(user, job),
        }
        return render(request, "admin/desk/job.html", context)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """A job has no history: nobody edits it."""
        return self.change_view(request, object_id)

    def progress_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """How it stands, for the script of the page."""
        job = self._job(request, pk)
        part = render(request, "admin/desk/job_progress_part.html", {"job": job, "words": words_of(job)})
        part["Job-State"] = job.state
        return part

    def cancel(self, request: HttpRequest, pk: int) -> HttpResponse:
        job, user = self._job(request, pk), acting_user(request)
        if not may_cancel(user, job):
            raise PermissionDenied
        if job.cancel(user):
            messages.success(
                request, _("%(job)s: it stops, and what was done until then stays.") % {"job": job}
            )
        else:
            messages.warning(
                request, _("%(job)s: it had come to its end, or was being stopped.") % {"job": job}
            )
        return self._back(request, job)

    def resume(self, request: HttpRequest, pk: int) -> HttpResponse:
        job, user = self._job(request, pk), acting_user(request)
        if not may_resume(user, job):
            raise PermissionDenied
        if job.resume():
            messages.success(request, _("%(job)s: it goes on as soon as a worker is free.") % {"job": job})
        else:
            messages.warning(
                request, _("%(job)s: it is being done, or the same was asked for again.") % {"job": job}
            )
        return self._back(request, job)

    def _job(self, request: HttpRequest, pk: int) -> Job:
        job = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_permission(request, job):
            raise PermissionDenied
        return job

    def _back(self, request: HttpRequest, job: Job) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:incidents_job_change", args=[job.pk]))
