"""Devices that want messages, and messages on their way to them."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q


class Device(models.Model):
    """A browser on which somebody switched messages on. Its row goes when that ends."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # Of the address that the browser gave, which nobody can guess: the same browser is one row.
    digest = models.CharField(max_length=64, unique=True)
    # The address and its two keys, encrypted (push/subscriptions.py).
    sealed = models.TextField()
    label = models.CharField("apparaat", max_length=40)
    made_at = models.DateTimeField("aangezet op", db_index=True)
    last_ok_at = models.DateTimeField("laatste melding", null=True, blank=True)
    # Why the last message did not arrive; nothing while they do.
    last_error = models.CharField("laatste fout", max_length=60, blank=True)

    class Meta:
        verbose_name = "apparaat met meldingen"
        verbose_name_plural = "apparaten met meldingen"

    def __str__(self) -> str:
        return f"{self.pk} of {self.user_id}"


class MessageState(models.TextChoices):
    QUEUED = "queued", "in de wachtrij"
    SENT = "sent", "verstuurd"
    DROPPED = "dropped", "vervallen"


class MessageQuerySet(models.QuerySet["Message"]):
    def queued(self) -> "MessageQuerySet":
        """Messages that still have to leave."""
        return self.filter(state=MessageState.QUEUED)

    def due(self, now: datetime) -> "MessageQuerySet":
        """Messages to send now, the oldest first."""
        return self.queued().filter(due__lte=now).order_by("due", "pk")


class Message(models.Model):
    """One message to one device: two short lines and the page that it opens."""

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="messages")
    # The same never leaves twice.
    key = models.CharField(max_length=240, unique=True)
    about = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=60)
    body = models.CharField(max_length=120)
    path = models.CharField(max_length=200)
    is_urgent = models.BooleanField(default=False)
    state = models.CharField(
        "stand", max_length=7, choices=MessageState, default=MessageState.QUEUED
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    due = models.DateTimeField()
    # After this it is no news any more.
    give_up_at = models.DateTimeField()
    created_at = models.DateTimeField(db_index=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=60, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "melding"
        verbose_name_plural = "meldingen"
        indexes = [
            models.Index(
                fields=["due", "id"], condition=Q(state="queued"), name="push_queued_by_due"
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="push_state_is_known", condition=Q(state__in=MessageState.values)
            ),
            models.CheckConstraint(
                name="push_sent_has_its_time_and_no_other_has",
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} ({self.state})"
