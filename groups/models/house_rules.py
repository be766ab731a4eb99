"""The house rules (spelregels), by version."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from dorst_portal.languages.current import in_dutch
from groups.querysets.house_rules import HouseRulesQuerySet
from groups.values.shipped_rules import SHIPPED_RULES


class RulesVariant(models.TextChoices):
    """Which rules: groups with the Waaksamen app have their own."""

    STANDARD = "standard", gettext_lazy("zonder Waaksamen")
    WAAKSAMEN = "waaksamen", gettext_lazy("met Waaksamen")

    @property
    def in_address(self) -> str:
        """Its name in addresses and files, which is the same in every language."""
        return "met-waaksamen" if self == RulesVariant.WAAKSAMEN else "zonder-waaksamen"


class HouseRules(models.Model):
    """One version of the house rules: a rule on each line. Never changed, only followed up."""

    variant = models.CharField(max_length=10, choices=RulesVariant)
    version = models.PositiveIntegerField("versie")
    text = models.TextField("regels, een op elke regel")
    published_at = models.DateTimeField("geldt vanaf", default=timezone.now)
    # Empty for what the portal ships.
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = HouseRulesQuerySet.as_manager()

    class Meta:
        ordering = ("variant", "-version")
        verbose_name = "spelregels"
        verbose_name_plural = "spelregels"
        constraints = [
            models.UniqueConstraint(
                fields=("variant", "version"), name="house_rules_version_once_per_variant"
            ),
        ]

    def __str__(self) -> str:
        return f"Spelregels {self.get_variant_display()}, versie {self.version}"

    def rules(self) -> list[str]:
        """The rules one by one, in their order, in the language of the page when all of them are
        rules that the portal ships.
        """
        lines = self._lines()
        return list(map(gettext, lines)) if _can_be_translated(lines) else lines

    @property
    def only_dutch(self) -> bool:
        """Whether the page is in another language, and these rules are not."""
        return not in_dutch() and not _can_be_translated(self._lines())

    def _lines(self) -> list[str]:
        return [line for line in self.text.splitlines() if line.strip()]


def _can_be_translated(lines: list[str]) -> bool:
    return SHIPPED_RULES.issuperset(lines)
