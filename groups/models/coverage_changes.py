"""What a coordinator moved from one group to another, so that it can be told and undone."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy


class ChangeKind(models.TextChoices):
    """What was done to the division of the village."""

    MOVE = "move", gettext_lazy("nummers verplaatst")
    SPLIT = "split", gettext_lazy("groep gesplitst")
    MERGE = "merge", gettext_lazy("groepen samengevoegd")


class CoverageChange(models.Model):
    """Numbers went from one group to another (or from or to no group), with who lives there.

    What belongs to it points here: the rules that it ended and made, `Membership.moved_by` and
    `Handover.change`. That is what undoing it restores.
    """

    kind = models.CharField("soort", max_length=5, choices=ChangeKind, default=ChangeKind.MOVE)
    at = models.DateTimeField("op", default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    from_group = models.ForeignKey(
        "groups.WatchGroup", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_group = models.ForeignKey(
        "groups.WatchGroup", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Of the group that a merge archived.
    from_status = models.CharField(max_length=10, blank=True)
    rules_ended = models.ManyToManyField("groups.CoverageRule", related_name="ended_by_changes")
    rules_made = models.ManyToManyField("groups.CoverageRule", related_name="made_by_changes")
    # What it did, in words and numbers that stay when the rows behind them are gone.
    sentence = models.CharField(max_length=250, blank=True)
    members = models.PositiveIntegerField("leden", default=0)
    requests = models.PositiveIntegerField("aanvragen", default=0)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        ordering = ("-at", "-id")
        verbose_name = "verandering van de dekking"
        verbose_name_plural = "veranderingen van de dekking"
        constraints = [
            models.CheckConstraint(
                name="coverage_change_has_two_sides",
                condition=Q(from_group__isnull=False) | Q(to_group__isnull=False),
            ),
            models.CheckConstraint(
                name="coverage_change_goes_somewhere_else",
                condition=Q(from_group__isnull=True)
                | Q(to_group__isnull=True)
                | ~Q(from_group=F("to_group")),
            ),
            models.CheckConstraint(
                name="coverage_change_is_undone_by_somebody",
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=("-at", "-id"), name="coverage_change_latest")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} op {self.at:%Y-%m-%d}"
