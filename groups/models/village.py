"""What only a person can say is done before a portal is open; the rest it sees by itself."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy


class VillageStepCode(models.TextChoices):
    """The steps of making a village ready that somebody ticks off, and putting the list away."""

    RULES = "rules", gettext_lazy("Spelregels")
    WHICH_APP = "app", gettext_lazy("Welke app of welk nummer?")
    WELCOME = "welcome", gettext_lazy("Welkomsttekst van een nieuwe groep")
    PRIVACY = "privacy", gettext_lazy("Privacy")
    MAIL = "mail", gettext_lazy("Mail proberen")
    AWAY = "away", gettext_lazy("De lijst opbergen")


class VillageStep(models.Model):
    """A step that somebody ticked off; nobody did where an older portal was in use already."""

    code = models.CharField("stap", max_length=8, choices=VillageStepCode, unique=True)
    done_at = models.DateTimeField("gedaan op", default=timezone.now)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="door",
    )

    class Meta:
        verbose_name = "stap van het dorp"
        verbose_name_plural = "stappen van het dorp"

    def __str__(self) -> str:
        return self.get_code_display()
