"""Claims: every figure, attribution, weapon, place, time, target and statement, and whose it is.

One table for all kinds: ``claim_shapes`` says which fields each kind has, ``claim_rules`` holds it to them, and
``claim_kinds`` makes the proxy models.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from incidents.codebook import (
    AgeBand,
    Basis,
    CasualtyStatus,
    Certainty,
    ClaimKind,
    DatePrecision,
    Jointly,
    Outcome,
    ResponsibleFor,
    Sex,
    Side,
    SpeechAct,
    Stance,
    TargetIntent,
    TargetKind,
    TerritoryChange,
    TimeOfDay,
    TimePhase,
    Weapon,
)

from .actors import Actor
from .claim_rules import kind_constraint, one_claimant, same_incident_triggers
from .claim_shapes import CLAIM_SHAPES
from .fields import at_most_one, claim_id, coded, coded_field, ordered, tracked

NUMBER = models.PositiveIntegerField


@tracked()
class Claim(models.Model):
    """What somebody says about an incident. The analysts' own judgement stands in assessments and figures."""

    public_id = models.CharField(
        max_length=16,
        unique=True,
        default=claim_id,
        editable=False,
        help_text=_("The same in every edition."),
    )
    incident = models.ForeignKey(
        "Incident", models.CASCADE, related_name="claims", help_text=_("The incident it speaks of.")
    )
    kind = coded_field(ClaimKind, _("What it is about."))

    # Who says so, how and where
    claimant_source = models.ForeignKey(
        "Source", models.PROTECT, null=True, blank=True, related_name="claims",
        verbose_name=_("claimant: source"),
        help_text=_("The source that says so; a report's own voice is its source."),
    )  # fmt: skip
    claimant_actor = models.ForeignKey(
        "Actor", models.PROTECT, null=True, blank=True, related_name="claims_made",
        verbose_name=_("claimant: actor"),
        help_text=_("The actor that says so, such as a party to the conflict."),
    )  # fmt: skip
    claimant_described = models.CharField(
        _("claimant: description"),
        max_length=200,
        blank=True,
        help_text=_("Where the claimant is only described, such as “local sources”. Public."),
    )
    basis = coded_field(Basis, _("How the claimant knows."), default=Basis.UNSTATED)
    derived_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="derivations",
        help_text=_("The claim it repeats; it adds no independence to that one."),
    )  # fmt: skip
    stance = coded_field(
        Stance, _("Whether it is said, denied, questioned or withdrawn."), default=Stance.ASSERTS
    )
    about = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="answers",
        help_text=_("The claim that is denied, questioned or withdrawn."),
    )  # fmt: skip
    supersedes = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="superseded_by",
        help_text=_("The same claimant's earlier figure that this one replaces."),
    )  # fmt: skip
    made_on = models.DateField(null=True, blank=True, help_text=_("Day on which it was said."))
    as_of = models.DateField(null=True, blank=True, help_text=_("Day whose state of affairs it gives."))
    report = models.ForeignKey(
        "Report", models.PROTECT, null=True, blank=True, related_name="claims",
        help_text=_("The report that carries it."),
    )  # fmt: skip
    wording = models.CharField(
        max_length=300,
        blank=True,
        help_text=_("A few words of the report that carry the claim. Public; keep it short."),
    )
    certainty = coded_field(
        Certainty, _("How sure we are that the claimant says so."), default=Certainty.CERTAIN
    )
    note = models.TextField(
        _("internal note"), blank=True, help_text=_("For colleagues only; never published.")
    )

    # Used by several kinds
    actor = models.ForeignKey(
        "Actor", models.PROTECT, null=True, blank=True, related_name="claims_about",
        help_text=_("Who used the weapon, was the target, changed ground, or was addressed."),
    )  # fmt: skip
    place = models.ForeignKey(
        "Location", models.PROTECT, null=True, blank=True, related_name="claims",
        help_text=_("Where, if the claim says so."),
    )  # fmt: skip
    detail = models.CharField(
        max_length=300, blank=True, help_text=_("What the codes do not say, in our own words. Public.")
    )

    # Casualties
    outcome = coded_field(Outcome, _("What happened to them."), blank=True)
    minimum = NUMBER(null=True, blank=True, help_text=_("At least so many; “more than 15” is 16."))
    best = NUMBER(
        null=True, blank=True, help_text=_("The claimant's own best figure, where it gives a range with one.")
    )
    maximum = NUMBER(null=True, blank=True, help_text=_("At most so many; empty where open."))
    quantifier = models.CharField(
        max_length=100,
        blank=True,
        help_text=_("The words that qualify the number, such as “at least”, “dozens”. Public."),
    )
    status = coded_field(CasualtyStatus, _("Civilians, combatants, or not said."), blank=True)
    belongs_to_actor = models.ForeignKey(
        "Actor", models.PROTECT, null=True, blank=True, related_name="casualty_claims",
        help_text=_("Whose people they were."),
    )  # fmt: skip
    belongs_to_side = coded_field(Side, _("Whose side they were on, where no actor is named."), blank=True)
    age_band = coded_field(AgeBand, _("Age, if all of them are described so."), blank=True)
    sex = coded_field(Sex, _("Sex, if all of them are described so."), blank=True)
    occupation = models.CharField(
        max_length=100, blank=True, help_text=_("Occupation, if all of them are described so. Public.")
    )
    within = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="subsets",
        help_text=_("The claim of which these people are a part: “including two children”."),
    )  # fmt: skip
    same_persons_as = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+",
        help_text=_("Another claim that speaks of the same people."),
    )  # fmt: skip
    covers_from = models.DateField(
        null=True, blank=True, help_text=_("First day that a running total covers.")
    )
    covers_until = models.DateField(
        null=True, blank=True, help_text=_("Last day that a running total covers.")
    )

    # Responsibility
    responsible: models.ManyToManyField[Actor, ClaimActor] = models.ManyToManyField(
        "Actor", through="ClaimActor", related_name="responsibility_claims",
        help_text=_("Who is said to be responsible."),
    )  # fmt: skip
    jointly = coded_field(Jointly, _("How several share in it."), blank=True)
    responsible_for = coded_field(ResponsibleFor, _("For what."), blank=True)

    # Weapon
    weapon = coded_field(Weapon, _("What was used."), blank=True)
    delivery = models.CharField(max_length=100, blank=True, help_text=_("How it was delivered. Public."))

    # Time
    phase = coded_field(TimePhase, _("What is dated."), blank=True)
    time_earliest = models.DateField(null=True, blank=True, help_text=_("First day possible."))
    time_latest = models.DateField(null=True, blank=True, help_text=_("Last day possible."))
    time_precision = coded_field(DatePrecision, _("How to read the two days."), blank=True)
    time_of_day = coded_field(TimeOfDay, _("Time of day."), blank=True)
    clock = models.TimeField(null=True, blank=True, help_text=_("Local time, if the claim gives one."))

    # Target, territory, statement
    target = coded_field(TargetKind, _("What kind of target."), blank=True)
    intended = coded_field(TargetIntent, _("Hit, meant, or both."), blank=True)
    change = coded_field(TerritoryChange, _("What happened to ground."), blank=True)
    act = coded_field(SpeechAct, _("What the statement does."), blank=True)

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ("pk",)
        constraints = (
            *(kind_constraint(kind) for kind in ClaimKind),
            one_claimant(),
            coded("claim", "kind", ClaimKind),
            coded("claim", "basis", Basis),
            coded("claim", "stance", Stance),
            coded("claim", "certainty", Certainty),
            coded("claim", "outcome", Outcome, blank=True),
            coded("claim", "status", CasualtyStatus, blank=True),
            coded("claim", "belongs_to_side", Side, blank=True),
            coded("claim", "age_band", AgeBand, blank=True),
            coded("claim", "sex", Sex, blank=True),
            coded("claim", "jointly", Jointly, blank=True),
            coded("claim", "responsible_for", ResponsibleFor, blank=True),
            coded("claim", "weapon", Weapon, blank=True),
            coded("claim", "phase", TimePhase, blank=True),
            coded("claim", "time_precision", DatePrecision, blank=True),
            coded("claim", "time_of_day", TimeOfDay, blank=True),
            coded("claim", "target", TargetKind, blank=True),
            coded("claim", "intended", TargetIntent, blank=True),
            coded("claim", "change", TerritoryChange, blank=True),
            coded("claim", "act", SpeechAct, blank=True),
            ordered("claim", "minimum", "best"),
            ordered("claim", "best", "maximum"),
            ordered("claim", "minimum", "maximum"),
            ordered("claim", "time_earliest", "time_latest"),
            ordered("claim", "covers_from", "covers_until"),
            at_most_one("claim", "belongs_to_one", "belongs_to_actor", "belongs_to_side"),
            models.CheckConstraint(
                name="claim_derived_says_so",
                condition=Q(derived_from__isnull=True) | Q(basis=Basis.DERIVED),
                violation_error_message=_("A claim that repeats another has the basis “derived”."),
            ),
            models.CheckConstraint(
                name="claim_time_whole",
                condition=Q(time_earliest__isnull=True, time_latest__isnull=True)
                | Q(time_earliest__isnull=False, time_latest__isnull=False),
                violation_error_message=_("Give both the first and the last possible day."),
            ),
            models.CheckConstraint(
                name="claim_not_about_itself",
                condition=Q(about__isnull=True) | ~Q(about=F("id")),
                violation_error_message=_("A claim does not answer itself."),
            ),
        )
        triggers = same_incident_triggers()

    def __str__(self) -> str:
        return f"{self.claimant_name}: {self.gist}"

    @property
    def claimant_name(self) -> str:
        """Who says so, as the desk sees it."""
        return str(self.claimant_source or self.claimant_actor or self.claimant_described)

    @property
    def number(self) -> str:
        """“2”, “3–5”, “≥ 3” where it is open above, “~ 20” where the claimant gives only about how many."""
        if self.minimum is None and self.maximum is None:
            return "" if self.best is None else f"~ {self.best}"
        if self.maximum is None:
            return f"≥ {self.minimum}"
        if self.minimum is None:
            return f"≤ {self.maximum}"
        return "–".join(str(n) for n in sorted({self.minimum, self.maximum}))

    @property
    def gist(self) -> str:
        """The claim in a few words, for lists and look-ups on the desk."""
        own = CLAIM_SHAPES[ClaimKind(self.kind)].own
        code = getattr(self, own[0]) if own else ""
        words = " ".join(part for part in (code.replace("_", " "), self.number) if part)
        return f"{ClaimKind(self.kind).label}: {words or self.detail or self.wording}"


@tracked()
class ClaimActor(models.Model):
    """An actor named by a claim of responsibility."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="claim_actors", help_text=_("The claim."))
    actor = models.ForeignKey("Actor", models.PROTECT, related_name="+", help_text=_("Who is named."))

    class Meta:
        verbose_name = _("actor named as responsible")
        verbose_name_plural = _("actors named as responsible")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("claim", "actor"), name="claimactor_once"),)

    def __str__(self) -> str:
        return str(self.actor)
