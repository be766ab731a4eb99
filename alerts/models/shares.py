"""With whom an alert was shared."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from alerts.values.choices import SharedWith


class AlertShare(models.Model):
    """Somebody told these people of an alert; the beheerders of `group` may read its facts."""

    alert = models.ForeignKey("alerts.Alert", on_delete=models.CASCADE, related_name="shares")
    shared_with = models.CharField("met wie", max_length=12, choices=SharedWith)
    # Of the neighbours: which group.
    group = models.ForeignKey(
        "groups.WatchGroup", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("wanneer")

    class Meta:
        ordering = ("at", "id")
        verbose_name = "gedeeld met"
        verbose_name_plural = "gedeeld met"
        constraints = [
            models.CheckConstraint(
                name="alert_share_names_a_group_of_neighbours",
                condition=Q(shared_with=SharedWith.NEIGHBOURS, group__isnull=False)
                | (~Q(shared_with=SharedWith.NEIGHBOURS) & Q(group__isnull=True)),
            ),
            models.UniqueConstraint(
                fields=("alert", "group"),
                condition=Q(group__isnull=False),
                name="alert_shared_once_with_a_group",
            ),
            models.UniqueConstraint(
                fields=("alert", "shared_with"),
                condition=Q(group__isnull=True),
                name="alert_shared_once_with_others",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.alert_id}: {self.shared_with}"
