"""The composer of alert messages: four screens, each a POST of everything typed so far.

It stores nothing and logs nothing of it: no query, session, cookie, audit line or address holds a
field. Therefore nothing needs proof that a form is ours: the worst that another site could do is
show somebody a text. Such a proof would be a cookie, and a page that stood open would not work.
"""

from typing import Any, Final

from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from alerts.forms.carried import Carried, trace_of
from alerts.forms.composing import (
    FollowUpForm,
    GateForm,
    LooksForm,
    MessageForm,
    WhatForm,
)
from alerts.pages.gate import group_by_slug
from alerts.pages.log import runs_a_group
from alerts.pages.sharing import ways_to_share
from alerts.values import message
from alerts.values.choices import AlertState, Outcome, Police
from alerts.values.follow_ups import follow_up
from alerts.values.plates import read_plate
from alerts.values.script_words import ALARM
from dorst_portal.kit.access import public
from dorst_portal.kit.dutch import clock
from dorst_portal.languages.script_words import words_for_script
from dorst_portal.languages.words import lazy_text

GATE: Final = "gate"
CALL: Final = "call"
WHAT: Final = "what"
LOOKS_SCREEN: Final = "looks"
MESSAGE: Final = "message"
ONE_PAGE: Final = "all"  # the page for where there is no internet
ASKING: Final[dict[str, type[Form]]] = {GATE: GateForm, WHAT: WhatForm, LOOKS_SCREEN: LooksForm}
# Where a screen leads whose button was not named: Enter in a box, a script.
NEXT: Final = {
    CALL: WHAT,
    GATE: WHAT,
    WHAT: LOOKS_SCREEN,
    LOOKS_SCREEN: MESSAGE,
    MESSAGE: MESSAGE,
    ONE_PAGE: MESSAGE,
}
UPDATE, OVER, FALSE_ALARM = "update", "over", "false"
ENDS: Final = {OVER: AlertState.OVER, FALSE_ALARM: AlertState.FALSE_ALARM}
TITLES: Final = {
    "": lazy_text("Je bericht is klaar"),
    UPDATE: lazy_text("Schrijf je update"),
    OVER: lazy_text("Het is voorbij"),
    FALSE_ALARM: lazy_text("Loos alarm"),
}


@public
@cache_control(no_store=True)
@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def alarm(request: HttpRequest) -> HttpResponse:
    """The screen that comes next, or the first one on which something is not right yet."""
    if request.method != "POST":
        carried = Carried(QueryDict(mutable=True))
        carried.put(group=request.GET.get("groep", ""))
        return _gate(request, carried)
    carried = Carried(request.POST.copy())
    sent = carried.get("screen")
    target = carried.get("to") or NEXT.get(sent, GATE)
    if target in (UPDATE, OVER, FALSE_ALARM):
        return _follow_up(request, carried, target)
    if target == MESSAGE and sent == MESSAGE:
        return _shared(request, carried, MessageForm(carried.typed))
    return _towards(request, carried, target)


def _towards(request: HttpRequest, carried: Carried, target: str) -> HttpResponse:
    """Read every screen before the one that is wanted; the first mistake is shown instead."""
    cleaned: dict[str, Any] = {}
    for screen, form_class in ASKING.items():
        if screen == target:
            return _gate(request, carried) if screen == GATE else _page(request, carried, screen)
        form = form_class(carried.typed)
        if screen == GATE:
            if refused := _stopped_at_gate(request, carried, form):
                return refused
        elif not form.is_valid():
            return _page(request, carried, screen, form)
        cleaned |= form.cleaned_data
    return _message(request, carried, carried.facts(cleaned))


def _stopped_at_gate(request: HttpRequest, carried: Carried, form: Form) -> HttpResponse | None:
    """Who has not called is asked to call; who practises need not, and must not."""
    if carried.is_drill:
        form.fields["police"].required = False
    if not form.is_valid():
        return _gate(request, carried, form)
    if form.cleaned_data["police"] == Police.NOT_YET and not (
        carried.get("sure") or carried.is_drill
    ):
        page = {"hidden": carried.hidden(("police", "sure"))}
        return _drawn(request, "call_first", page)
    carried.passes_gate(clock(timezone.now()))
    return None


def _gate(
    request: HttpRequest, carried: Carried, form: Form | None = None, later: Form | None = None
) -> HttpResponse:
    group = group_by_slug(carried.get("group"))
    carried.put(
        drill="",  # who comes back here begins anew
        group=group.slug if group else "",
        place=group.name if group else "",
        app=group.app if group else "",
    )
    page = {
        "group": group,
        "follow_up": later or FollowUpForm(auto_id="vervolg_%s"),
    }
    return _page(request, carried, GATE, form, page)


def _page(
    request: HttpRequest,
    carried: Carried,
    screen: str,
    form: Form | None = None,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """A screen with its boxes filled in as they were."""
    names = tuple(ASKING[screen].base_fields)
    page = {
        "form": form or ASKING[screen](initial=carried.initial(names)),
        "hidden": carried.hidden((*names, "sure") if screen == GATE else names),
        "is_drill": carried.is_drill,
    }
    return _drawn(request, screen, page | (more or {}))


def _message(request: HttpRequest, carried: Carried, facts: message.Facts) -> HttpResponse:
    """The text made of the facts; what the sender changed in it stays while the facts do."""
    text = message.compose(facts)
    made = trace_of(text)
    if carried.get("made") != made or not carried.get("text"):
        carried.put(text=text)
    carried.put(made=made, kind="")
    hint = read_plate(facts.plate).hint
    return _shared(request, carried, MessageForm(carried.typed), hint)


def _follow_up(request: HttpRequest, carried: Carried, kind: str) -> HttpResponse:
    """An update, or the end: about the street of the message, or about one that is typed here."""
    form = FollowUpForm(carried.typed, auto_id="vervolg_%s")
    if not form.is_valid():
        return _gate(request, carried, None, form)
    area = form.cleaned_data["street"] or carried.place
    text = message.update(area, is_drill=carried.is_drill)
    if kind in ENDS:
        # That the police came is said only where they were called.
        came = carried.get("police") in (Police.EMERGENCY, Police.NO_URGENCY) and kind == OVER
        text = follow_up(
            state=ENDS[kind],
            where=area,
            clock=clock(timezone.now()),
            outcome=Outcome.POLICE_CAME if came else "",
            is_drill=carried.is_drill,
        )
    carried.put(text=text, kind=kind, made="")
    return _shared(request, carried, MessageForm(initial={"text": text}))


def _shared(
    request: HttpRequest, carried: Carried, form: MessageForm, plate_hint: str = ""
) -> HttpResponse:
    """The text in a box, and the ways into the chat; none while there is something wrong in it."""
    is_right = not form.is_bound or form.is_valid()
    if form.is_bound and is_right:  # the box shows what the links hold
        form = MessageForm(initial=form.cleaned_data)
    text = str(form["text"].value() or "")
    kind = carried.get("kind") if carried.get("kind") in TITLES else ""
    page = {
        "form": form,
        "shares": ways_to_share(text, carried.get("app")) if is_right else [],
        "plate_hint": plate_hint,
        "has_facts": bool(carried.get("what")),
        "app": carried.get("app"),
        "title": TITLES[kind],
        "kind": kind,
        "is_drill": carried.is_drill,
        "hidden": carried.hidden(("text",)),
        "to_keep": _to_keep(request, carried) if not kind and is_right else {},
    }
    return _drawn(request, "message", page)


def _drawn(request: HttpRequest, name: str, page: dict[str, Any]) -> HttpResponse:
    """A screen with what its script says."""
    words = {"script_words": words_for_script(ALARM)}
    return render(request, f"alerts/public/{name}.html", page | words)


def _to_keep(request: HttpRequest, carried: Carried) -> dict[str, str]:
    """What a beheerder who is logged in may hand over to the log of the group: facts, and nothing
    of the message. Who has no session is not looked up.
    """
    if not carried.get("what") or not runs_a_group(request.user):
        return {}
    at = carried.get("earlier") if carried.get("when") == message.EARLIER else ""
    facts = {name: carried.get(name) for name in ("category", "street", "police")}
    return facts | {"at": at, "is_drill": "on" if carried.is_drill else ""}
