"""The page of the village with what is left to do, and the steps that somebody ticks off."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dorst_portal.accounts.current_user import user_of
from dorst_portal.identity.current import here, read_again
from dorst_portal.kit.access import coordinator_only
from groups.models import VillageStepCode
from groups.refusals import refused_leads_to
from groups.village.pages import trying
from groups.village.pages.checklist import READ, checklist
from groups.village.pages.texts import texts_to_read
from groups.village.services import steps

# Where somebody is after ticking a step.
_PAGES = {
    **dict.fromkeys(READ, "village_texts"),
    VillageStepCode.MAIL: "village_mail",
    VillageStepCode.AWAY: "village",
}


@coordinator_only
@require_safe
def village(request: HttpRequest) -> HttpResponse:
    """What is left to do, and how the village is called and looks."""
    read_again()  # another process may have saved them a moment ago: all of the page says those
    found = checklist(user_of(request), now=timezone.now())
    context = {"checklist": found, "names": here()}
    return render(request, "groups/village/platform/village.html", context)


@coordinator_only
@require_safe
def village_texts(request: HttpRequest) -> HttpResponse:
    """The texts to read before anybody else does."""
    context = {"texts": texts_to_read()}
    return render(request, "groups/village/platform/texts.html", context)


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
@refused_leads_to("village_mail")
def village_mail(request: HttpRequest) -> HttpResponse:
    """Send a mail to oneself, and say that it arrived."""
    user = user_of(request)
    if request.method == "POST":
        steps.try_mail(to=user, now=timezone.now())
        sent = _("Er gaat een mail naar {email}. Kijk of hij aankomt.").format(email=user.email)
        messages.success(request, sent)
        return redirect("village_mail")
    context = {"page": trying.page_for(user)}
    return render(request, "groups/village/platform/mail.html", context)


@coordinator_only
@require_POST
def village_step_done(request: HttpRequest, code: str) -> HttpResponse:
    """Somebody did this step."""
    step = _step(code)
    steps.tick(step, by=user_of(request), now=timezone.now())
    messages.success(request, _("{step}: klaar.").format(step=step.label))
    return redirect(_PAGES[step])


@coordinator_only
@require_POST
def village_step_undone(request: HttpRequest, code: str) -> HttpResponse:
    """The step turned out to be left to do."""
    step = _step(code)
    steps.untick(step, by=user_of(request), now=timezone.now())
    messages.success(request, _("{step}: nog doen.").format(step=step.label))
    return redirect(_PAGES[step])


def _step(code: str) -> VillageStepCode:
    if code not in VillageStepCode.values:
        raise Http404
    return VillageStepCode(code)
