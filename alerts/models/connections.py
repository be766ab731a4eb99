"""Where a group's messages go by themselves, and how that is set up."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from alerts.querysets.connections import ConnectionQuerySet
from alerts.values.connections import Broken, CodeProblem, ConnectionKind


class Connection(models.Model):
    """One way out of one group: its Telegram chat, a webhook, or its Signal group."""

    group = models.ForeignKey("groups.WatchGroup", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("soort", max_length=8, choices=ConnectionKind)
    is_on = models.BooleanField("aan", default=True)
    # Telegram's number of the chat; what it sends is found by it.
    chat = models.BigIntegerField(null=True, blank=True)
    # Encrypted (accounts/sealing.py): the webhook's address or the Signal group, and its secret.
    address_sealed = models.TextField(blank=True, default="")
    secret_sealed = models.TextField(blank=True, default="")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField("ingesteld", default=timezone.now)
    last_ok_at = models.DateTimeField("werkte het laatst", null=True, blank=True)
    broken = models.CharField("stuk", max_length=10, choices=Broken, blank=True)
    # The receiver asked to wait so long.
    paused_until = models.DateTimeField(null=True, blank=True)

    objects = ConnectionQuerySet.as_manager()

    class Meta:
        verbose_name = "koppeling"
        verbose_name_plural = "koppelingen"
        constraints = [
            models.UniqueConstraint(fields=("group", "kind"), name="connection_once_of_a_kind"),
            models.UniqueConstraint(
                fields=("chat",), condition=Q(is_on=True), name="connection_chat_of_one_group"
            ),
            models.CheckConstraint(
                name="connection_has_where_it_leads",
                condition=Q(kind="telegram", chat__isnull=False, address_sealed="")
                | (Q(kind__in=("webhook", "signal"), chat__isnull=True) & ~Q(address_sealed="")),
            ),
            models.CheckConstraint(
                name="connection_webhook_has_a_secret",
                condition=~Q(kind="webhook") | ~Q(secret_sealed=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.group_id})"


class TyingCode(models.Model):
    """A code that ties the chat in which it is sent to a group: once, within a quarter of an hour.

    Only its hash is kept.
    """

    group = models.ForeignKey("groups.WatchGroup", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=12, choices=CodeProblem, blank=True)

    class Meta:
        verbose_name = "koppelcode"
        verbose_name_plural = "koppelcodes"

    def __str__(self) -> str:
        return f"{self.group_id} ({self.expires_at})"
