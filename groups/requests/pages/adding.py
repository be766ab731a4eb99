"""What a beheerder needs to get an approved person into the chat. Reads only."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from dorst_portal.accounts.models import User
from dorst_portal.languages.current import DUTCH
from groups.models import ChatApp, ResidentRequest, WatchGroup, WayOfAdding
from groups.requests.emails import comes_in_by_own_page
from groups.welcome import app_link, invite_link_of, welcome_message


@dataclass(frozen=True)
class AddPage:
    """The ways into the chat of one group, for one person."""

    first_name: str
    news: str
    can_undo: bool
    comes_alone: bool
    sends_welcome: bool
    lacks_link: bool
    message: str
    app_name: str
    app_link: str
    app_takes_text: bool
    card_name: str


def add_page_of(request: ResidentRequest, group: WatchGroup, *, by: User, now: datetime) -> AddPage:
    """Fill in everything, so that the beheerder types nothing."""
    comes_alone = comes_in_by_own_page(request)
    # Who has no own page gets the link by message.
    wants_welcome = not comes_alone and group.way_of_adding != WayOfAdding.CONTACT_CARD
    has_link = bool(invite_link_of(group))
    with override(DUTCH):  # it is pasted into the chat
        message = welcome_message(group, to_name=request.first_name, by_name=str(by))
    return AddPage(
        first_name=request.first_name,
        news=_news(request, now=now),
        can_undo=bool(request.undo_until and request.undo_until > now),
        comes_alone=comes_alone,
        sends_welcome=wants_welcome and has_link,
        lacks_link=wants_welcome and not has_link,
        message=message,
        app_name=group.get_app_display(),
        app_link=app_link(group.app, request.mobile, message),
        app_takes_text=group.app == ChatApp.WHATSAPP,
        card_name=card_name_of(request),
    )


def card_name_of(request: ResidentRequest) -> str:
    """How the person stands in the beheerder's contacts: "Anja Jansen – Spoorstraat 12a"."""
    return f"{request.name} – {request.address}"


def _news(request: ResidentRequest, *, now: datetime) -> str:
    name = request.first_name
    if request.email_refused_at:
        return _("Het e-mailadres klopt niet. Bel of app {name} zelf.").format(name=name)
    if not request.email:
        return _("{name} heeft geen e-mail. Bel of app zelf dat het gelukt is.").format(name=name)
    if not request.email_confirmed_at:
        text = _("Het e-mailadres is nog niet bevestigd. App of bel {name} ook zelf.")
        return text.format(name=name)
    left = (request.undo_until - now).total_seconds() if request.undo_until else 0
    if left <= 0:
        return _("{name} krijgt bericht per e-mail.").format(name=name)
    minutes = ceil(left / 60)
    text = ngettext(
        "{name} krijgt over 1 minuut bericht.", "{name} krijgt over {n} minuten bericht.", minutes
    )
    return text.format(name=name, n=minutes)
