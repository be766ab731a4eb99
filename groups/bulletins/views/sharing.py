"""A beheerder puts a message of Platform Dorst in the own groups, and says so."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dorst_portal.accounts.current_user import user_of
from dorst_portal.accounts.models import User
from dorst_portal.kit.access import logged_in
from dorst_portal.kit.rows.keyset import asked_key
from groups.bulletins import services as bulletins
from groups.bulletins.pages import sharing
from groups.models import Bulletin, BulletinCopy
from groups.refusals import refused_leads_to


@logged_in
@require_safe
def own_bulletins(request: HttpRequest) -> HttpResponse:
    """The messages for the own groups, the latest first, a page by key."""
    page = sharing.own_list(user_of(request), after=asked_key(request), now=timezone.now())
    return render(request, "groups/bulletins/beheer/bulletins.html", {"page": page})


@logged_in
@require_safe
def bulletin_share(request: HttpRequest, pk: int) -> HttpResponse:
    """The text, the way into the chat, and a button for each own group."""
    bulletin = get_object_or_404(Bulletin.objects.sent(), pk=pk)
    page = sharing.share_page_of(bulletin, user=user_of(request), now=timezone.now())
    if page is None:
        raise Http404
    return render(request, "groups/bulletins/beheer/bulletin.html", {"page": page})


@logged_in
@require_POST
@refused_leads_to("bulletin_share", "pk")
def bulletin_shared(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One tap: the text is in this group."""
    copy = _copy_of_own_group(user_of(request), pk, slug)
    bulletins.share(copy.bulletin, copy.group, by=user_of(request), now=timezone.now())
    undo = reverse("bulletin_unshared", args=[pk, slug])
    told = _("Gedeeld in groep {group}.").format(group=copy.group.name)
    messages.success(request, told, extra_tags=undo)
    return redirect("bulletin_share", pk)


@logged_in
@require_POST
@refused_leads_to("bulletin_share", "pk")
def bulletin_unshared(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """A slip: it is not in the group after all."""
    copy = _copy_of_own_group(user_of(request), pk, slug)
    bulletins.take_back(copy.bulletin, copy.group, by=user_of(request), now=timezone.now())
    messages.success(
        request, _("Groep {group} staat weer op nog doen.").format(group=copy.group.name)
    )
    return redirect("bulletin_share", pk)


def _copy_of_own_group(user: User, pk: int, slug: str) -> BulletinCopy:
    own = BulletinCopy.objects.of_own_groups(user, now=timezone.now())
    found = own.filter(bulletin=pk, group__slug=slug).select_related("bulletin", "group").first()
    if found is None:
        raise Http404
    return found
