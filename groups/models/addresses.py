"""The official address list (BAG) and how it came in.

Not to be confused with `groups.values.addresses`, which reads what people type.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from dorst_portal.kit.rows.batches import one_of
from groups.querysets.addresses import (
    AddressImportQuerySet,
    OfficialAddressQuerySet,
)
from groups.values.addresses import LONGEST_ADDITION, HouseNumber
from groups.values.import_states import FOR_A_PERSON, ImportState
from groups.values.rd_points import LEAST_X, LEAST_Y, MOST_X, MOST_Y


class OfficialAddress(models.Model):
    """One address of the official list. A postcode is never required (BAG: not every address has
    one). Which group it has follows from the rules of its street, never from here.
    """

    street = models.ForeignKey(
        "groups.Street", on_delete=models.CASCADE, related_name="official_addresses"
    )
    house_number = models.PositiveIntegerField("huisnummer")
    house_letter = models.CharField("letter", max_length=1, blank=True)
    house_number_addition = models.CharField("toevoeging", max_length=LONGEST_ADDITION, blank=True)
    # "4849 AB", with one blank.
    postcode = models.CharField("postcode", max_length=7, blank=True)
    # Where it lies, in metres of RD New (groups/values/rd_points.py); nothing when no file said so.
    x = models.PositiveIntegerField("x op de kaart", null=True, blank=True)
    y = models.PositiveIntegerField("y op de kaart", null=True, blank=True)

    objects = OfficialAddressQuerySet.as_manager()

    class Meta:
        ordering = ("street", "house_number", "house_letter", "house_number_addition")
        verbose_name = "officieel adres"
        verbose_name_plural = "officiële adressen"
        constraints = [
            models.UniqueConstraint(
                fields=("street", "house_number", "house_letter", "house_number_addition"),
                name="official_address_once",
            ),
            models.CheckConstraint(
                name="official_address_lies_in_the_netherlands_or_nowhere",
                condition=Q(x__isnull=True, y__isnull=True)
                | Q(
                    # Half a place is neither true nor false to a database, and would pass.
                    x__isnull=False,
                    y__isnull=False,
                    x__range=(LEAST_X, MOST_X),
                    y__range=(LEAST_Y, MOST_Y),
                ),
            ),
        ]
        indexes = [
            models.Index(fields=("postcode", "house_number"), name="official_address_postcode")
        ]

    def __str__(self) -> str:
        return f"{self.street} {self.number}"

    @property
    def number(self) -> HouseNumber:
        """The house number with its letter and addition."""
        return HouseNumber(self.house_number, self.house_letter, self.house_number_addition)


# A coordinator has to do something, who may never come back.
LEFT_ALONE = one_of("state", sorted(FOR_A_PERSON))


class AddressImport(models.Model):
    """One file with addresses: checked first, shown, and taken over only after a coordinator said
    so. The database is the record: a worker that is killed leaves nothing half done.
    """

    state = models.CharField(
        "stand", max_length=9, choices=ImportState, default=ImportState.UPLOADED
    )
    name = models.CharField("bestand", max_length=120)
    # Wiped when the import has ended.
    content = models.BinaryField(null=True)
    # Nobody when the command on the server did it.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    at = models.DateTimeField("op", default=timezone.now)
    # Until when a worker that said it is busy may be believed.
    busy_until = models.DateTimeField(null=True, blank=True)
    rows_read = models.PositiveIntegerField("regels gelezen", default=0)
    rows_total = models.PositiveIntegerField("regels", default=0)
    refusal = models.CharField("waarom niet", max_length=300, blank=True)
    # Which column a person said is what (`columns.MEANINGS`), where that does not follow from the
    # names: the label of a column for a meaning, or nothing for "there is none".
    columns = models.JSONField("kolommen", default=dict, blank=True)
    # What the preview tells: how many are new, the same, changed, gone and wrong.
    counts = models.JSONField(default=dict, blank=True)
    # What the list looked like when the preview was made; another list needs another preview.
    seen_list = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AddressImportQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        verbose_name = "import van adressen"
        verbose_name_plural = "imports van adressen"
        indexes = [
            # For retention: files that nobody came back for, and those that ended.
            models.Index(fields=("at", "id"), condition=LEFT_ALONE, name="import_left_alone"),
            models.Index(
                fields=("ended_at",), condition=Q(ended_at__isnull=False), name="import_ended"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_state_display()})"


class FindingKind(models.TextChoices):
    """What the check says about one address of a file."""

    NEW = "new", "nieuw"
    SAME = "same", "ongewijzigd"
    CHANGED = "changed", "andere postcode"
    PLACED = "placed", "andere plek op de kaart"
    GONE = "gone", "staat niet meer in de lijst"
    WRONG = "wrong", "klopt niet"


class ImportFinding(models.Model):
    """One line of the preview: an address of the file and what is with it."""

    batch = models.ForeignKey(AddressImport, on_delete=models.CASCADE, related_name="findings")
    kind = models.CharField("soort", max_length=7, choices=FindingKind)
    # The row in the file, counted as a spreadsheet does; nothing for what is gone.
    row = models.PositiveIntegerField("regel", null=True, blank=True)
    street_text = models.CharField("straat", max_length=80, blank=True)
    house_number = models.PositiveIntegerField("huisnummer", null=True, blank=True)
    house_letter = models.CharField("letter", max_length=1, blank=True)
    house_number_addition = models.CharField("toevoeging", max_length=LONGEST_ADDITION, blank=True)
    postcode = models.CharField("postcode", max_length=7, blank=True)
    x = models.PositiveIntegerField("x op de kaart", null=True, blank=True)
    y = models.PositiveIntegerField("y op de kaart", null=True, blank=True)
    problem = models.CharField("wat er mis is", max_length=200, blank=True)

    class Meta:
        ordering = ("id",)
        verbose_name = "bevinding"
        verbose_name_plural = "bevindingen"
        constraints = [
            models.CheckConstraint(
                name="wrong_row_says_what_is_wrong",
                condition=~Q(kind=FindingKind.WRONG) | ~Q(problem=""),
            ),
            models.CheckConstraint(
                name="finding_counts_rows_from_one",
                condition=Q(row__isnull=True) | Q(row__gte=1),
            ),
        ]
        indexes = [models.Index(fields=("batch", "kind", "id"), name="finding_by_kind")]

    def __str__(self) -> str:
        return f"regel {self.row}: {self.get_kind_display()}"

    @property
    def address(self) -> str:
        """The address as far as it could be read."""
        if self.house_number is None:
            return self.street_text
        letter, addition = self.house_letter, self.house_number_addition
        return f"{self.street_text} {HouseNumber(self.house_number, letter, addition)}"
