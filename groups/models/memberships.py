"""Who is in which group."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from dorst_portal.kit.search import SearchKeyField
from dorst_portal.languages.current import CODES, DUTCH
from groups.querysets.memberships import MembershipQuerySet
from groups.values.addresses import LONGEST_ADDITION, HouseNumber, address_of
from groups.values.member_search import LONGEST_KEY, text_to_search
from groups.values.names import called


class MembershipSource(models.TextChoices):
    """How a membership came about."""

    REQUEST = "request", gettext_lazy("aanvraag")
    IMPORT = "import", gettext_lazy("overgenomen lijst")
    EXAMPLE = "example", gettext_lazy("voorbeeld")
    MOVED = "moved", gettext_lazy("adres ging naar deze groep")
    BEHEERDER = "beheerder", gettext_lazy("door de beheerder toegevoegd")


class LeaveReason(models.TextChoices):
    """Why somebody is not in a group any more."""

    MOVED_HOUSE = "moved_house", gettext_lazy("verhuisd")
    TOO_MANY = "too_many", gettext_lazy("te veel berichten")
    NO_SMARTPHONE = "no_phone", gettext_lazy("geen smartphone meer")
    NOT_NEEDED = "not_needed", gettext_lazy("niet meer nodig")
    OTHER_GROUP = "other_group", gettext_lazy("adres ging naar een andere groep")
    REMOVED = "removed", gettext_lazy("door de beheerder uit de groep gehaald")
    OTHER = "other", gettext_lazy("anders")
    NOT_TOLD = "not_told", gettext_lazy("niet verteld")


class Membership(models.Model):
    """Somebody's participation in one group, with the contact facts in that group."""

    group = models.ForeignKey(
        "groups.WatchGroup", on_delete=models.PROTECT, related_name="memberships"
    )
    name = models.CharField("naam", max_length=100)
    organisation = models.CharField("bedrijf of club", max_length=100, blank=True)
    mobile = models.CharField("mobiel", max_length=20)
    email = models.EmailField("e-mail", max_length=254, blank=True)
    # When the member proved to read the mail of that address.
    email_confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    street = models.ForeignKey("groups.Street", on_delete=models.PROTECT, null=True, blank=True)
    street_text = models.CharField("straat", max_length=80, blank=True)
    house_number = models.PositiveIntegerField("huisnummer", null=True, blank=True)
    house_letter = models.CharField("letter", max_length=1, blank=True)
    house_number_addition = models.CharField("toevoeging", max_length=LONGEST_ADDITION, blank=True)
    since = models.DateTimeField("sinds", default=timezone.now)
    until = models.DateTimeField("tot", null=True, blank=True)
    source = models.CharField("bron", max_length=10, choices=MembershipSource)
    house_rules = models.ForeignKey(
        "groups.HouseRules", on_delete=models.PROTECT, null=True, blank=True
    )
    # Of the last thing that this person sent: mails to them are in that language.
    language = models.CharField(
        "taal", max_length=2, choices=settings.LANGUAGES, default=DUTCH, db_default=DUTCH
    )
    anonymised_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Nobody but a beheerder of the group says that this person is in the chat.
    to_confirm = models.BooleanField("te bevestigen", default=False)
    end_reason = models.CharField("waarom gestopt", max_length=11, choices=LeaveReason, blank=True)
    # When a beheerder took somebody who left out of the chat.
    left_chat_at = models.DateTimeField("uit de app", null=True, blank=True)
    # When everything was wiped on request. The name and number stay for the beheerder who takes
    # this person out of the chat, for less than a day.
    erased_at = models.DateTimeField("gewist op verzoek", null=True, blank=True, editable=False)
    # When this person heard (or the planned mail leaves that tells) that they stand on the list.
    # Empty: the law wants that done within a month of the day on which we got it.
    told_at = models.DateTimeField("verteld op", null=True, blank=True, editable=False)
    # Telling by this address failed; another address makes it empty again.
    email_failed_at = models.DateTimeField(null=True, blank=True, editable=False)
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

    # Of a membership that came with a list: so that the whole list can be undone.
    imported_by = models.ForeignKey(
        "groups.MemberImport",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="memberships_made",
    )

    # Name, address and number as they are searched for; `update` changes it along with them.
    search_key = SearchKeyField(of="searched", max_length=LONGEST_KEY)
    # Goes up with every change of the facts: who typed over an older one is told.
    version = models.PositiveIntegerField(default=1, editable=False)

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
            models.CheckConstraint(
                name="membership_has_a_language_of_the_portal",
                condition=Q(language__in=CODES),
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
                fields=("group", "since", "id"),
                condition=Q(until__isnull=True, told_at__isnull=True),
                name="membership_untold",
            ),
            models.Index(
                fields=("group", "until", "id"),
                condition=Q(
                    until__isnull=False,
                    left_chat_at__isnull=True,
                    anonymised_at__isnull=True,
                ),
                name="membership_to_take_out",
            ),
            models.Index(
                fields=("email", "id"), condition=~Q(email=""), name="membership_by_email"
            ),
            models.Index(
                fields=("until", "id"),
                condition=Q(anonymised_at__isnull=True, until__isnull=False),
                name="membership_to_forget",
            ),
            # The timetable looks at these every minute.
            models.Index(
                fields=("erased_at", "id"),
                condition=Q(anonymised_at__isnull=True, erased_at__isnull=False) & ~Q(mobile=""),
                name="membership_erased",
            ),
        ]

    def __str__(self) -> str:
        return f"deelnemer {self.pk} van groep {self.group_id}"

    @property
    def shown_name(self) -> str:
        """The name; of who had it wiped what can be said without one."""
        return self.name or "Een lid"

    @property
    def address(self) -> str:
        """Street and house number as written on an envelope."""
        return address_of(
            self.street_text, self.house_number, self.house_letter, self.house_number_addition
        )

    @property
    def number(self) -> HouseNumber | None:
        """The house number with its letter and addition, where there is one."""
        if self.house_number is None:
            return None
        return HouseNumber(self.house_number, self.house_letter, self.house_number_addition)

    @property
    def searched(self) -> str:
        """What the search key is made of."""
        return text_to_search(self.name, self.organisation, self.address, self.mobile)

    @property
    def first_name(self) -> str:
        """How a beheerder would say hello."""
        return called(self.name)
