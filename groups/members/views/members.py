"""The list of members of a group with its search, and one member."""

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit import vcards
from dorst_portal.kit.access import logged_in
from dorst_portal.kit.rows.keyset import asked_key
from groups.audit_log.services.looks import note_list_seen, note_member_seen, note_number_seen
from groups.members.forms.search import FIELD, SearchForm
from groups.members.pages import members as pages
from groups.members.pages.lines import member_lines
from groups.members.services.checks import checks_of
from groups.members.views.access import own_group, visible_group, visible_member
from groups.permissions import manages_group
from groups.values.secrets import seal_search, unseal_search


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Names and addresses, by street and number; a number is masked. What is searched for is sent
    with POST and stands sealed in the address of what was found.
    """
    user = user_of(request)
    group = visible_group(user, slug)
    typed = unseal_search(request.GET.get(FIELD, ""))
    form = SearchForm(request.POST if request.method == "POST" else None, initial={FIELD: typed})
    if form.is_valid():
        return _found(slug, form.cleaned_data[FIELD])
    page = pages.members_page(group, typed=typed, after=asked_key(request))
    is_own = manages_group(user, group)
    if not is_own:
        note_list_seen(group, by=user, now=timezone.now())
    context = {
        "group": group,
        "is_own": is_own,
        # What is to be done stands above the list, so on its first page only.
        "checks": checks_of(group) if page.is_first and not typed else None,
        "page": page,
        "lines": member_lines(page.rows, group, csrf_token=get_token(request) if is_own else ""),
        "untold": page.untold if is_own and page.is_first and not typed else 0,
        "typed": typed,
        "form": form,
        "next_key": page.next_key,
    }
    return render(request, "groups/members/beheer/members.html", context)


def _found(slug: str, typed: str) -> HttpResponse:
    page = reverse("members", args=[slug])
    return redirect(f"{page}?{urlencode({FIELD: seal_search(typed)})}" if typed else page)


@logged_in
@require_safe
def member(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One member, with number and e-mail address masked; looking leaves a line."""
    user = user_of(request)
    found = visible_member(user, slug, pk)
    note_member_seen(found, by=user, now=timezone.now())
    page = pages.member_page(found, is_own=manages_group(user, found.group))
    return render(request, "groups/members/beheer/member.html", {"page": page})


@logged_in
@require_POST
def member_number(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The same with number and e-mail address, for who asks for them; that leaves a line."""
    user = user_of(request)
    found = visible_member(user, slug, pk)
    note_number_seen(found, by=user, now=timezone.now())
    is_own = manages_group(user, found.group)
    page = pages.member_page(found, is_own=is_own, is_shown=True, by=user)
    return render(request, "groups/members/beheer/member.html", {"page": page})


@logged_in
@require_safe
def member_vcard(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The contact card of a member, for a beheerder of the group; that leaves a line too."""
    user = user_of(request)
    own_group(user, slug)
    found = visible_member(user, slug, pk)
    note_number_seen(found, by=user, now=timezone.now())
    card = vcards.vcard(pages.card_name_of(found), found.mobile)
    response = HttpResponse(card, content_type=vcards.CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="contactkaart.vcf"'
    return response
