"""Pages of text: how it works, the house rules, who to call, and what happens with your data."""

from functools import partial
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dorst_portal.kit.access import public
from dorst_portal.kit.display import as_in_mail
from dorst_portal.kit.paper.answers import paper
from groups.models import HouseRules, RulesVariant
from groups.partners.pages.contacts import who_is_who
from groups.wording import texts_in_force


@public
@require_safe
def how_it_works(request: HttpRequest) -> HttpResponse:
    """Five questions with short answers."""
    return render(request, "groups/texts/public/how_it_works.html")


@public
@require_safe
def house_rules(request: HttpRequest) -> HttpResponse:
    """The newest rules for groups without and with the Waaksamen app, to read and to share."""
    address = request.build_absolute_uri(reverse("house_rules"))
    variants = [
        {"rules": rules, "key": key, "share": _share_link(rules, address)}
        for key, rules in _newest().items()
    ]
    context = {"variants": variants, "address": address}
    return render(request, "groups/texts/public/house_rules.html", context)


@public
@require_safe
def house_rules_paper(request: HttpRequest, key: str) -> HttpResponse:
    """The newest rules of one variant on one sheet of A4."""
    rules = _newest().get(key)
    if rules is None:
        raise Http404
    address = request.build_absolute_uri(reverse("house_rules"))
    context = {"rules": rules, "address": address}
    return paper(
        request,
        "groups/texts/public/house_rules_paper.html",
        context,
        name=f"spelregels-{key}",
        public=True,
    )


@public
@require_safe
def stop_or_change(request: HttpRequest) -> HttpResponse:
    """How somebody stops or changes something today: the same page for everybody."""
    page = partial(render, request, "groups/texts/public/stop_or_change.html")
    return as_in_mail(request, request.GET.get("taal", ""), page)


@public
@require_safe
def which_app(request: HttpRequest) -> HttpResponse:
    """Which app or which number, biggest danger first."""
    context = {"contact_advice": texts_in_force.contact_advice(), "partners": who_is_who(None)}
    return render(request, "groups/texts/public/which_app.html", context)


@public
@require_safe
def municipality(request: HttpRequest) -> HttpResponse:
    """What the municipality mends, and how to tell it."""
    context = {"advice": texts_in_force.municipality()}
    return render(request, "groups/texts/public/municipality.html", context)


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What was tested, what was not, and where to tell that something does not work."""
    return render(request, "groups/texts/public/accessibility.html")


@public
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Whose site this is, and who sees what."""
    return render(request, "groups/texts/public/about.html")


def _newest() -> dict[str, HouseRules]:
    """The newest version of each variant by its name in an address, such as "met-waaksamen"."""
    oldest_first = HouseRules.objects.order_by("variant", "version")
    return {RulesVariant(rules.variant).in_address: rules for rules in oldest_first}


def _share_link(rules: HouseRules, address: str) -> str:
    """Opens WhatsApp with all rules as a draft; who gets it is chosen there."""
    lines = [f"{count}. {rule}" for count, rule in enumerate(rules.rules(), 1)]
    read_again = _("Lees ze na: {address}").format(address=address)
    text = "\n".join([_("Spelregels van onze buurtapp"), *lines, read_again])
    return f"https://wa.me/?text={quote(text)}"
