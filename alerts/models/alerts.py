"""What a group keeps of an alert: facts, and nobody who was described."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.querysets.alerts import AlertQuerySet
from alerts.values.calls import CODE_LENGTH
from alerts.values.choices import AlertState, Category, Outcome, Police


def new_live_nonce() -> str:
    """What is signed with the number of an alert in its live link."""
    return secrets.token_urlsafe(16)


class Alert(models.Model):
    """One alert of one group: what kind, where, when, who was called and how it ended.

    There is no field for a description, a plate, a photo or any other free text.
    """

    group = models.ForeignKey("groups.WatchGroup", on_delete=models.PROTECT, related_name="+")
    category = models.CharField("wat", max_length=24, choices=Category)
    # The street only: a house number would say whose house it is.
    street = models.ForeignKey(
        "groups.Street", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    happened_at = models.DateTimeField("wanneer")
    police = models.CharField("politie", max_length=8, choices=Police)
    state = models.CharField(max_length=12, choices=AlertState, default=AlertState.RUNNING)
    is_drill = models.BooleanField("oefening", default=False)
    outcome = models.CharField("uitkomst", max_length=16, choices=Outcome, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField("afgesloten", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # When its beheerders were asked whether it is over: once.
    close_asked_at = models.DateTimeField("gevraagd of het voorbij is", null=True, blank=True)
    # The drill of the whole village in which the group takes part with it.
    drill = models.ForeignKey(
        "alerts.Drill", on_delete=models.PROTECT, null=True, blank=True, related_name="alerts"
    )
    version = models.PositiveIntegerField(default=1)
    # Another one ends every live link that was shared before.
    live_nonce = models.CharField(max_length=CODE_LENGTH, default=new_live_nonce, editable=False)
    # Who calls 112 now: a value that only that browser knows, and nobody's name.
    call_code = models.CharField(max_length=CODE_LENGTH, blank=True, editable=False)
    call_claimed_at = models.DateTimeField("belt 112 sinds", null=True, blank=True)
    called_at = models.DateTimeField("112 gebeld om", null=True, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ("-happened_at", "-id")
        verbose_name = "melding"
        verbose_name_plural = "meldingen"
        indexes = [
            models.Index(fields=["group", "-happened_at", "-id"], name="alert_of_group_by_time"),
            models.Index(fields=["happened_at"], name="alert_by_time"),
            models.Index(
                fields=["group"],
                condition=Q(state=AlertState.RUNNING),
                name="alert_running_of_group",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="alert_is_closed_with_its_date",
                condition=Q(state=AlertState.RUNNING, closed_at__isnull=True)
                | (~Q(state=AlertState.RUNNING) & Q(closed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="alert_has_an_outcome_only_when_over",
                condition=Q(outcome="") | Q(state=AlertState.OVER),
            ),
            models.CheckConstraint(
                name="alert_of_a_drill_is_one", condition=Q(drill__isnull=True) | Q(is_drill=True)
            ),
            models.UniqueConstraint(
                fields=("drill", "group"),
                condition=Q(drill__isnull=False),
                name="alert_once_a_group_in_a_drill",
            ),
            models.CheckConstraint(
                name="alert_call_is_claimed_with_a_code",
                condition=Q(call_code="", call_claimed_at__isnull=True, called_at__isnull=True)
                | (~Q(call_code="") & Q(call_claimed_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()} ({self.group_id})"

    @property
    def where(self) -> str:
        """The street, or else the group."""
        if self.street:
            return self.street.name
        return _("groep {group}").format(group=self.group.name)
