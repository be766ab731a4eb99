"""Figures: of the village for staff, of the own group for beheerders, and four for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import coordinator_only, logged_in, public
from dorst_portal.kit.rows.keyset import asked_key
from dorst_portal.kit.spreadsheets import csv_file
from dorst_portal.languages.current import DUTCH
from groups.figures.pages import figures as service
from groups.figures.pages import kept
from groups.figures.pages.blocks import TOO_LITTLE
from groups.figures.pages.series import series_of
from groups.models import WatchGroup


@coordinator_only
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Every figure as it was last counted: a sentence, bars, and the table behind them."""
    found = kept.all_figures()
    weeks = next((series_of(one.rows) for one in found.blocks if one.is_series), None)
    context = {"kept": found, "weeks": weeks, "too_little": TOO_LITTLE}
    return render(request, "groups/figures/platform/figures.html", context)


@coordinator_only
@require_safe
def figures_block(request: HttpRequest, key: str) -> HttpResponse:
    """All rows of one figure, a page by its number."""
    found = kept.figure_page(key, after=asked_key(request))
    if found is None:
        raise Http404
    if not found.blocks:
        return redirect("figures")
    context = {"kept": found, "figure": found.blocks[0], "too_little": TOO_LITTLE}
    return render(request, "groups/figures/platform/figures_block.html", context)


@coordinator_only
@require_safe
def figures_csv(request: HttpRequest, key: str) -> HttpResponse:
    """The table of one figure as a file, hidden numbers hidden."""
    with override(DUTCH):  # a file has one language, whoever saves it
        found = kept.whole_figure(key, language=DUTCH)
        if found is None:
            raise Http404
        if not found.blocks:
            return redirect("figures")
        (block,) = found.blocks
        rows = ((row.label, row.text) for row in block.rows)
        return csv_file(f"cijfers-{block.code}", block.head, rows)


@logged_in
@require_safe
def group_figures(request: HttpRequest, slug: str) -> HttpResponse:
    """The figures of one group, for its own beheerders and for staff."""
    group = get_object_or_404(WatchGroup.objects.visible_to(user_of(request)), slug=slug)
    facts = service.figures_of_group(group, now=timezone.now())
    everywhere = kept.usual_days_everywhere()
    context = {
        "group": group,
        "figures": facts,
        "days_everywhere": everywhere,
        "too_little": TOO_LITTLE,
    }
    return render(request, "groups/figures/beheer/figures.html", context)


@public
@require_safe
def public_figures(request: HttpRequest) -> HttpResponse:
    """Four numbers that tell nothing of a person."""
    context = {"figures": service.public_figures(now=timezone.now())}
    return render(request, "groups/figures/public/figures.html", context)
