"""What can be printed for a group, and the card for the cupboard with the meters."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import logged_in, public
from dorst_portal.kit.paper.answers import street_paper
from dorst_portal.kit.paper.codes import PrintedAddress
from dorst_portal.kit.paper.printing import can_print
from groups.models import WatchGroup
from groups.watchgroups.pages.papers import papers_of


@logged_in
@require_safe
def group_papers(request: HttpRequest, slug: str) -> HttpResponse:
    """Every paper of the group, to look at and as a PDF."""
    group = get_object_or_404(WatchGroup.objects.visible_to(user_of(request)), slug=slug)
    context = {"group": group, "papers": papers_of(group), "prints_pdf": can_print()}
    return render(request, "groups/watchgroups/beheer/papers.html", context)


@public
@require_safe
def group_cupboard(request: HttpRequest, slug: str) -> HttpResponse:
    """Four cards with what to do and whom to call, and the way to the group."""
    group = get_object_or_404(WatchGroup.objects.shown_to_everybody(), slug=slug)
    address = f"{settings.SITE_URL}{reverse('watchgroup', args=[slug])}"
    return street_paper(
        request,
        "groups/watchgroups/public/cupboard.html",
        {"group": group, "short": PrintedAddress(address), "cards": range(4)},
        name=f"meterkast-groep-{slug}",
    )
