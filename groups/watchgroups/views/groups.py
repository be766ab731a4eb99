"""The coordinators' groups: the list, a new one, and the facts of one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from dorst_portal.accounts.current_user import user_of
from dorst_portal.identity.current import here
from dorst_portal.kit.access import coordinator_only
from dorst_portal.kit.inputs.text import printable, whole_number
from dorst_portal.kit.rows.keyset import asked_key
from groups.group_names import groups_like
from groups.models import ChatApp, GroupStatus, ResidentRequest, WatchGroup
from groups.refusals import Refused
from groups.values.states import Kind, Owner, State
from groups.watchgroups.forms.watchgroup import EditGroupForm, GroupForm
from groups.watchgroups.pages import groups as groups_page
from groups.watchgroups.services.making import ChangedMeanwhile, NameTaken, edit_group, make_group


@coordinator_only
@require_safe
def platform_groups(request: HttpRequest) -> HttpResponse:
    """All groups; what the list is asked for stands in the address."""
    asked = request.GET
    wanted = groups_page.read_wanted(
        search=asked.get("zoek", ""),
        status=asked.get("status", ""),
        sign=asked.get("teken", ""),
        sort=asked.get("op", ""),
    )
    page = groups_page.page_of(wanted, after=asked_key(request), now=timezone.now())
    context = {
        "page": page,
        "matches": groups_like(wanted.search, most=3) if not page.rows else (),
        "wanted": wanted,
        "search": printable(asked.get("zoek", ""))[:100],
        "statuses": GroupStatus,
        "sorts": groups_page.SORTS.items(),
    }
    return render(request, "groups/watchgroups/platform/groups.html", context)


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
def group_new(request: HttpRequest) -> HttpResponse:
    """Start a group, perhaps from the idea of a resident."""
    sent = request.POST if request.method == "POST" else None
    idea = _idea(request)
    form = GroupForm(sent, initial={"area": here().village, "app": ChatApp.WHATSAPP})
    if form.is_valid():
        by, now = user_of(request), timezone.now()
        try:
            made = make_group(form.facts(), idea=idea, by=by, now=now)
        except NameTaken as refusal:
            form.add_error("name", str(refusal))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            done = _("Groep {group} is er. Alleen {organisation} ziet hem nog.")
            done = done.format(group=made, organisation=here().organisation)
            messages.success(request, done)
            return redirect("group_page", made.slug)
    return render(
        request, "groups/watchgroups/platform/group_new.html", {"form": form, "idea": idea}
    )


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
def group_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change the facts of a group; when somebody else was first, what was typed stays."""
    group = get_object_or_404(WatchGroup.objects.not_archived(), slug=slug)
    form = EditGroupForm(request.POST if request.method == "POST" else None, group=group)
    now_stands = None
    if form.is_valid():
        data, by = form.cleaned_data, user_of(request)
        facts, beside, version = form.facts(), data["adjoining"], data["version"]
        try:
            moved = edit_group(
                group, facts, adjoining=beside, version=version, by=by, now=timezone.now()
            )
        except NameTaken as refusal:
            form.add_error("name", str(refusal))
        except ChangedMeanwhile as refusal:
            form.carry_on_from(refusal.now.version)
            now_stands = form.differs_from(refusal.now)
        else:
            messages.success(request, _("Opgeslagen.") + _went_to_the_group(moved))
            return redirect("group_page", slug)
    context = {"form": form, "group": group, "now_stands": now_stands}
    context["changed"] = now_stands is not None
    return render(request, "groups/watchgroups/platform/group_edit.html", context)


def _idea(request: HttpRequest) -> ResidentRequest | None:
    """The open idea that the address names; any other is left out."""
    ideas = ResidentRequest.objects.filter(
        kind=Kind.NEW_GROUP, state=State.OPEN, owner=Owner.COORDINATORS
    )
    return ideas.filter(pk=whole_number(request.GET.get("idee", ""))).first()


def _went_to_the_group(moved: int) -> str:
    if not moved:
        return ""
    words = ngettext(
        "Nu bij de beheerder: {n} aanvraag die wachtte.",
        "Nu bij de beheerder: {n} aanvragen die wachtten.",
        moved,
    )
    return f" {words.format(n=moved)}"
