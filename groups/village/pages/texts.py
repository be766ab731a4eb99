"""The texts that a new village reads before anybody else does. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from dorst_portal.languages.words import lazy_text
from groups.models import HouseRules, RulesVariant, TextVersion, VillageStep, VillageStepCode
from groups.village.pages.checklist import READ
from groups.wording import texts_in_force


@dataclass(frozen=True)
class ToRead:
    """A text: what to look for, where it is read and changed, and who read it."""

    code: str
    title: str
    why: str
    pages: Sequence[tuple[str, str]]
    is_changed: bool
    step: VillageStep | None


_WHY: Final[Mapping[str, str]] = {
    VillageStepCode.RULES: lazy_text("Elk lid zegt ja tegen deze regels. Passen ze bij jullie?"),
    VillageStepCode.WHICH_APP: lazy_text("Kloppen de nummers en de apps voor jullie gemeente?"),
    VillageStepCode.WELCOME: lazy_text("Hiermee begint het bericht aan een nieuw lid."),
    VillageStepCode.PRIVACY: lazy_text(
        "Klopt wie er voor de gegevens zorgt, en waar vragen heen gaan?"
    ),
}


def texts_to_read() -> Sequence[ToRead]:
    """All of them, in their order. Three queries."""
    steps = {step.code: step for step in VillageStep.objects.select_related("done_by")}
    kinds = (texts_in_force.WHICH_APP, texts_in_force.WELCOME)
    newest = TextVersion.objects.newest().filter(key__in=kinds)
    changed = {row.key for row in newest if not row.is_reset}
    has_own_rules = HouseRules.objects.filter(version__gt=1).exists()
    is_changed = {
        VillageStepCode.RULES: has_own_rules,
        VillageStepCode.WHICH_APP: texts_in_force.WHICH_APP in changed,
        VillageStepCode.WELCOME: texts_in_force.WELCOME in changed,
        VillageStepCode.PRIVACY: False,
    }
    return [
        ToRead(
            code=code.value,
            title=str(code.label),
            why=_WHY[code],
            pages=_pages(code),
            is_changed=is_changed[code],
            step=steps.get(code),
        )
        for code in READ
    ]


def _pages(code: VillageStepCode) -> Sequence[tuple[str, str]]:
    """Where a text is read and changed: the address and the words of the link."""
    if code == VillageStepCode.RULES:
        return [
            (
                reverse("text_edit", args=[f"spelregels-{variant.value}"]),
                _("Regels {variant}").format(variant=variant.label),
            )
            for variant in RulesVariant
        ]
    if code == VillageStepCode.PRIVACY:
        return [
            (reverse("privacy"), _("Lees de pagina")),
            (reverse("village_names"), _("Verander de namen")),
        ]
    key = texts_in_force.WHICH_APP if code == VillageStepCode.WHICH_APP else texts_in_force.WELCOME
    return [(reverse("text_edit", args=[key]), _("Lees de tekst"))]
