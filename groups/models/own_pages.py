"""Who asked for the link of the own page, how long that page is open, and which e-mail address
shall take the place of another.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import models
from django.db.models import Q

OPEN_MINUTES: Final = 30


class OwnPageQuerySet(models.QuerySet["OwnPage"]):
    """Own pages."""

    def open_at(self, now: datetime) -> "OwnPageQuerySet":
        """Those that are open at this moment. A clock that was set back opens none again."""
        since = now - timedelta(minutes=OPEN_MINUTES)
        return self.filter(opened_at__gt=since, opened_at__lte=now, ended_at__isnull=True)


class OwnPage(models.Model):
    """The page of whoever reads the mail of one address. Its link is mailed there and works once;
    the row says whether the page is open, so that it can be closed from here.
    """

    email = models.EmailField("e-mail", max_length=254)
    asked_at = models.DateTimeField("gevraagd op")
    opened_at = models.DateTimeField("geopend op", null=True, blank=True)
    ended_at = models.DateTimeField("gesloten op", null=True, blank=True)

    objects = OwnPageQuerySet.as_manager()

    class Meta:
        verbose_name = "eigen pagina"
        verbose_name_plural = "eigen pagina's"
        constraints = [
            models.CheckConstraint(
                name="own_page_is_opened_after_it_was_asked_for",
                condition=Q(opened_at__isnull=True) | Q(opened_at__gte=models.F("asked_at")),
            ),
        ]
        indexes = [
            models.Index(fields=["email"], name="own_page_by_email"),
            models.Index(fields=["asked_at", "id"], name="own_page_by_age"),
        ]

    def __str__(self) -> str:
        return f"eigen pagina {self.pk}"

    @property
    def open_until(self) -> datetime | None:
        """When it closes by itself; None while nobody opened it."""
        return self.opened_at and self.opened_at + timedelta(minutes=OPEN_MINUTES)


class EmailChange(models.Model):
    """An e-mail address that somebody wants for everything of the old one. It waits for whoever
    reads the new one to say so, and is gone once that is done.
    """

    old = models.EmailField("oud e-mailadres", max_length=254, unique=True)
    new = models.EmailField("nieuw e-mailadres", max_length=254)
    asked_at = models.DateTimeField("gevraagd op", db_index=True)

    class Meta:
        verbose_name = "nieuw e-mailadres"
        verbose_name_plural = "nieuwe e-mailadressen"
        constraints = [
            models.CheckConstraint(
                name="email_change_goes_to_another_address", condition=~Q(old=models.F("new"))
            ),
        ]

    def __str__(self) -> str:
        return f"nieuw e-mailadres {self.pk}"
