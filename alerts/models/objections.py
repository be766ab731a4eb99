"""Who is described and wants that to stop: a queue for the coordinators, with a date."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from alerts.models.alerts import Alert
from alerts.querysets.objections import ObjectionQuerySet


class AlertObjection(models.Model):
    """An objection to what is kept with an alert, by somebody who need not be known here."""

    # Known when it was made from the page with the details; else a coordinator finds out.
    alert = models.ForeignKey(Alert, on_delete=models.SET_NULL, null=True, related_name="+")
    key = models.CharField(max_length=60, unique=True)
    what = models.TextField("wat")
    contact = models.CharField("hoe te bereiken", max_length=200, blank=True)
    made_at = models.DateTimeField("gemaakt")
    due_at = models.DateTimeField("uiterlijk")
    reminded_at = models.DateTimeField("herinnerd", null=True)
    taken_down_at = models.DateTimeField("weggehaald", null=True)
    handled_at = models.DateTimeField("afgehandeld", null=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answer = models.TextField("antwoord", blank=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ("due_at", "id")
        verbose_name = "bezwaar"
        verbose_name_plural = "bezwaren"
        indexes = [
            models.Index(
                fields=["handled_at", "id"],
                condition=Q(handled_at__isnull=False),
                name="objection_handled",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="objection_is_handled_by_somebody_with_an_answer",
                condition=Q(handled_at__isnull=True, handled_by__isnull=True, answer="")
                | (Q(handled_at__isnull=False, handled_by__isnull=False) & ~Q(answer="")),
            ),
        ]

    def __str__(self) -> str:
        return f"bezwaar {self.pk}"
