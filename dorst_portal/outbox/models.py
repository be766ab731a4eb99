"""A mail is a row, written in the transaction of what caused it, and sent later."""

from datetime import datetime
from urllib.parse import quote

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from dorst_portal.kit.links import signed_number, token_for
from dorst_portal.kit.models import Link
from dorst_portal.kit.rows.batches import one_of

LINK_PLACEHOLDER = "{link}"
SIGNED_PART = "{token}"
ACCOUNT = "account"  # what the number of an account is signed for


class MailState(models.TextChoices):
    QUEUED = "queued", "in de wachtrij"
    SENT = "sent", "verstuurd"
    FAILED = "failed", "mislukt"
    CANCELLED = "cancelled", "ingetrokken"


# What is wiped when a mail has been kept long enough.
UNSENT = one_of("state", (MailState.CANCELLED, MailState.FAILED))
HAS_BODY = ~Q(text="") | ~Q(to="") | ~Q(reply_to="")


class MailQuerySet(models.QuerySet["Mail"]):
    def queued(self) -> "MailQuerySet":
        """Mails that still have to leave."""
        return self.filter(state=MailState.QUEUED)

    def due(self, now: datetime) -> "MailQuerySet":
        """Mails to send now, the oldest first."""
        return self.queued().filter(due__lte=now).order_by("due", "pk")

    def untried(self) -> "MailQuerySet":
        """Mails that no sender has claimed yet: only those can still be called back."""
        return self.queued().filter(attempts=0)

    def failed(self) -> "MailQuerySet":
        """Mails that were given up, for staff to look at."""
        return self.filter(state=MailState.FAILED)

    def sendable_again(self, now: datetime) -> "MailQuerySet":
        """Failed mails that still have their text, their receiver and a link that works."""
        good_link = Link.objects.filter(
            pk=OuterRef("link_id"), used_at__isnull=True, expires_at__gt=now
        )
        return (
            self.failed()
            .filter(Exists(good_link) | ~Q(link_path__contains=SIGNED_PART), sensitive=False)
            .exclude(text="")
            .exclude(to="")
        )

    def about(self, subject: str, *events: str) -> "MailQuerySet":
        """The mails about this ("request:12"), or only those of these events."""
        found = self.filter(about=subject).exclude(about="")
        return found.filter(event__in=events) if events else found


class Mail(models.Model):
    """One mail to one person. The text holds a placeholder; its link is made when it is sent."""

    to = models.EmailField("aan", max_length=254, blank=True)
    subject = models.CharField("onderwerp", max_length=200)
    text = models.TextField("tekst", blank=True)
    # The same never leaves twice; nothing is read from it but that.
    key = models.CharField("sleutel", max_length=200, unique=True)
    # What it is about ("request:12"), what happened, and which time that was: to find it again.
    about = models.CharField("gaat over", max_length=60, blank=True, default="")
    event = models.CharField("gebeurtenis", max_length=40, blank=True, default="")
    occasion = models.CharField("keer", max_length=80, blank=True, default="")
    message_id = models.CharField("Message-ID", max_length=300)
    state = models.CharField(
        "stand", max_length=9, choices=MailState.choices, default=MailState.QUEUED
    )
    attempts = models.PositiveSmallIntegerField("pogingen", default=0)
    due = models.DateTimeField("op zijn vroegst")
    last_error = models.CharField("laatste fout", max_length=200, blank=True)
    created = models.DateTimeField("gemaakt op")
    sent_at = models.DateTimeField("verstuurd op", null=True, blank=True)
    link = models.ForeignKey(
        Link, verbose_name="link", null=True, blank=True, on_delete=models.SET_NULL
    )
    link_path = models.CharField("pad van de link", max_length=200, blank=True)
    # Whose account the page is for: the link then leads by way of the log-in, which knows it.
    account = models.PositiveBigIntegerField("account", null=True, blank=True)
    reply_to = models.CharField("antwoord aan", max_length=254, blank=True)
    category = models.CharField("soort", max_length=40, default="notice")
    sensitive = models.BooleanField("tekst wissen na verzending", default=False)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = "mail"
        verbose_name_plural = "mails"
        indexes = [
            models.Index(
                fields=["due", "id"], condition=Q(state="queued"), name="mail_queued_by_due"
            ),
            models.Index(
                fields=["due", "id"], condition=Q(state="failed"), name="mail_failed_by_due"
            ),
            models.Index(fields=["to", "due"], name="mail_by_recipient"),
            models.Index(
                fields=["sent_at", "id"],
                condition=HAS_BODY & Q(state="sent"),
                name="mail_sent_with_body",
            ),
            models.Index(
                fields=["due", "id"],
                condition=HAS_BODY & UNSENT,
                name="mail_unsent_with_body",
            ),
            models.Index(fields=["about", "event"], condition=~Q(about=""), name="mail_by_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                name="mail_state_is_known", condition=Q(state__in=MailState.values)
            ),
            models.CheckConstraint(
                name="mail_sent_has_its_time_and_no_other_has",
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.category} ({self.state})"

    def url(self) -> str:
        """The address behind this mail's link; it exists nowhere but in the mail as it leaves.

        Raises ValueError when the link that it needs is gone.
        """
        if self.account is not None:
            who = signed_number(ACCOUNT, self.account)
            page = reverse("login_from_mail", args=[who])
            return f"{settings.SITE_URL}{page}?next={quote(self.link_path, safe='/')}"
        if SIGNED_PART not in self.link_path:
            return f"{settings.SITE_URL}{self.link_path}"
        if self.link is None:
            raise ValueError("the link of this mail is gone")
        path = self.link_path.replace(SIGNED_PART, token_for(self.link))
        return f"{settings.SITE_URL}{path}"

    def rendered_text(self) -> str:
        """The text as it is read, with the link in its place."""
        if not self.link_path:
            return self.text
        return self.text.replace(LINK_PLACEHOLDER, self.url())
