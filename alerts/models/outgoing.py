"""A message to a chat or a webhook is a row, written in the transaction of what caused it."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from alerts.querysets.connections import OutgoingQuerySet
from alerts.values.connections import MessageState, What


class OutgoingMessage(models.Model):
    """One message over one connection, of facts only."""

    connection = models.ForeignKey(
        "alerts.Connection", on_delete=models.CASCADE, related_name="messages"
    )
    alert = models.ForeignKey("alerts.Alert", on_delete=models.CASCADE, null=True, blank=True)
    knock = models.ForeignKey("alerts.JoinKnock", on_delete=models.SET_NULL, null=True, blank=True)
    what = models.CharField("wat", max_length=6, choices=What)
    text = models.TextField("tekst", blank=True)
    # The same never leaves twice.
    key = models.CharField("sleutel", max_length=80, unique=True)
    # By which the receiver of a webhook knows it, at each try.
    number = models.UUIDField(default=uuid4, unique=True, editable=False)
    state = models.CharField(
        "stand", max_length=9, choices=MessageState, default=MessageState.QUEUED
    )
    attempts = models.PositiveSmallIntegerField("pogingen", default=0)
    due = models.DateTimeField("op zijn vroegst")
    # A sender has it, and may be believed until then.
    busy_until = models.DateTimeField(null=True, blank=True)
    give_up_at = models.DateTimeField("opgeven")
    created_at = models.DateTimeField("gemaakt op")
    tried_at = models.DateTimeField("laatste poging", null=True, blank=True)
    sent_at = models.DateTimeField("aangekomen op", null=True, blank=True)
    remote_id = models.CharField(max_length=40, blank=True)
    last_error = models.CharField("laatste fout", max_length=60, blank=True)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        verbose_name = "bericht naar buiten"
        verbose_name_plural = "berichten naar buiten"
        indexes = [
            models.Index(
                fields=["due", "id"], condition=Q(state="queued"), name="outgoing_queued_by_due"
            ),
            models.Index(
                fields=["busy_until"], condition=Q(state="sending"), name="outgoing_with_a_sender"
            ),
            models.Index(fields=["connection", "-id"], name="outgoing_of_connection"),
            models.Index(fields=["created_at", "id"], name="outgoing_by_age"),
        ]
        constraints = [
            models.CheckConstraint(
                name="outgoing_with_a_sender_until_some_time",
                condition=Q(state="sending", busy_until__isnull=False)
                | (~Q(state="sending") & Q(busy_until__isnull=True)),
            ),
            models.CheckConstraint(
                name="outgoing_sent_has_its_time_and_no_other_has",
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.what} ({self.state})"
