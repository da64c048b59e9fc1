"""Jobs: what takes longer than a request, for the worker to do. Here so that every room can enqueue one."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Max, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.codebook import JobKind, JobState, selected

from .fields import coded, coded_field

UNFINISHED = selected(
    JobState,
    (JobState.WAITING, JobState.RUNNING),
    others=(JobState.DONE, JobState.FAILED, JobState.CANCELLED),
)
RESUMABLE = selected(
    JobState,
    (JobState.WAITING, JobState.FAILED, JobState.CANCELLED),
    others=(JobState.RUNNING, JobState.DONE),
)
_FINISHED = tuple(state for state in JobState if state not in UNFINISHED)


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs, and how one is enqueued."""

    def unfinished(self) -> "JobQuerySet":
        return self.filter(state__in=UNFINISHED)

    def enqueue(
        self,
        kind: JobKind,
        *,
        title: str = "",
        arguments: dict[str, Any] | None = None,
        key: str = "",
        by: Any = None,
        delay: timedelta = timedelta(),
    ) -> "Job":
        """Add a job within the caller's transaction: it is begun once that is committed, and never if it is not.

        Of jobs with the same ``key`` one at a time is unfinished; where there is one, it is returned.
        ``by`` is the user in whose name it is done; nobody for what the site does by itself.
        """
        if key and (job := self.unfinished().filter(key=key).first()):
            return job
        try:
            with transaction.atomic():
                return self.create(
                    kind=kind,
                    title=title[:200],
                    arguments=arguments or {},
                    key=key,
                    enqueued_by=by,
                    not_before=timezone.now() + delay,
                )
        except IntegrityError:
            if not key:
                raise
            # Somebody has just enqueued the same.
            return self.enqueue(kind, title=title, arguments=arguments, key=key, by=by, delay=delay)


class Job(models.Model):
    """Something to be done by the worker, how far it has got, and what came of it."""

    kind = coded_field(JobKind, _("What is done."))
    title = models.CharField(
        max_length=200, blank=True, help_text=_("With what, such as the name of a file.")
    )
    arguments = models.JSONField(default=dict, blank=True, help_text=_("What its function is told."))
    key = models.CharField(
        max_length=100, blank=True, help_text=_("Of jobs with the same key one at a time is unfinished.")
    )
    state = coded_field(JobState, _("How it stands."), default=JobState.WAITING)
    not_before = models.DateTimeField(help_text=_("It is not begun earlier."))
    attempts = models.PositiveSmallIntegerField(
        default=0, help_text=_("How often it was begun; being stopped with the worker does not count.")
    )
    worker = models.CharField(
        max_length=100, blank=True, help_text=_("Machine and process that has it, or had it last.")
    )
    enqueued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("asked for by"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("In whose name it is done; nobody where the site does it by itself."),
    )
    enqueued_at = models.DateTimeField(_("since"), auto_now_add=True, help_text=_("When it was asked for."))
    started_at = models.DateTimeField(null=True, blank=True, help_text=_("When it was begun first."))
    finished_at = models.DateTimeField(null=True, blank=True, help_text=_("When it came to its end."))
    done = models.PositiveBigIntegerField(default=0, help_text=_("How much is done."))
    total = models.PositiveBigIntegerField(
        null=True, blank=True, help_text=_("Of how much; empty where it is not known.")
    )
    step = models.CharField(max_length=200, blank=True, help_text=_("What is being done."))
    result = models.JSONField(default=dict, blank=True, help_text=_("What its function returned."))
    error = models.TextField(blank=True, help_text=_("Why it failed, or why it is tried again."))
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Who stopped it."),
    )
    cancelled_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When somebody asked for it to be stopped.")
    )

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ("-pk",)
        constraints = (
            coded("job", "kind", JobKind),
            coded("job", "state", JobState),
            models.UniqueConstraint(
                fields=("key",),
                condition=Q(state__in=UNFINISHED) & ~Q(key=""),
                name="job_once_by_key",
                violation_error_message=_("The same is waiting or being done already."),
            ),
            models.CheckConstraint(
                name="job_finished_at_its_end",
                condition=(Q(finished_at__isnull=True) & ~Q(state__in=_FINISHED))
                | (Q(finished_at__isnull=False) & ~Q(state__in=UNFINISHED)),
                violation_error_message=_("A job has an end exactly when it is finished."),
            ),
            models.CheckConstraint(
                name="job_cancelled_at_by",
                condition=Q(cancelled_by__isnull=True) | Q(cancelled_at__isnull=False),
                violation_error_message=_("Who stopped a job did so at some time."),
            ),
        )
        indexes = (
            models.Index(fields=("kind", "id"), condition=Q(state__in=UNFINISHED), name="job_unfinished"),
        )

    def __str__(self) -> str:
        label = self.get_kind_display()
        return f"{label}: {self.title}" if self.title else label

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED

    @property
    def may_be_resumed(self) -> bool:
        """Whether ``resume`` would change anything."""
        return self.state in RESUMABLE and (
            self.state != JobState.WAITING or self.not_before > timezone.now()
        )

    @property
    def percent(self) -> int | None:
        """How much of it is done, from 0 to 100; ``None`` where that is not known."""
        if self.state == JobState.DONE:
            return 100
        return min(100 * self.done // self.total, 100) if self.total else None

    def cancel(self, by: Any) -> bool:
        """Ask for it to be stopped: at once where it waits, else where its function next looks.

        Whether there was anything to stop.
        """
        asked = {"cancelled_by": by, "cancelled_at": Now()}
        row = Job.objects.filter(pk=self.pk, cancelled_at=None)
        if row.filter(state=JobState.WAITING).update(state=JobState.CANCELLED, finished_at=Now(), **asked):
            return True
        return bool(row.filter(state=JobState.RUNNING).update(**asked))

    def resume(self) -> bool:
        """Let it be done again, or go on where it stopped, as soon as a worker is free.

        Whether it could be: not while it runs, nor while another with its key is unfinished.
        """
        row = Job.objects.filter(pk=self.pk, state__in=RESUMABLE)
        try:
            with transaction.atomic():
                resumed = row.update(
                    state=JobState.WAITING,
                    not_before=Now(),
                    attempts=0,
                    finished_at=None,
                    cancelled_by=None,
                    cancelled_at=None,
                )
        except IntegrityError:
            return False
        return bool(resumed)


class WorkerBeat(models.Model):
    """A worker process, and when it last said that it is there."""

    name = models.CharField(max_length=100, unique=True, help_text=_("Machine and process."))
    started_at = models.DateTimeField(auto_now_add=True, help_text=_("When it was started."))
    beat_at = models.DateTimeField(help_text=_("When it last said that it is there."))

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")

    def __str__(self) -> str:
        return self.name


def last_beat() -> datetime | None:
    """When a worker last said that it is there, which each does every few seconds; ``None`` where none ever did."""
    latest: datetime | None = WorkerBeat.objects.aggregate(latest=Max("beat_at"))["latest"]
    return latest


SECONDS_UNTIL_SILENT = 60
"""After which a worker that says nothing counts as gone."""


def worker_is_alive() -> bool:
    """Whether any worker has been heard of within the last minute."""
    beat = last_beat()
    return beat is not None and timezone.now() - beat < timedelta(seconds=SECONDS_UNTIL_SILENT)
