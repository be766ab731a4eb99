"""Pages of text: how it works, the house rules, and what happens with personal data."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dorst_portal.kit.access import public
from groups.models import HouseRules
from groups.services.retention import TERMS


@public
@require_safe
def how_it_works(request: HttpRequest) -> HttpResponse:
    """Five questions with short answers."""
    return render(request, "groups/public/how_it_works.html")


@public
@require_safe
def house_rules(request: HttpRequest) -> HttpResponse:
    """The newest rules for groups without and with the Waaksamen app."""
    oldest_first = HouseRules.objects.order_by("variant", "version")
    newest = {rules.variant: rules for rules in oldest_first}
    variants = list(newest.values())
    return render(request, "groups/public/house_rules.html", {"variants": variants})


@public
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What we keep, why, how long and who sees it: the table that retention carries out."""
    return render(request, "groups/public/privacy.html", {"terms": TERMS})
