"""What Telegram tells: who wants into a chat, and which of its updates were read."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from alerts.querysets.connections import KnockQuerySet
from alerts.values.connections import KnockState


class JoinKnock(models.Model):
    """Somebody asked in the app to come into the chat; a beheerder of the group answers."""

    connection = models.ForeignKey(
        "alerts.Connection", on_delete=models.CASCADE, related_name="knocks"
    )
    # Whom to let in, by Telegram's number; wiped with the name once Telegram heard the answer.
    person = models.BigIntegerField(null=True, blank=True)
    name = models.CharField("naam", max_length=100, blank=True)
    state = models.CharField(max_length=8, choices=KnockState, default=KnockState.WAITING)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = KnockQuerySet.as_manager()

    class Meta:
        verbose_name = "vraag om toegang"
        verbose_name_plural = "vragen om toegang"
        ordering = ("at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("connection", "person"),
                condition=Q(state="waiting"),
                name="knock_waits_once_for_a_person",
            ),
            models.CheckConstraint(
                name="knock_is_decided_by_somebody",
                condition=Q(state="waiting", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state="waiting") & Q(decided_at__isnull=False, decided_by__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} ({self.state})"


class SeenUpdate(models.Model):
    """An update of Telegram that was read: the same one, sent again, changes nothing."""

    update = models.BigIntegerField(unique=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "gelezen update"
        verbose_name_plural = "gelezen updates"

    def __str__(self) -> str:
        return str(self.update)
