"""Is the list right? Counting, and saying so."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import logged_in
from dorst_portal.languages.words import lazy_text
from groups.members.forms.counting import CountForm
from groups.members.pages.counting import Difference, in_chat
from groups.members.services.counting import confirm_list
from groups.members.views.access import own_group
from groups.refusals import refused_leads_to

ONLY_OWN = lazy_text("Alleen een beheerder van deze groep weet dit.")


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
@refused_leads_to("members", "slug")
def list_count(request: HttpRequest, slug: str) -> HttpResponse:
    """The number that the app shows: the same is stored, and another one is explained."""
    user, now = user_of(request), timezone.now()
    group = own_group(user, slug, refusal=ONLY_OWN)
    there = in_chat(group, now=now)
    form = CountForm(
        request.POST if request.method == "POST" else None,
        app=group.get_app_display(),
        beheerders=there.beheerders,
    )
    context = {"form": form, "group": group}
    if form.is_valid():
        found = Difference(there, counted=form.counted, beheerders=form.beheerders_in_chat)
        if not found:
            confirm_list(group, by=user, now=now, counted=form.counted)
            messages.success(request, _("Klopt. Tot over 3 maanden!"))
            return redirect("members", slug)
        context["found"] = found
    return render(request, "groups/members/beheer/list_count.html", context)


@logged_in
@require_POST
@refused_leads_to("members", "slug")
def list_confirmed(request: HttpRequest, slug: str) -> HttpResponse:
    """A beheerder says that the list is the same as the people in the chat."""
    user = user_of(request)
    group = own_group(user, slug, refusal=ONLY_OWN)
    confirm_list(group, by=user, now=timezone.now())
    messages.success(request, _("Bedankt. De ledenlijst klopt weer."))
    return redirect("members", slug)
