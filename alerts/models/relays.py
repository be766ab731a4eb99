"""To which groups an alert was passed on, by whom, and what they did with it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from alerts.querysets.relays import RelayQuerySet


class Relay(models.Model):
    """A group was told of the alert of another one. `from_group` passed it on: the group of the
    alert itself, or one that took it over; without one it was Platform Dorst.

    A group is told once, and never of its own alert, so who passed it on to whom is a tree: it
    ends, and leads back to where it began.
    """

    alert = models.ForeignKey("alerts.Alert", on_delete=models.CASCADE, related_name="relays")
    # The group of the alert, here once more: so that the database itself can refuse a way back.
    origin = models.ForeignKey("groups.WatchGroup", on_delete=models.PROTECT, related_name="+")
    to_group = models.ForeignKey("groups.WatchGroup", on_delete=models.PROTECT, related_name="+")
    from_group = models.ForeignKey(
        "groups.WatchGroup", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("wanneer")
    accepted_at = models.DateTimeField("overgenomen", null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    declined_at = models.DateTimeField("niet nodig", null=True, blank=True)
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = RelayQuerySet.as_manager()

    class Meta:
        ordering = ("at", "id")
        verbose_name = "doorgegeven melding"
        verbose_name_plural = "doorgegeven meldingen"
        indexes = [models.Index(fields=["to_group", "-at"], name="relay_to_group_by_time")]
        constraints = [
            models.UniqueConstraint(fields=("alert", "to_group"), name="relay_once_to_a_group"),
            models.CheckConstraint(
                name="relay_leads_elsewhere",
                condition=~Q(to_group=F("origin"))
                & (Q(from_group__isnull=True) | ~Q(to_group=F("from_group"))),
            ),
            models.CheckConstraint(
                name="relay_is_accepted_by_somebody",
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="relay_is_declined_by_somebody",
                condition=Q(declined_at__isnull=True, declined_by__isnull=True)
                | Q(declined_at__isnull=False, declined_by__isnull=False),
            ),
            models.CheckConstraint(
                name="relay_has_one_answer",
                condition=Q(accepted_at__isnull=True) | Q(declined_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.alert_id} aan {self.to_group_id}"
