"""Who is in which group."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from groups.addresses import HouseNumber
from groups.querysets.memberships import MembershipQuerySet


class MembershipSource(models.TextChoices):
    """How a membership came about."""

    REQUEST = "request", "aanvraag"
    IMPORT = "import", "overgenomen lijst"
    EXAMPLE = "example", "voorbeeld"
    MOVED = "moved", "adres ging naar deze groep"


class LeaveReason(models.TextChoices):
    """Why somebody is not in a group any more."""

    MOVED_HOUSE = "moved_house", "verhuisd"
    TOO_MANY = "too_many", "te veel berichten"
    NOT_NEEDED = "not_needed", "niet meer nodig"
    OTHER_GROUP = "other_group", "adres ging naar een andere groep"
    REMOVED = "removed", "door de beheerder uit de groep gehaald"
    OTHER = "other", "anders"


class Membership(models.Model):
    """Somebody's participation in one group, with the contact facts in that group."""

    group = models.ForeignKey(
        "groups.WatchGroup", on_delete=models.PROTECT, related_name="memberships"
    )
    name = models.CharField("naam", max_length=100)
    organisation = models.CharField("bedrijf of club", max_length=100, blank=True)
    mobile = models.CharField("mobiel", max_length=20)
    email = models.EmailField("e-mail", max_length=254, blank=True)
    street = models.ForeignKey("groups.Street", on_delete=models.PROTECT, null=True, blank=True)
    street_text = models.CharField("straat", max_length=80, blank=True)
    house_number = models.PositiveIntegerField("huisnummer", null=True, blank=True)
    house_letter = models.CharField("letter", max_length=1, blank=True)
    house_number_addition = models.CharField("toevoeging", max_length=4, blank=True)
    since = models.DateTimeField("sinds", default=timezone.now)
    until = models.DateTimeField("tot", null=True, blank=True)
    source = models.CharField("bron", max_length=10, choices=MembershipSource)
    house_rules = models.ForeignKey(
        "groups.HouseRules", on_delete=models.PROTECT, null=True, blank=True
    )
    anonymised_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Nobody but a beheerder of the group says that this person is in the chat.
    to_confirm = models.BooleanField("te bevestigen", default=False)
    end_reason = models.CharField("waarom gestopt", max_length=11, choices=LeaveReason, blank=True)
    # When a beheerder took somebody who left out of the chat.
    left_chat_at = models.DateTimeField("uit de app", null=True, blank=True)
    # Of a membership that came with an address: the change, and the membership in the old group.
    moved_by = models.ForeignKey(
        "groups.CoverageChange",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships_made",
    )
    moved_from = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="moved_to"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "deelnemer"
        verbose_name_plural = "deelnemers"
        constraints = [
            models.UniqueConstraint(
                fields=("group", "mobile"),
                condition=Q(until__isnull=True),
                name="membership_once_per_group_and_mobile",
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_began",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
        ]
        indexes = [
            models.Index(
                fields=("group", "street", "house_number"),
                condition=Q(until__isnull=True),
                name="membership_household",
            ),
            models.Index(
                fields=("group", "street_text", "house_number", "id"),
                condition=Q(until__isnull=True),
                name="membership_list",
            ),
            models.Index(
                fields=("group", "street_text", "house_number", "id"),
                condition=Q(until__isnull=True, to_confirm=True),
                name="membership_to_confirm",
            ),
            models.Index(
                fields=("group", "until", "id"),
                condition=Q(
                    end_reason=LeaveReason.OTHER_GROUP,
                    left_chat_at__isnull=True,
                    anonymised_at__isnull=True,
                ),
                name="membership_to_take_out",
            ),
        ]

    def __str__(self) -> str:
        return f"deelnemer {self.pk} van groep {self.group_id}"

    @property
    def address(self) -> str:
        """Street and house number as written on an envelope."""
        if self.house_number is None:
            return self.street_text
        number = HouseNumber(self.house_number, self.house_letter, self.house_number_addition)
        return f"{self.street_text} {number}"
