"""Messages of Platform Dorst to the beheerders, to be shared by them in their groups."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from groups.querysets.bulletins import BulletinQuerySet, CopyQuerySet


class Bulletin(models.Model):
    """One message. A draft until it is sent; sent, it never changes any more.

    `text` is what the beheerder shares in the group, plain text; `note` is for the beheerder.
    """

    subject = models.CharField("onderwerp", max_length=55)
    text = models.TextField("tekst om te delen", max_length=1000)
    note = models.TextField("voor de beheerder zelf", max_length=500, blank=True)
    to_all = models.BooleanField("voor alle groepen", default=True)
    groups = models.ManyToManyField("groups.WatchGroup", blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    # What the sender tested: sending asks for a test of the text as it is now.
    tested_version = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    sent_at = models.DateTimeField("verstuurd", null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    # When who had not shared it was asked once more.
    reminded_at = models.DateTimeField("herinnerd", null=True, blank=True)

    objects = BulletinQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        verbose_name = "bericht aan beheerders"
        verbose_name_plural = "berichten aan beheerders"
        constraints = [
            models.CheckConstraint(
                name="bulletin_is_sent_by_somebody",
                condition=Q(sent_at__isnull=True, sent_by__isnull=True)
                | Q(sent_at__isnull=False, sent_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.subject


class BulletinCopy(models.Model):
    """A sent bulletin for one beheerder of one group, and whether it was shared there."""

    bulletin = models.ForeignKey(Bulletin, on_delete=models.CASCADE, related_name="copies")
    group = models.ForeignKey("groups.WatchGroup", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    shared_at = models.DateTimeField("gedeeld", null=True, blank=True)

    objects = CopyQuerySet.as_manager()

    class Meta:
        verbose_name = "exemplaar"
        verbose_name_plural = "exemplaren"
        constraints = [
            models.UniqueConstraint(
                fields=("bulletin", "group", "user"), name="bulletin_copy_once_per_beheerder"
            )
        ]
        indexes = [models.Index(fields=("user", "-bulletin"), name="bulletin_copy_of_user")]

    def __str__(self) -> str:
        return f"{self.bulletin_id} voor {self.user_id} in {self.group_id}"
