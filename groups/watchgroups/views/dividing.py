"""Splitting a group, and letting it go up in another one: fill in, look at what happens, do it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dorst_portal.accounts.current_user import user_of
from dorst_portal.accounts.freshness import fresh_login_required
from dorst_portal.kit.access import coordinator_only
from dorst_portal.languages.words import lazy_text
from groups.coverage.pages.plan_parts import Plan
from groups.models import WatchGroup
from groups.refusals import Refused
from groups.watchgroups.forms.watchgroup import MergeForm, SplitForm
from groups.watchgroups.services import dividing
from groups.watchgroups.services.making import NameTaken

NOTHING = lazy_text("Hier gaat niets mee. Kies andere nummers.")


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
def group_split(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose what goes, and see what that does. Nothing is changed yet."""
    group = get_object_or_404(WatchGroup.objects.not_archived(), slug=slug)
    form = _split_form(request, group)
    return _page(request, "split", group, form, _split_plan(form) if form.is_valid() else None)


@coordinator_only
@require_POST
def group_split_confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Do what the page showed; when something changed since, it is shown again."""
    group = get_object_or_404(WatchGroup.objects.not_archived(), slug=slug)
    form = _split_form(request, group)
    if not form.is_valid():
        return _page(request, "split", group, form, None)
    facts: dict[str, Any] = {"target": form.target(), "seen": request.POST.get("seen", "")}
    by, now = user_of(request), timezone.now()
    try:
        to = dividing.split_group(group, form.numbers(), **facts, by=by, now=now)
    except NameTaken as refusal:
        form.add_error("name", str(refusal))
        return _page(request, "split", group, form, None)
    except Refused as refusal:
        return _page(request, "split", group, form, _split_plan(form), refusal)
    done = _("De groep is gesplitst. Dit hoort nu bij groep {group}.").format(group=to)
    messages.success(request, done)
    return redirect("group_page", to.slug)


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
def group_merge(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the other group, and see what it does. Nothing is changed yet."""
    group = get_object_or_404(WatchGroup.objects.not_archived(), slug=slug)
    form = MergeForm(request.POST if request.method == "POST" else None, group=group)
    return _page(request, "merge", group, form, _merge_plan(form) if form.is_valid() else None)


@coordinator_only
@fresh_login_required
@require_POST
def group_merge_confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Do what the page showed; when something changed since, it is shown again."""
    group = get_object_or_404(WatchGroup.objects.not_archived(), slug=slug)
    form = MergeForm(request.POST, group=group)
    if not form.is_valid():
        return _page(request, "merge", group, form, None)
    to, seen, by = form.cleaned_data["to"], request.POST.get("seen", ""), user_of(request)
    try:
        dividing.merge_group(group, to=to, seen=seen, by=by, now=timezone.now())
    except Refused as refusal:
        return _page(request, "merge", group, form, _merge_plan(form), refusal)
    done = _("Groep {old} hoort nu bij groep {new}.").format(old=group, new=to)
    messages.success(request, done)
    return redirect("group_page", to.slug)


def _split_form(request: HttpRequest, group: WatchGroup) -> SplitForm:
    sent = request.POST if request.method == "POST" else None
    return SplitForm(sent, group=group, covered=dividing.rules_of(group))


def _split_plan(form: SplitForm) -> Plan | None:
    """What would happen, or an error beside the field that cannot be."""
    now, target = timezone.now(), form.target()
    if target.group is None and WatchGroup.objects.filter(name=target.new_name).exists():
        form.add_error("name", str(NameTaken()))
        return None
    try:
        plan = dividing.plan_split(form.group, form.numbers(), target=target, now=now)
    except Refused as refusal:
        form.add_error("first", str(refusal))
        return None
    if not plan.parts:
        form.add_error("first", NOTHING)
        return None
    return plan


def _merge_plan(form: MergeForm) -> Plan | None:
    try:
        return dividing.plan_merge(form.group, to=form.cleaned_data["to"], now=timezone.now())
    except Refused as refusal:
        form.add_error("to", str(refusal))
        return None


def _page(
    request: HttpRequest,
    name: str,
    group: WatchGroup,
    form: SplitForm | MergeForm,
    plan: Plan | None,
    refusal: Refused | None = None,
) -> HttpResponse:
    shown = dividing.show(plan, by=user_of(request), now=timezone.now()) if plan else None
    context = {"group": group, "form": form, "shown": shown, "refusal": refusal}
    status = 409 if refusal else 200
    return render(request, f"groups/watchgroups/platform/group_{name}.html", context, status=status)
