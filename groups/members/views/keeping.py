"""Keeping the list true: adding, changing and ending, by a beheerder of the group."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import logged_in
from dorst_portal.languages.stored import listed_again
from groups.audit_log.services.looks import note_number_seen
from groups.members.forms.member import WHO, AddForm, EndForm, MemberForm, known_of
from groups.members.pages.enumerated import in_words
from groups.members.services import adding, editing, ending
from groups.members.services.acting import ChangedMeanwhile, Gone, NumberRefused, beheerder
from groups.members.views.access import own_group, own_member
from groups.models import Membership
from groups.refusals import refused_leads_to


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
@refused_leads_to("members", "slug")
def member_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody came by telephone, on paper or at the door, or is in the chat already (`wie`): then
    the form begins with what is known.
    """
    user, now = user_of(request), timezone.now()
    group = own_group(user, slug)
    begins = WHO in request.POST
    form = AddForm(
        request.POST if request.method == "POST" and not begins else None,
        group=group,
        now=now,
        initial=known_of(request.POST[WHO]) if begins else {},
    )
    if form.is_valid():
        in_chat = form.cleaned_data["in_chat"] == "ja"
        told = form.cleaned_data["told_rules"]
        try:
            member = adding.add_member(
                group, form.facts(), told_rules=told, in_chat=in_chat, by=user, now=now
            )
        except NumberRefused as refusal:
            form.add_error("mobile", str(refusal))
        else:
            messages.success(request, _("{name} staat op de ledenlijst.").format(name=member.name))
            return redirect("members", slug) if in_chat else redirect("member", slug, member.pk)
    return render(request, "groups/members/beheer/member_add.html", {"form": form, "group": group})


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
@refused_leads_to("members", "slug")
def member_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change what the list holds of a member. Who opens it sees the number: that leaves a line."""
    user, now = user_of(request), timezone.now()
    member = _current(own_member(user, slug, pk))
    sent = request.POST if request.method == "POST" else None
    form = MemberForm(sent, group=member.group, member=member, now=now)
    there: Membership | None = None
    if form.is_valid():
        try:
            changed = editing.change_member(
                member,
                form.facts(),
                version=form.made_from,
                actor=beheerder(user, now=now),
                now=now,
            )
        except NumberRefused as refusal:
            form.add_error("mobile", str(refusal))
        except ChangedMeanwhile:
            member.refresh_from_db()
            there = _current(member)
            form.changed_meanwhile(there)
        else:
            told = (
                _("Opgeslagen: {changed}.").format(changed=listed_again(in_words(changed)))
                if changed
                else _("Er is niets veranderd.")
            )
            messages.success(request, told)
            return redirect("member", slug, pk)
    note_number_seen(member, by=user, now=now)
    context = {"form": form, "member": member, "group": member.group, "there": there}
    return render(request, "groups/members/beheer/member_edit.html", context)


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
@refused_leads_to("members", "slug")
def member_end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take somebody off the list, with a reason; five minutes to take that back."""
    user, now = user_of(request), timezone.now()
    member = _current(own_member(user, slug, pk))
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        ending.end_member(
            member,
            reason=form.chosen(),
            block=form.block(),
            actor=beheerder(user, now=now),
            now=now,
        )
        app = member.group.get_app_display()
        messages.success(
            request,
            _(
                "{name} staat niet meer op de ledenlijst. Nog 1 ding: haal {first_name} uit de "
                "groep in {app}."
            ).format(name=member.name, first_name=member.first_name, app=app),
            extra_tags=reverse("member_back", args=[slug, pk]),
        )
        return redirect("members", slug)
    is_blocking = form.is_bound and form["block_days"].value() not in (None, "", "0")
    context = {
        "form": form,
        "member": member,
        "group": member.group,
        "is_blocking": is_blocking,
    }
    return render(request, "groups/members/beheer/member_end.html", context)


@logged_in
@require_POST
@refused_leads_to("members", "slug")
def member_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take back that somebody left, within five minutes."""
    user, now = user_of(request), timezone.now()
    member = own_member(user, slug, pk)
    ending.undo_end(member, actor=beheerder(user, now=now), now=now)
    messages.success(request, _("{name} staat weer op de ledenlijst.").format(name=member.name))
    return redirect("members", slug)


def _current(member: Membership) -> Membership:
    """Who is a member today. Raises Gone for who left."""
    if member.until is not None:
        raise Gone
    return member
