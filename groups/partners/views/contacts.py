"""Whom a beheerder can turn to, and what was said with them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dorst_portal.accounts.current_user import user_of
from dorst_portal.accounts.models import User
from dorst_portal.identity.current import here
from dorst_portal.kit import vcards
from dorst_portal.kit.access import logged_in
from dorst_portal.kit.paper.answers import dutch_paper
from dorst_portal.kit.rows.keyset import asked_key
from groups.models import ContactMoment, WatchGroup
from groups.partners.forms.contacts import OwnMomentForm, WrongForm
from groups.partners.pages import contacts as contacts_page
from groups.partners.pages.contacts import PartnerCard
from groups.partners.services import moments
from groups.values.village_time import village_day


@logged_in
@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    """The numbers for everybody, the partners of the own groups, and the beheerders nearby."""
    after = asked_key(request)
    page = contacts_page.contacts_page(user_of(request), after=after, now=timezone.now())
    context = {"page": page, "numbers": contacts_page.NUMBERS}
    return render(request, "groups/partners/beheer/contacts.html", context)


@logged_in
@require_safe
def contacts_card(request: HttpRequest) -> HttpResponse:
    """The same on a card of the size of a bank card, to print, cut out and fold."""
    page = contacts_page.contacts_page(user_of(request), after="", now=timezone.now())
    printed = (*contacts_page.NUMBERS, *contacts_page.municipality_number())
    lines, left_out = contacts_page.lines_on_card(page, printed={one.number for one in printed})
    context = {"numbers": printed[1:], "lines": lines, "left_out": left_out}
    template = "groups/partners/beheer/contacts_card.html"
    return dutch_paper(request, template, context, name="kaartje-met-nummers")


@logged_in
@require_safe
def contact_partner(request: HttpRequest, pk: int) -> HttpResponse:
    """One partner, and what was said for the own groups."""
    user = user_of(request)
    card = _visible_card(user, pk)
    page = contacts_page.moments_page(card, user=user, after=asked_key(request))
    return render(
        request, "groups/partners/beheer/contact_partner.html", {"page": page, "card": card}
    )


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
def contact_moment_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a contact with a partner, for one of the own groups."""
    user, now = user_of(request), timezone.now()
    card = _visible_card(user, pk)
    form = OwnMomentForm(
        request.POST if request.method == "POST" else None,
        today=village_day(now),
        organisation=card.partner.name,
        people=card.contacts,
        groups=list(WatchGroup.objects.managed_by(user).order_by("name")),
    )
    if not form.is_valid():
        context = {"form": form, "card": card}
        return render(request, "groups/partners/beheer/contact_moment.html", context)
    moments.note_moment(card.partner, **form.facts(), by=user, now=now)
    messages.success(request, _("Het contact is genoteerd."))
    return redirect("contact_partner", pk)


@logged_in
@require_POST
def contact_moment_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an own note away, such as one with a name in it."""
    user = user_of(request)
    moment = get_object_or_404(ContactMoment.objects.own(user).filter(by=user), pk=pk)
    moments.remove_moment(moment, by=user, now=timezone.now())
    messages.success(request, _("De notitie is weg."))
    return redirect("contact_partner", moment.partner_id)


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
def contact_wrong(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that something about a partner is wrong; the coordinators are told."""
    user = user_of(request)
    card = _visible_card(user, pk)
    form = WrongForm(
        request.POST if request.method == "POST" else None,
        organisation=card.partner.name,
        people=card.contacts,
    )
    if not form.is_valid():
        context = {"form": form, "card": card}
        return render(request, "groups/partners/beheer/contact_wrong.html", context)
    moments.report_wrong(
        card.partner,
        contact=form.person,
        text=form.cleaned_data["text"],
        by=user,
        now=timezone.now(),
    )
    said = _("Dank je. {organisation} kijkt het na.")
    messages.success(request, said.format(organisation=here().organisation))
    return redirect("contacts")


@logged_in
@require_safe
def partner_vcard(request: HttpRequest, pk: int) -> HttpResponse:
    """The contact card of an organisation."""
    partner = _visible_card(user_of(request), pk).partner
    card = vcards.business_card(
        partner.name,
        organisation=partner.name,
        role="",
        phone=partner.phone,
        email=partner.email,
    )
    return _card_answer(card)


@logged_in
@require_safe
def contact_vcard(request: HttpRequest, pk: int) -> HttpResponse:
    """The contact card of a person at a partner."""
    people = contacts_page.people_of(user_of(request))
    contact = get_object_or_404(people.select_related("partner"), pk=pk)
    return _card_answer(
        vcards.business_card(
            contact.name,
            organisation=contact.partner.name,
            role=contact.role,
            phone=contact.phone,
            email=contact.email,
        )
    )


def _visible_card(user: User, pk: int) -> PartnerCard:
    """A partner of the own groups; 404 for any other."""
    card = contacts_page.partner_card(user, pk)
    if card is None:
        raise Http404
    return card


def _card_answer(card: str) -> HttpResponse:
    response = HttpResponse(card, content_type=vcards.CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="contactkaart.vcf"'
    return response
