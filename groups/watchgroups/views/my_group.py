"""The page of the own group: its facts, and its settings."""

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dorst_portal.accounts import sessions
from dorst_portal.accounts.current_user import user_of
from dorst_portal.accounts.freshness import to_fresh_login
from dorst_portal.kit.access import logged_in
from dorst_portal.languages.words import lazy_text
from groups.models import WatchGroup
from groups.permissions import manages_group
from groups.watchgroups.forms.my_group import MyGroupForm
from groups.watchgroups.pages import group as group_page
from groups.watchgroups.services import settings

PROVE_FIRST = lazy_text(
    "De rest is opgeslagen. Laat voor een nieuwe link eerst zien dat jij het bent. "
    "Plak de link daarna nog een keer."
)
ONLY_OWN = lazy_text("Alleen een beheerder van deze groep kan dit veranderen.")


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
def my_group(request: HttpRequest, slug: str) -> HttpResponse:
    """Own beheerders set their group here; staff look, and never see the invite link."""
    user, now = user_of(request), timezone.now()
    group = get_object_or_404(WatchGroup.objects.visible_to(user), slug=slug)
    is_own = manages_group(user, group)
    if request.method == "POST" and not is_own:
        raise PermissionDenied(ONLY_OWN)
    sent = request.POST if request.method == "POST" else None
    form, now_stands = (MyGroupForm(sent, group=group) if is_own else None), None
    if form is not None and form.is_valid():
        wanted = form.settings()
        # A new link leads new members elsewhere, so it asks who is there; the rest need not wait.
        proves_first = wanted.invite_link is not None and not sessions.is_fresh(
            request.session, now=now
        )
        if proves_first:
            wanted = replace(wanted, invite_link=None)
        try:
            moved = settings.save_own_settings(group, wanted, by=user, now=now)
        except settings.SettingsChanged as refusal:
            group = refusal.now
            now_stands = form.carry_on_from(group)
        else:
            if proves_first:
                messages.warning(request, f"{PROVE_FIRST}{_came_back(moved)}")
                return to_fresh_login(request.path)
            messages.success(request, _("Opgeslagen.") + _came_back(moved))
            return redirect("my_group", slug)
    page = group_page.page_of(group, now=now)
    context = {"group": group, "page": page, "form": form, "now_stands": now_stands}
    return render(request, "groups/watchgroups/beheer/my_group.html", context)


def _came_back(moved: int) -> str:
    if not moved:
        return ""
    words = ngettext(
        "{n} aanvraag die wachtte, staat nu bij jou.",
        "{n} aanvragen die wachtten, staan nu bij jou.",
        moved,
    )
    return f" {words.format(n=moved)}"
