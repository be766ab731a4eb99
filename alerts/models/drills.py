"""A drill for the whole village: planned by Platform Dorst, done by the groups that take part."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from alerts.querysets.drills import DrillQuerySet
from alerts.values.choices import Category


class Drill(models.Model):
    """One drill at one moment. A group takes part by logging an alert that points here."""

    at = models.DateTimeField("wanneer")
    category = models.CharField("wat", max_length=24, choices=Category, default=Category.OTHER)
    text = models.TextField("uitleg voor de beheerders", max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    called_off_at = models.DateTimeField("afgezegd", null=True, blank=True)

    objects = DrillQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-id")
        verbose_name = "oefening"
        verbose_name_plural = "oefeningen"
        constraints = [
            models.UniqueConstraint(
                fields=("at",), condition=Q(called_off_at__isnull=True), name="drill_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"Oefening {self.at:%Y-%m-%d}"
