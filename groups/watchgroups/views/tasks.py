"""One group as the coordinators see it: its task list, and each of the steps."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import coordinator_only
from groups.models import GroupStatus, StepCode, WatchGroup
from groups.refusals import refused_leads_to
from groups.watchgroups.pages import tasks
from groups.watchgroups.services.making import tick_step
from groups.watchgroups.services.opening import invite_waiting, open_group

# The steps that somebody ticks off; the people who wait are told by a button of their own.
TICKED = (StepCode.CHAT, StepCode.PARTNERS, StepCode.POSTERS)


@coordinator_only
@require_safe
def group_page(request: HttpRequest, slug: str) -> HttpResponse:
    """How a group is doing, and what is left to do before it runs."""
    page = tasks.page_for(user_of(request), slug, now=timezone.now())
    if page is None:
        raise Http404
    return render(
        request, "groups/watchgroups/platform/group.html", {"page": page, "group": page.group}
    )


@coordinator_only
@require_safe
def group_step(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """What to do for one step, and the button that ticks it off."""
    group, step = _group_and_step(slug, code)
    now = timezone.now()
    page = tasks.page_of(group, now=now)
    context = {
        "group": page.group,
        "page": page,
        "step": step,
        "done": page.steps.get(step),
        "chat_settings": tasks.chat_steps(group) if step == StepCode.CHAT else (),
        "partners": tasks.partners_of(group) if step == StepCode.PARTNERS else (),
        "streets": tasks.streets_of(page.rules),
        "rules_url": f"{settings.SITE_URL}{reverse('house_rules')}",
    }
    return render(request, "groups/watchgroups/platform/group_step.html", context)


@coordinator_only
@require_POST
def group_step_done(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Somebody did this step."""
    group, step = _group_and_step(slug, code)
    tick_step(group, step, done=True, by=user_of(request), now=timezone.now())
    messages.success(request, _("{step}: klaar.").format(step=step.label))
    return redirect("group_page", slug)


@coordinator_only
@require_POST
def group_step_undone(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The step turned out to be left to do."""
    group, step = _group_and_step(slug, code)
    tick_step(group, step, done=False, by=user_of(request), now=timezone.now())
    messages.success(request, _("{step}: nog doen.").format(step=step.label))
    return redirect("group_page", slug)


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
@refused_leads_to("group_page", "slug")
def group_open(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a group visible, after a page that tells what happens then."""
    group = get_object_or_404(WatchGroup.objects.select_related("idea"), slug=slug)
    now = timezone.now()
    if request.method != "POST":
        if group.status != GroupStatus.STARTING:
            return redirect("group_page", slug)
        page = tasks.page_of(group, now=now)
        return render(
            request, "groups/watchgroups/platform/group_open.html", {"page": page, "group": group}
        )
    opened = open_group(group, by=user_of(request), now=now)
    shown = _("Groep {group} is zichtbaar.").format(group=group)
    messages.success(request, f"{shown} {_told(opened.told)}".strip())
    return redirect("group_page", slug)


@coordinator_only
@require_POST
@refused_leads_to("group_page", "slug")
def group_invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Those who wait in the streets of an open group come to it, and hear so."""
    group = get_object_or_404(WatchGroup, slug=slug)
    told = invite_waiting(group, by=user_of(request), now=timezone.now())
    messages.success(request, _told(told))
    return redirect("group_page", slug)


def _group_and_step(slug: str, code: str) -> tuple[WatchGroup, StepCode]:
    group = get_object_or_404(WatchGroup.objects.not_archived(), slug=slug)
    if code not in TICKED:
        raise Http404
    return group, StepCode(code)


def _told(number: int) -> str:
    if not number:
        return ""
    words = ngettext(
        "{n} persoon op de wachtlijst krijgt bericht.",
        "{n} mensen op de wachtlijst krijgen bericht.",
        number,
    )
    return words.format(n=number)
