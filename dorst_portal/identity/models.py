"""The one row of names and looks that a coordinator sets once, and the logo."""

from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop

THE_ROW: Final = 1


class Identity(models.Model):
    """What the village and those who run its neighbourhood watch are called."""

    village = models.CharField(gettext_noop("naam van het dorp"), max_length=40)
    organisation = models.CharField(gettext_noop("naam van de organisatie"), max_length=60)
    watch = models.CharField(gettext_noop("naam van de buurtpreventie"), max_length=60)
    short_name = models.CharField(gettext_noop("naam op een telefoon"), max_length=20)
    municipality = models.CharField(gettext_noop("gemeente"), max_length=60, blank=True)
    municipality_phone = models.CharField(
        gettext_noop("nummer van de gemeente"), max_length=20, blank=True
    )
    municipality_site = models.CharField(
        gettext_noop("site van de gemeente"), max_length=200, blank=True
    )
    website = models.CharField(gettext_noop("eigen site"), max_length=200, blank=True)
    help_email = models.EmailField(gettext_noop("e-mailadres voor vragen"), blank=True)
    help_phone = models.CharField(
        gettext_noop("telefoonnummer voor vragen"), max_length=20, blank=True
    )
    # The colour of doing as "#1f4e79"; empty for the one that is shipped.
    colour = models.CharField("kleur", max_length=7, blank=True)
    # Of the logo that is in force, empty without one: in addresses, so that a new one is fetched.
    logo_code = models.CharField(max_length=16, blank=True, editable=False)
    logo_alt = models.CharField("wat er op het logo staat", max_length=80, blank=True)
    logo_width = models.PositiveIntegerField(default=0, editable=False)
    logo_height = models.PositiveIntegerField(default=0, editable=False)
    # Grows with each change: who saved an older one is told.
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField("gewijzigd op")

    class Meta:
        verbose_name = "wie wij zijn"
        verbose_name_plural = "wie wij zijn"
        constraints = [
            models.CheckConstraint(condition=Q(pk=THE_ROW), name="identity_is_one_row"),
        ]

    def __str__(self) -> str:
        return self.watch


class Logo(models.Model):
    """The logo as we made it anew: PNG, `small` for the top of a page, `large` for paper. Apart
    from the names, which are read far more often.
    """

    small = models.BinaryField()
    large = models.BinaryField()

    class Meta:
        verbose_name = "logo"
        verbose_name_plural = "logo's"
        constraints = [
            models.CheckConstraint(condition=Q(pk=THE_ROW), name="logo_is_one_row"),
        ]

    def __str__(self) -> str:
        return "logo"
