"""The house rules (spelregels), by version."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from groups.querysets.house_rules import HouseRulesQuerySet


class RulesVariant(models.TextChoices):
    """Which rules: groups with the Waaksamen app have their own."""

    STANDARD = "standard", "zonder Waaksamen"
    WAAKSAMEN = "waaksamen", "met Waaksamen"


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
        """The rules one by one, in their order."""
        return [line for line in self.text.splitlines() if line.strip()]
