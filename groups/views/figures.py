"""Figures: of the village for staff, of the own group for beheerders, and four for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dorst_portal.kit.access import coordinator_only, logged_in, public
from dorst_portal.kit.spreadsheets import csv_file
from groups.models import WatchGroup
from groups.services import figures as service
from groups.services.figure_blocks import TOO_LITTLE
from groups.views.who import user_of


@coordinator_only
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Every figure: a sentence, bars, and the table behind them."""
    context = {"blocks": service.all_figures(now=timezone.now()), "too_little": TOO_LITTLE}
    return render(request, "groups/platform/figures.html", context)


@coordinator_only
@require_safe
def figures_block(request: HttpRequest, key: str) -> HttpResponse:
    """All rows of one figure, a page by key."""
    after = request.GET.get("na", "")
    block = service.figure_page(key, after=after, now=timezone.now())
    if block is None:
        raise Http404
    context = {"figure": block, "too_little": TOO_LITTLE}
    return render(request, "groups/platform/figures_block.html", context)


@coordinator_only
@require_safe
def figures_csv(request: HttpRequest, key: str) -> HttpResponse:
    """The table of one figure as a file, hidden numbers hidden."""
    block = service.whole_figure(key, now=timezone.now())
    if block is None:
        raise Http404
    return csv_file(f"cijfers-{block.code}", block.head, ((r.label, r.text) for r in block.rows))


@logged_in
@require_safe
def group_figures(request: HttpRequest, slug: str) -> HttpResponse:
    """The figures of one group, for its own beheerders and for staff."""
    group = get_object_or_404(WatchGroup.objects.visible_to(user_of(request)), slug=slug)
    facts = service.figures_of_group(group, now=timezone.now())
    context = {"group": group, "figures": facts, "too_little": TOO_LITTLE}
    return render(request, "groups/beheer/figures.html", context)


@public
@require_safe
def public_figures(request: HttpRequest) -> HttpResponse:
    """Four numbers that tell nothing of a person."""
    context = {"figures": service.public_figures(now=timezone.now())}
    return render(request, "groups/public/figures.html", context)
