"""Streets, the ways people write them, hamlets, and which group covers which numbers."""

from typing import Final

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Mod
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dorst_portal.identity.current import village_name
from dorst_portal.languages.words import lazy_text
from groups.querysets.streets import CoverageRuleQuerySet, SpellingQuerySet, StreetQuerySet
from groups.values.addresses import LARGEST_HOUSE_NUMBER

_REST_OF_FIRST = Mod(F("first_number"), 2)
_REST_OF_LAST = Mod(F("last_number"), 2)


class Street(models.Model):
    """A street (BAG: openbare ruimte). `outside` streets are known but lie outside the village."""

    name = models.CharField("straat", max_length=80)
    slug = models.SlugField(max_length=80, unique=True)
    area = models.CharField("buurt", max_length=40)
    place = models.CharField("plaats", max_length=40, default=village_name)
    outside = models.BooleanField("ligt buiten het dorp", default=False)
    remark = models.CharField("opmerking", max_length=200, blank=True)
    # Grows with each change of its facts: who saved an older one is told.
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = StreetQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        verbose_name = "straat"
        verbose_name_plural = "straten"
        constraints = [
            models.UniqueConstraint(fields=("name", "place"), name="street_name_once_in_a_place"),
        ]

    def __str__(self) -> str:
        return self.name


class Hamlet(models.Model):
    """A hamlet (buurtschap): its name leads to its streets, to choose from."""

    name = models.CharField("buurtschap", max_length=80, unique=True)
    streets = models.ManyToManyField(Street, related_name="hamlets")

    class Meta:
        ordering = ("name",)
        verbose_name = "buurtschap"
        verbose_name_plural = "buurtschappen"

    def __str__(self) -> str:
        return self.name


class Spelling(models.Model):
    """One way of writing a street or hamlet; `key` is `addresses.fold_street` of the text."""

    text = models.CharField("spelling", max_length=80)
    key = models.CharField(max_length=120)
    street = models.ForeignKey(
        Street, on_delete=models.CASCADE, null=True, blank=True, related_name="spellings"
    )
    hamlet = models.ForeignKey(
        Hamlet, on_delete=models.CASCADE, null=True, blank=True, related_name="spellings"
    )

    objects = SpellingQuerySet.as_manager()

    class Meta:
        verbose_name = "spelling"
        verbose_name_plural = "spellingen"
        constraints = [
            models.CheckConstraint(
                name="spelling_is_of_a_street_or_a_hamlet",
                condition=Q(street__isnull=False, hamlet__isnull=True)
                | Q(street__isnull=True, hamlet__isnull=False),
            ),
            models.UniqueConstraint(
                fields=("key",),
                condition=Q(street__isnull=False),
                name="spelling_means_one_street",
            ),
            models.UniqueConstraint(
                fields=("key",),
                condition=Q(hamlet__isnull=False),
                name="spelling_means_one_hamlet",
            ),
        ]
        indexes = [models.Index(fields=("key",), name="spelling_key")]

    def __str__(self) -> str:
        return self.text


class SpellingPart(models.Model):
    """Three letters of a spelling's key: close matches are looked up by these, never by a scan."""

    spelling = models.ForeignKey(Spelling, on_delete=models.CASCADE, related_name="parts")
    part = models.CharField(max_length=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("part", "spelling"), name="spelling_part_once"),
        ]

    def __str__(self) -> str:
        return self.part


class Side(models.TextChoices):
    """Which numbers of a range count."""

    BOTH = "both", gettext_lazy("alle nummers")
    ODD = "odd", gettext_lazy("oneven nummers")
    EVEN = "even", gettext_lazy("even nummers")


_FROM: Final = {
    Side.BOTH: lazy_text("nummers vanaf {first}"),
    Side.ODD: lazy_text("oneven nummers vanaf {first}"),
    Side.EVEN: lazy_text("even nummers vanaf {first}"),
}
_FROM_TO: Final = {
    Side.BOTH: lazy_text("nummers {first} t/m {last}"),
    Side.ODD: lazy_text("oneven nummers {first} t/m {last}"),
    Side.EVEN: lazy_text("even nummers {first} t/m {last}"),
}
# What the numbers of a rule may be called, of a part of a street.
NUMBERS_IN_WORDS: Final = (lazy_text("nummer {number}"), *_FROM.values(), *_FROM_TO.values())


class CoverageRule(models.Model):
    """These numbers of this street belong to this group, until the rule ends.

    No two rules of a street that have not ended share a number: the database refuses it
    (migration 0002: an exclusion constraint on PostgreSQL, triggers on SQLite). For that
    promise to be exact a rule is written in one way only: an odd or even range begins and ends
    with an odd or even number, and a single number is odd or even, never both.
    """

    street = models.ForeignKey(Street, on_delete=models.PROTECT, related_name="rules")
    group = models.ForeignKey("groups.WatchGroup", on_delete=models.PROTECT, related_name="rules")
    first_number = models.PositiveIntegerField("van", default=1)
    last_number = models.PositiveIntegerField("tot en met", default=LARGEST_HOUSE_NUMBER)
    side = models.CharField("kant", max_length=4, choices=Side, default=Side.BOTH)
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField("beëindigd", null=True, blank=True)

    objects = CoverageRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "dekkingsregel"
        verbose_name_plural = "dekkingsregels"
        constraints = [
            models.CheckConstraint(
                name="rule_runs_from_low_to_high",
                condition=Q(
                    first_number__gte=1,
                    first_number__lte=F("last_number"),
                    last_number__lte=LARGEST_HOUSE_NUMBER,
                ),
            ),
            models.CheckConstraint(
                name="rule_ends_fit_its_side",
                condition=Q(side=Side.BOTH, first_number__lt=F("last_number"))
                | Q(Exact(_REST_OF_FIRST, 1), Exact(_REST_OF_LAST, 1), side=Side.ODD)
                | Q(Exact(_REST_OF_FIRST, 0), Exact(_REST_OF_LAST, 0), side=Side.EVEN),
            ),
        ]
        indexes = [
            models.Index(
                fields=("street", "first_number", "last_number"),
                condition=Q(ended_at__isnull=True),
                name="rule_in_force_by_street",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.street} {self.numbers_in_words()}: {self.group}"

    def is_whole_street(self) -> bool:
        """Whether the rule covers every number of its street."""
        return (
            self.side == Side.BOTH
            and self.first_number == 1
            and self.last_number == LARGEST_HOUSE_NUMBER
        )

    def numbers_in_words(self) -> str:
        """The numbers as a neighbour would say them: "62 t/m 66", "even nummers 10 t/m 12"."""
        if self.is_whole_street():
            return _("de hele straat")
        first, last = self.first_number, self.last_number
        if first == last:
            return _("nummer {number}").format(number=first)
        words = _FROM if last == LARGEST_HOUSE_NUMBER else _FROM_TO
        return words[Side(self.side)].format(first=first, last=last)
