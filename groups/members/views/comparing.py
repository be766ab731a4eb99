"""Comparing the list with the people in the chat, and settling what is different.

Of what is pasted nothing is kept: not in a row, a session, the log or the audit trail.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import logged_in
from groups.members.forms.comparing import PasteForm, SettleForm
from groups.members.pages.comparing import compare_page, words_for_browser
from groups.members.participants import WORDS
from groups.members.services.settling import Settled, settle, undo_settled
from groups.members.views.access import own_group
from groups.models import WatchGroup
from groups.refusals import refused_leads_to


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("text")
def list_compare(request: HttpRequest, slug: str) -> HttpResponse:
    """The box to paste in. A browser with scripts compares by itself; for any other this does."""
    group = own_group(user_of(request), slug)
    form = PasteForm(request.POST if request.method == "POST" else None)
    text = form.cleaned_data["text"] if form.is_valid() else None
    return _page(request, group, form, SettleForm(initial={"text": text or ""}), text)


@logged_in
@require_POST
@sensitive_post_parameters("text")
def list_settle(request: HttpRequest, slug: str) -> HttpResponse:
    """Whoever was ticked: off the list, still to be put into the chat, or in it."""
    user, now = user_of(request), timezone.now()
    group = own_group(user, slug)
    form = SettleForm(request.POST)
    text = request.POST.get("text") or None
    if form.is_valid():
        keys = form.cleaned_data
        done = settle(
            group, absent=keys["weg"], present=keys["erin"], reason=form.reason, by=user, now=now
        )
        _tell(request, group, done)
        if not text:
            return redirect("list_compare", slug)
        form = SettleForm(initial={"text": text})
    paste = PasteForm({"text": text} if text else None)
    return _page(request, group, paste, form, text if paste.is_valid() else None)


@logged_in
@require_POST
@refused_leads_to("list_compare", "slug")
def list_settle_undo(request: HttpRequest, slug: str, moment: int) -> HttpResponse:
    """Take back that people were taken off the list, within five minutes."""
    user, now = user_of(request), timezone.now()
    number = undo_settled(own_group(user, slug), moment=moment, by=user, now=now)
    text = ngettext(
        "1 persoon staat weer op de ledenlijst.", "{n} mensen staan weer op de ledenlijst.", number
    )
    messages.success(request, text.format(n=number))
    return redirect("list_compare", slug)


def _page(
    request: HttpRequest, group: WatchGroup, form: PasteForm, settle_form: SettleForm, text: Any
) -> HttpResponse:
    page = compare_page(group, by=user_of(request), now=timezone.now(), text=text)
    context = {
        "group": group,
        "form": form,
        "settle_form": settle_form,
        "page": page,
        "words": _for_browser(),
    }
    return render(request, "groups/members/beheer/list_compare.html", context)


def _for_browser() -> dict[str, str]:
    """What a browser needs to read a paste, and to tell what came of it."""
    known = {
        name: words if isinstance(words, str) else "|".join(words) for name, words in WORDS.items()
    }
    return known | words_for_browser()


def _tell(request: HttpRequest, group: WatchGroup, done: Settled) -> None:
    if not done:
        messages.warning(request, _("Dit is al gedaan. Er is niets veranderd."))
        return
    told = [
        words.format(n=number)
        for number, words in (
            (done.ended, _("{n} van de lijst gehaald.")),
            (done.to_add, _("{n} nog in de groep te zetten.")),
            (done.confirmed, _("{n} in de groep.")),
        )
        if number
    ]
    undo = reverse("list_settle_undo", args=[group.slug, done.moment]) if done.ended else ""
    messages.success(request, " ".join(told), extra_tags=undo)
