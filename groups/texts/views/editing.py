"""The pages on which Platform Dorst words its texts."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import coordinator_only
from dorst_portal.kit.inputs.text import whole_number
from dorst_portal.kit.rows.keyset import asked_key
from groups.refusals import refused_leads_to
from groups.texts import services as texts
from groups.texts.forms import TextForm, form_sent, form_to_start_with, version_sent
from groups.texts.pages import editable
from groups.texts.pages import texts as texts_page
from groups.texts.pages.editable import EditableText
from groups.texts.pages.texts import Shown
from groups.texts.services import Overtaken
from groups.values.village_time import village_day

LARGEST_VERSION = 2**31 - 1


@coordinator_only
@require_safe
def texts_list(request: HttpRequest) -> HttpResponse:
    """All texts, each with who changed it last."""
    return render(request, "groups/texts/platform/texts.html", {"page": texts_page.texts_page()})


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
def text_edit(request: HttpRequest, key: str) -> HttpResponse:
    """One text: look how it will read (nothing is stored), or save the next version."""
    text, now = _text_named(key), timezone.now()
    today = village_day(now)
    if request.method != "POST":
        return _blank_page(request, text)
    form = form_sent(text, request.POST, today=today)
    if not form.is_valid():
        return _page(request, text, form)
    if "bekijk" in request.POST:
        return _page(request, text, form, shown=texts_page.shown(text, form.wording()))
    seen = form.cleaned_data["version"]
    try:
        texts.save(text, form.wording(), seen=seen, by=user_of(request), now=now)
    except Overtaken as overtaken:
        newest = overtaken.newest
        form = form_sent(text, request.POST, today=today, version=newest.number)
        return _page(request, text, form, overtaken=overtaken)
    messages.success(request, _("Opgeslagen. Binnen 1 minuut staat deze tekst overal."))
    return redirect("text_edit", key)


@coordinator_only
@require_POST
@refused_leads_to("text_edit", "key")
def text_reset(request: HttpRequest, key: str) -> HttpResponse:
    """Back to the text that the portal ships."""
    text = _text_named(key)
    texts.reset(text, seen=version_sent(request.POST), by=user_of(request), now=timezone.now())
    messages.success(request, _("De eerste tekst staat er weer. Dat zie je binnen 1 minuut."))
    return redirect("text_edit", key)


def _text_named(key: str) -> EditableText:
    text = editable.all_texts().get(key)
    if text is None:
        raise Http404
    return text


def _blank_page(request: HttpRequest, text: EditableText) -> HttpResponse:
    """The form with the text of now in it, or with an older one that somebody wants back."""
    number = min(whole_number(request.GET.get("versie", "")), LARGEST_VERSION)
    older = editable.versions_of(text, only=number).rows if number else []
    newest = editable.newest_of(text)
    words = older[0].wording if older else newest.wording
    today = village_day(timezone.now())
    form = form_to_start_with(text, words, version=newest.number, today=today)
    is_older = bool(older) and older[0].number != newest.number
    return _page(request, text, form, older=number if is_older else 0)


def _page(
    request: HttpRequest,
    text: EditableText,
    form: TextForm,
    *,
    shown: Shown | None = None,
    overtaken: Overtaken | None = None,
    older: int = 0,
) -> HttpResponse:
    context = {
        "page": texts_page.text_page(text, after=asked_key(request)),
        "form": form,
        "shown": shown,
        "overtaken": overtaken,
        "older": older,
    }
    status = 409 if overtaken else 200
    return render(request, "groups/texts/platform/text_edit.html", context, status=status)
