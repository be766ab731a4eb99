"""The weekly look at who looked at what."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class WeekReview(models.Model):
    """What stood out in the audit trail of one village week (Monday to Sunday), and who looked at
    it. `findings` hold account numbers, verbs and counts, no personal data.
    """

    week = models.DateField("week van", unique=True)
    findings = models.JSONField("bevindingen", default=list, blank=True)
    made_at = models.DateTimeField("gemaakt")
    checked_at = models.DateTimeField("bekeken", null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    note = models.CharField("opmerking", max_length=300, blank=True)

    class Meta:
        ordering = ("-week",)
        verbose_name = "weekoverzicht"
        verbose_name_plural = "weekoverzichten"
        constraints = [
            models.CheckConstraint(
                name="week_review_is_checked_by_somebody",
                condition=Q(checked_at__isnull=True, checked_by__isnull=True)
                | Q(checked_at__isnull=False, checked_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"week van {self.week}"
