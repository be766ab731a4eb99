"""Who else looks after the village: organisations, their people, and what was said with them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from dorst_portal.kit.search import SearchKeyField
from groups.querysets.partners import (
    ContactMomentQuerySet,
    PartnerContactQuerySet,
    PartnerQuerySet,
)


class PartnerKind(models.TextChoices):
    """What sort of organisation a partner is."""

    POLICE = "police", gettext_lazy("politie")
    MUNICIPALITY = "municipality", gettext_lazy("gemeente")
    HOUSING = "housing", gettext_lazy("woningcorporatie")
    OTHER = "other", gettext_lazy("anders")


class ShownTo(models.TextChoices):
    """Who may see a partner or contact, besides the coordinators."""

    EVERYBODY = "everybody", gettext_lazy("iedereen")
    BEHEERDERS = "beheerders", gettext_lazy("alleen beheerders")


class Reachable(models.Model):
    """What can be called or mailed, and has to stay true. `checked_on`: when a person last made
    sure that all of it is. `reported_at` and `report`: a beheerder said that something is wrong;
    that stays until a coordinator changed or checked it.
    """

    what_for = models.CharField("waarvoor", max_length=200, blank=True)
    phone = models.CharField("telefoon", max_length=20, blank=True)
    email = models.EmailField("e-mail", max_length=254, blank=True)
    shown_to = models.CharField(
        "wie ziet dit", max_length=10, choices=ShownTo, default=ShownTo.BEHEERDERS
    )
    serves_all = models.BooleanField("voor alle groepen", default=True)
    checked_on = models.DateField("gecontroleerd op", null=True, blank=True)
    # The village day on which the coordinators were last asked to check it.
    asked_on = models.DateField(null=True, blank=True, editable=False)
    reported_at = models.DateTimeField("gemeld op", null=True, blank=True, editable=False)
    report = models.TextField("melding", max_length=2000, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    # Grows with each change and with each report: who acts on an older one is told.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Partner(Reachable):
    """An organisation, with the groups that it serves."""

    kind = models.CharField("soort", max_length=12, choices=PartnerKind)
    name = models.CharField("naam", max_length=80, unique=True)
    search_key = SearchKeyField(of="name")
    website = models.URLField("website", max_length=200, blank=True)
    groups = models.ManyToManyField("groups.WatchGroup", blank=True, related_name="partners")

    objects = PartnerQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "name")
        verbose_name = "partner"
        verbose_name_plural = "partners"
        indexes = [
            models.Index(
                fields=("reported_at", "id"), condition=~Q(report=""), name="partner_report"
            )
        ]

    def __str__(self) -> str:
        return self.name


class PartnerContact(Reachable):
    """A person at a partner, such as the wijkagent; for all groups of the partner, or for some."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField("naam", max_length=100)
    role = models.CharField("functie", max_length=80, blank=True)
    groups = models.ManyToManyField("groups.WatchGroup", blank=True, related_name="contacts")

    objects = PartnerContactQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        verbose_name = "contactpersoon"
        verbose_name_plural = "contactpersonen"
        indexes = [
            models.Index(
                fields=("reported_at", "id"), condition=~Q(report=""), name="contact_report"
            ),
            models.Index(
                fields=("ended_at", "id"),
                condition=~Q(name="") & Q(ended_at__isnull=False),
                name="contact_to_forget",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="contact_can_be_reached",
                condition=~Q(phone="") | ~Q(email="") | Q(ended_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name


class ContactMoment(models.Model):
    """Somebody spoke with a partner: when, about what, noted by a beheerder or coordinator.

    With a group it is of that group's beheerders (and the coordinators); without one it is of the
    coordinators alone. Notes are about the work, not about people who are in trouble: the form
    says so, and they are kept for a year.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="moments")
    contact = models.ForeignKey(
        PartnerContact, on_delete=models.PROTECT, null=True, blank=True, related_name="moments"
    )
    group = models.ForeignKey(
        "groups.WatchGroup",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contact_moments",
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    on = models.DateField("op")
    note = models.TextField("notitie", max_length=500)
    at = models.DateTimeField("genoteerd op", default=timezone.now)

    objects = ContactMomentQuerySet.as_manager()

    class Meta:
        ordering = ("-on", "-id")
        verbose_name = "contactmoment"
        verbose_name_plural = "contactmomenten"
        indexes = [
            models.Index(fields=("partner", "-on", "-id"), name="moment_of_partner"),
            models.Index(fields=("on",), name="moment_age"),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id} op {self.on}"
