"""Lists of people who are in a group already, on their way to the list of members."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from groups.querysets.member_imports import MemberImportQuerySet
from groups.values.addresses import LONGEST_ADDITION, HouseNumber
from groups.values.member_import_states import ListState, Verdict

LONGEST_PROBLEM = 400


class MemberImport(models.Model):
    """One list: checked first, shown row by row, and taken over only after somebody said so. The
    database is the record: a worker that is killed leaves nothing half done.

    What it holds of people is wiped as soon as it can be (`services.imports.forgetting`); how many
    there were stays.
    """

    state = models.CharField("stand", max_length=9, choices=ListState, default=ListState.UPLOADED)
    # The group of all rows; without one each row names its own.
    group = models.ForeignKey(
        "groups.WatchGroup", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # A coordinator's members are to be confirmed by the beheerder of their group.
    by_platform = models.BooleanField("door een coördinator", default=False)
    name = models.CharField("bestand", max_length=120, blank=True)
    is_pasted = models.BooleanField("geplakt", default=False)
    content = models.BinaryField(null=True)
    # Nobody when the command on the server did it.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField("op", default=timezone.now)
    # When somebody did something with it.
    touched_at = models.DateTimeField("laatst bekeken", default=timezone.now)
    # Until when a worker that said it is busy may be believed.
    busy_until = models.DateTimeField(null=True, blank=True)
    rows_read = models.PositiveIntegerField("regels gelezen", default=0)
    rows_total = models.PositiveIntegerField("regels", default=0)
    refusal = models.CharField("waarom niet", max_length=300, blank=True)
    # What a person said that each column is (`Part`), where they said something.
    parts = models.JSONField("kolommen", default=list, blank=True)
    # The doubts about rows that somebody took for granted.
    granted = models.JSONField("toch overnemen", default=list, blank=True)
    # The columns with an example of each, while it is looked at; afterwards how many of what.
    facts = models.JSONField(default=dict, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    wiped_at = models.DateTimeField(null=True, blank=True)

    objects = MemberImportQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        verbose_name = "import van leden"
        verbose_name_plural = "imports van leden"
        constraints = [
            models.CheckConstraint(
                name="member_import_of_a_beheerder_has_a_group",
                condition=Q(by_platform=True) | Q(group__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=("group", "-id"), name="member_import_of_group"),
            # What still holds people: it is looked at every minute.
            models.Index(
                fields=("touched_at", "id"),
                condition=Q(wiped_at__isnull=True),
                name="member_import_to_wipe",
            ),
        ]

    def __str__(self) -> str:
        return f"lijst {self.pk} ({self.get_state_display()})"


class MemberImportRow(models.Model):
    """One person of a list: what was read, and what the check says about it."""

    batch = models.ForeignKey(MemberImport, on_delete=models.CASCADE, related_name="rows")
    # As a spreadsheet counts.
    line = models.PositiveIntegerField("regel")
    name = models.CharField("naam", max_length=100, blank=True)
    organisation = models.CharField("bedrijf of club", max_length=100, blank=True)
    # As it stood there, then as it was read.
    mobile_text = models.CharField("nummer", max_length=100, blank=True)
    mobile = models.CharField("mobiel", max_length=20, blank=True)
    email_text = models.CharField("e-mail, zoals gegeven", max_length=254, blank=True)
    email = models.EmailField("e-mail", max_length=254, blank=True)
    address_text = models.CharField("adres", max_length=200, blank=True)
    street = models.ForeignKey(
        "groups.Street", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    street_text = models.CharField("straat", max_length=80, blank=True)
    house_number = models.PositiveIntegerField("huisnummer", null=True, blank=True)
    house_letter = models.CharField("letter", max_length=1, blank=True)
    house_number_addition = models.CharField("toevoeging", max_length=LONGEST_ADDITION, blank=True)
    group_text = models.CharField("groep, zoals gegeven", max_length=80, blank=True)
    group = models.ForeignKey(
        "groups.WatchGroup", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    verdict = models.CharField("oordeel", max_length=10, choices=Verdict, default=Verdict.RIGHT)
    # All doubts about it; the verdict is the first of them.
    doubts = models.JSONField("twijfels", default=list, blank=True)
    problem = models.CharField("wat we zien", max_length=LONGEST_PROBLEM, blank=True)
    # Somebody looked at the doubts and takes it all the same, or wants it left out.
    granted = models.BooleanField("toch overnemen", default=False)
    left_out = models.BooleanField("weggelaten", default=False)

    class Meta:
        ordering = ("id",)
        verbose_name = "regel van een ledenlijst"
        verbose_name_plural = "regels van ledenlijsten"
        constraints = [
            models.UniqueConstraint(fields=("batch", "line"), name="member_import_line_once"),
            models.CheckConstraint(
                name="member_import_row_says_what_is_wrong",
                condition=Q(verdict=Verdict.RIGHT) | ~Q(problem=""),
            ),
        ]
        indexes = [
            models.Index(fields=("batch", "verdict", "line"), name="member_import_row_by_verdict"),
            models.Index(fields=("batch", "mobile"), name="member_import_row_by_number"),
        ]

    def __str__(self) -> str:
        return f"regel {self.line}: {self.get_verdict_display()}"

    @property
    def number(self) -> HouseNumber | None:
        """The house number with its letter and addition, where it could be read."""
        if self.house_number is None:
            return None
        return HouseNumber(self.house_number, self.house_letter, self.house_number_addition)

    @property
    def address(self) -> str:
        """The address as it was read, or as it stood there."""
        return f"{self.street_text} {self.number}" if self.number else self.address_text
