"""Telling people that they stand on a list: by Platform Dorst, and by the beheerders in person."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dorst_portal.accounts.current_user import user_of
from dorst_portal.accounts.freshness import fresh_login_required
from dorst_portal.identity.current import here
from dorst_portal.kit.access import coordinator_only, logged_in
from dorst_portal.kit.dutch import clock, day
from dorst_portal.kit.paper.answers import paper
from groups.audit_log.services.looks import note_letters_made, note_list_seen
from groups.members.forms.telling import FIELD, ToldForm
from groups.members.pages import telling as pages
from groups.members.services import telling as service
from groups.members.views.access import own_group, own_member
from groups.models import WatchGroup
from groups.refusals import refused_leads_to


@coordinator_only
@require_safe
def telling(request: HttpRequest) -> HttpResponse:
    """Every group with somebody who was not told."""
    page = pages.overview(now=timezone.now())
    return render(request, "groups/members/platform/telling.html", {"page": page})


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
@refused_leads_to("telling_group", "slug")
def telling_group(request: HttpRequest, slug: str) -> HttpResponse:
    """One group: the mail with its buttons, and ticks for who hears it in another way."""
    user, now = user_of(request), timezone.now()
    group = get_object_or_404(WatchGroup, slug=slug)
    page = pages.group_telling(group, user=user, now=now)
    form = ToldForm(
        request.POST if request.method == "POST" else None, group=group, people=page.in_person
    )
    if form.is_valid():
        _tell(request, group, form)
        return redirect("telling_group", slug)
    note_list_seen(group, by=user, now=now)
    context = {"page": page, "group": group, "form": form, "field": FIELD}
    return render(request, "groups/members/platform/telling_group.html", context)


@coordinator_only
@require_POST
def telling_test(request: HttpRequest, slug: str) -> HttpResponse:
    """The mail, to oneself."""
    user = user_of(request)
    service.send_test(get_object_or_404(WatchGroup, slug=slug), by=user, now=timezone.now())
    messages.success(request, _("De proef gaat nu naar {email}.").format(email=user.email))
    return redirect("telling_group", slug)


@coordinator_only
@require_POST
@fresh_login_required
@refused_leads_to("telling_group", "slug")
def telling_send(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell everybody of the group who has e-mail; pressed twice, each gets one mail."""
    group = get_object_or_404(WatchGroup, slug=slug)
    told = service.tell_by_mail(group, by=user_of(request), now=timezone.now())
    text = ngettext(
        "1 persoon krijgt een e-mail. De laatste gaat weg op {day} om {time} uur.",
        "{n} mensen krijgen een e-mail. De laatste gaat weg op {day} om {time} uur.",
        told.people,
    )
    said = text.format(n=told.people, day=day(told.last), time=clock(told.last))
    messages.success(request, said)
    return redirect("telling_group", slug)


@coordinator_only
@require_safe
def telling_letters(request: HttpRequest, slug: str) -> HttpResponse:
    """A letter on each sheet for whom no mail reaches; that leaves a line."""
    group, now = get_object_or_404(WatchGroup, slug=slug), timezone.now()
    note_letters_made(group, by=user_of(request), now=now)
    context = {
        "group": group,
        "letters": pages.letters_of(group),
        "now": now,
        "help_email": here().help_email,
        "help_phone": here().help_phone,
        "privacy_page": request.build_absolute_uri(reverse("privacy")),
    }
    return paper(
        request,
        "groups/members/platform/letters_paper.html",
        context,
        name=f"brieven-{slug}",
        public=False,
    )


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
@refused_leads_to("members_untold", "slug")
def members_untold(request: HttpRequest, slug: str) -> HttpResponse:
    """Who of the own group was not told, with a tick for who heard it."""
    group = own_group(user_of(request), slug)
    people, more = pages.untold_of(group)
    form = ToldForm(request.POST if request.method == "POST" else None, group=group, people=people)
    if form.is_valid():
        _tell(request, group, form)
        return redirect("members_untold", slug)
    context = {"group": group, "people": people, "more": more, "form": form}
    return render(request, "groups/members/beheer/members_untold.html", context)


@logged_in
@require_POST
@refused_leads_to("member", "slug", "pk")
def member_told(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """This member heard it from the beheerder."""
    user = user_of(request)
    member = own_member(user, slug, pk)
    service.tell_in_person(member.group, [pk], way="person", by=user, now=timezone.now())
    messages.success(request, _("{name} weet het.").format(name=member.shown_name))
    return redirect("member", slug, pk)


def _tell(request: HttpRequest, group: WatchGroup, form: ToldForm) -> None:
    told = service.tell_in_person(
        group, form.chosen(), way=form.way(), by=user_of(request), now=timezone.now()
    )
    text = ngettext(
        "1 persoon weet nu dat ze op de lijst staan.",
        "{n} mensen weten nu dat ze op de lijst staan.",
        told,
    )
    messages.success(request, text.format(n=told))
