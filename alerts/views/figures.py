"""How calm it is in a group, or in the whole village."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alerts.pages import figures as pages
from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import logged_in
from dorst_portal.kit.rows.keyset import asked_key
from groups.api import TOO_LITTLE, WatchGroup


@logged_in
@require_safe
def alert_figures(request: HttpRequest) -> HttpResponse:
    """Staff see the whole village and the way to each group; who runs one group sees that one, who
    runs several chooses.
    """
    user, now = user_of(request), timezone.now()
    context = {"too_little": TOO_LITTLE}
    if user.is_platform:
        rows, next_key = pages.groups_page(after=asked_key(request), now=now)
        facts = {"calm": pages.calm_of(None, now=now), "rows": rows, "next_key": next_key}
        return render(request, "alerts/platform/figures.html", context | facts)
    own = list(WatchGroup.objects.managed_by(user).order_by("name"))
    if len(own) != 1:
        return render(request, "alerts/beheer/figures_choose.html", {"own": own})
    facts = {"group": own[0], "calm": pages.calm_of(own[0], now=now)}
    return render(request, "alerts/beheer/figures.html", context | facts)


@logged_in
@require_safe
def alert_figures_group(request: HttpRequest, slug: str) -> HttpResponse:
    """The figures of one group, for its own beheerders and for staff."""
    group = get_object_or_404(WatchGroup.objects.visible_to(user_of(request)), slug=slug)
    calm = pages.calm_of(group, now=timezone.now())
    context = {"group": group, "calm": calm, "too_little": TOO_LITTLE}
    return render(request, "alerts/beheer/figures.html", context)
