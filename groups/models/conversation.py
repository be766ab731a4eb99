"""What is said back and forth about a request, and whom to call."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from groups.querysets.conversation import CallTaskQuerySet


class MessageKind(models.TextChoices):
    """What a message in the conversation is."""

    ASKED = "asked", gettext_lazy("vraag aan de bewoner")
    REPLIED = "replied", gettext_lazy("antwoord van de bewoner")
    ANSWERED = "answered", gettext_lazy("antwoord aan de bewoner")


class RequestMessage(models.Model):
    """One message between the resident and who handles the request. Goes with the request:
    whoever handles it next reads it; wiped when the request is anonymised.
    """

    request = models.ForeignKey(
        "groups.ResidentRequest", on_delete=models.CASCADE, related_name="messages"
    )
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField("soort", max_length=8, choices=MessageKind)
    # Empty for what the resident wrote; filled as well when a beheerder noted it from a call.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True
    )
    text = models.TextField("tekst", max_length=1000)

    class Meta:
        ordering = ("at", "id")
        verbose_name = "bericht"
        verbose_name_plural = "berichten"

    def __str__(self) -> str:
        return f"{self.request_id}: {self.get_kind_display()}"


class CallAbout(models.TextChoices):
    """What somebody without a working e-mail address has to be told by telephone."""

    ASKED = "asked", "een vraag"
    ANSWERED = "answered", "het antwoord op de vraag"
    DECLINED = "declined", "de aanvraag is afgewezen"
    FORWARDED = "forwarded", "de aanvraag is doorgestuurd"
    TAKES_LONGER = "takes_longer", "het duurt langer"
    REOPENED = "reopened", "de aanvraag is opnieuw geopend"
    EXPIRED = "expired", "de aanvraag is verlopen"
    FOUNDED = "founded", "de groep is er"
    APPROVED = "approved", "de aanvraag is goedgekeurd"
    BOUNCED = "bounced", "een e-mail kwam niet aan"
    GROUP_OPEN = "group_open", "er is nu een groep"


class CallTask(models.Model):
    """Call this resident. It follows the owner of the request; after `due_at` the coordinators
    see it as well. Before `from_at` the decision behind it can still be undone.
    """

    request = models.ForeignKey(
        "groups.ResidentRequest", on_delete=models.CASCADE, related_name="calls"
    )
    # What it is about: the same is never asked twice.
    key = models.CharField(max_length=200, unique=True)
    about = models.CharField("waarover", max_length=12, choices=CallAbout)
    # Which time that was, where it can happen twice; and the mail that did not arrive.
    occasion = models.CharField("keer", max_length=80, blank=True, default="")
    mail = models.ForeignKey(
        "outbox.Mail", on_delete=models.SET_NULL, null=True, blank=True, related_name="calls"
    )
    message = models.ForeignKey(
        RequestMessage, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    from_at = models.DateTimeField("vanaf")
    due_at = models.DateTimeField("uiterlijk")
    done_at = models.DateTimeField("gedaan op", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True
    )
    reached = models.BooleanField("bereikt", null=True, blank=True)

    objects = CallTaskQuerySet.as_manager()

    class Meta:
        ordering = ("from_at", "id")
        verbose_name = "beltaak"
        verbose_name_plural = "beltaken"
        constraints = [
            models.CheckConstraint(
                name="call_done_says_whether_somebody_was_reached",
                condition=Q(done_at__isnull=True, done_by__isnull=True, reached__isnull=True)
                | Q(done_at__isnull=False, reached__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=("from_at", "id"),
                condition=Q(done_at__isnull=True),
                name="call_to_do",
            ),
        ]

    def __str__(self) -> str:
        return self.key
