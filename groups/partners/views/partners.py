"""Partners, as the coordinators keep them: the list, one partner, and its people."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import coordinator_only
from dorst_portal.kit.inputs.text import whole_number
from dorst_portal.kit.rows.keyset import asked_key
from groups.models import ContactMoment, Partner, PartnerContact
from groups.partners.forms.contacts import StaffMomentForm
from groups.partners.forms.partners import ContactForm, PartnerForm, PartnersFilterForm
from groups.partners.pages import partners as partner_pages
from groups.partners.pages.partners import Filters
from groups.partners.services import moments
from groups.partners.services import partners as keeping
from groups.refusals import Refused
from groups.values.village_time import village_day


@coordinator_only
@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    """All partners by name; the filters stand in the address."""
    form = PartnersFilterForm(request.GET)
    rows = None
    if form.is_valid():
        asked = Filters(
            kind=form.cleaned_data["soort"],
            text=form.cleaned_data["zoek"],
            group=form.cleaned_data["groep"],
            to_check="nakijken" in request.GET,
            ended="gestopt" in request.GET,
        )
        after = asked_key(request)
        rows = partner_pages.page_of_partners(asked, after=after, now=timezone.now())
    context = {"form": form, "page": rows}
    return render(request, "groups/partners/platform/partners.html", context)


@coordinator_only
@require_safe
def partner_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One partner, its people, and what was said."""
    now = timezone.now()
    after = asked_key(request)
    page = partner_pages.partner_page(pk, after=after, now=now)
    if page is None:
        raise Http404
    people = [row.contact for row in page.contacts]
    form = StaffMomentForm(
        None, today=village_day(now), organisation=page.partner.name, people=people
    )
    return render(
        request, "groups/partners/platform/partner.html", {"page": page, "moment_form": form}
    )


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
def partner_new(request: HttpRequest) -> HttpResponse:
    """A new partner."""
    form = PartnerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = keeping.add_partner(form.facts(), by=user_of(request), now=timezone.now())
        except keeping.NameTaken as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("{name} staat erbij.").format(name=made.name))
            return redirect("partner_page", made.pk)
    return render(request, "groups/partners/platform/partner_form.html", {"form": form})


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
def partner_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a partner; when somebody else was first, what was typed stays on the page."""
    partner = get_object_or_404(Partner, pk=pk)
    form = PartnerForm(request.POST if request.method == "POST" else None, row=partner)
    return _edit(request, partner, form, of=partner, page="partner_form")


@coordinator_only
@require_POST
def partner_checked(request: HttpRequest, pk: int) -> HttpResponse:
    """One tap: all of it is still true."""
    partner = get_object_or_404(Partner.objects.current(), pk=pk)
    return _checked(request, partner, of=partner)


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
def partner_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop with a partner, after a page that tells what happens then."""
    partner = get_object_or_404(Partner, pk=pk)
    if request.method != "POST":
        return render(request, "groups/partners/platform/partner_end.html", {"partner": partner})
    keeping.end(partner, by=user_of(request), now=timezone.now())
    said = _("{name} is gestopt. Niemand ziet deze partner nog.")
    messages.success(request, said.format(name=partner.name))
    return redirect("partners")


@coordinator_only
@require_POST
def partner_back(request: HttpRequest, pk: int) -> HttpResponse:
    """A partner that ended is there again."""
    partner = get_object_or_404(Partner, pk=pk)
    keeping.bring_back(partner, by=user_of(request), now=timezone.now())
    messages.success(request, _("{name} staat er weer.").format(name=partner.name))
    return redirect("partner_page", pk)


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
def contact_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A new person at a partner."""
    partner = get_object_or_404(Partner.objects.current(), pk=pk)
    form = ContactForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = keeping.add_contact(
                partner, form.facts(), by=user_of(request), now=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("{name} staat erbij.").format(name=made.name))
            return redirect("partner_page", pk)
    context = {"form": form, "partner": partner}
    return render(request, "groups/partners/platform/contact_form.html", context)


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
def contact_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a person; when somebody else was first, what was typed stays on the page."""
    contact = get_object_or_404(PartnerContact.objects.select_related("partner"), pk=pk)
    form = ContactForm(request.POST if request.method == "POST" else None, row=contact)
    return _edit(request, contact, form, of=contact.partner, page="contact_form")


@coordinator_only
@require_POST
def contact_checked(request: HttpRequest, pk: int) -> HttpResponse:
    """One tap: the facts of this person are still true."""
    people = PartnerContact.objects.current().select_related("partner")
    contact = get_object_or_404(people, pk=pk)
    return _checked(request, contact, of=contact.partner)


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
def contact_end(request: HttpRequest, pk: int) -> HttpResponse:
    """A person is no contact any more, after a page that tells what happens then."""
    contact = get_object_or_404(PartnerContact.objects.select_related("partner"), pk=pk)
    if request.method != "POST":
        context = {"partner": contact.partner, "contact": contact}
        return render(request, "groups/partners/platform/partner_end.html", context)
    keeping.end(contact, by=user_of(request), now=timezone.now())
    messages.success(request, _("Deze contactpersoon is gestopt."))
    return redirect("partner_page", contact.partner_id)


@coordinator_only
@require_POST
def moment_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a contact with a partner; with an error the page comes back with what was typed."""
    now = timezone.now()
    page = partner_pages.partner_page(pk, after="", now=now)
    if page is None or page.partner.ended_at:
        raise Http404
    people = [row.contact for row in page.contacts]
    form = StaffMomentForm(
        request.POST, today=village_day(now), organisation=page.partner.name, people=people
    )
    if not form.is_valid():
        context = {"page": page, "moment_form": form, "has_errors": True}
        return render(request, "groups/partners/platform/partner.html", context)
    moments.note_moment(page.partner, **form.facts(), by=user_of(request), now=now)
    messages.success(request, _("Het contact is genoteerd."))
    return redirect("partner_page", pk)


@coordinator_only
@require_POST
def moment_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a note away, whoever made it."""
    moment = get_object_or_404(ContactMoment, pk=pk)
    moments.remove_moment(moment, by=user_of(request), now=timezone.now())
    messages.success(request, _("De notitie is weg."))
    return redirect("partner_page", moment.partner_id)


def _edit(
    request: HttpRequest,
    row: Partner | PartnerContact,
    form: PartnerForm | ContactForm,
    *,
    of: Partner,
    page: str,
) -> HttpResponse:
    now_stands = None
    if form.is_valid():
        facts, version = form.facts(), form.version_sent
        try:
            keeping.change(row, facts, version=version, by=user_of(request), now=timezone.now())
        except keeping.NameTaken as refusal:
            form.add_error("name", str(refusal))
        except keeping.ChangedMeanwhile:
            now_stands = _as_it_is(keeping.as_it_is_now(row), form)
        else:
            messages.success(request, _("Opgeslagen."))
            return redirect("partner_page", of.pk)
    context = {
        "form": form,
        "partner": of,
        "contact": row,
        "changed": now_stands is not None,
        "now_stands": now_stands,
    }
    return render(request, f"groups/partners/platform/{page}.html", context)


def _checked(request: HttpRequest, row: Partner | PartnerContact, *, of: Partner) -> HttpResponse:
    version = whole_number(request.POST.get("version", ""))
    try:
        keeping.check(row, version=version, by=user_of(request), now=timezone.now())
    except Refused as refusal:
        messages.warning(request, _("{why} Kijk nog een keer.").format(why=refusal))
    else:
        said = _("{name} is vandaag gecontroleerd.")
        messages.success(request, said.format(name=row.name))
    return redirect("partner_page", of.pk)


def _as_it_is(
    row: Partner | PartnerContact, form: PartnerForm | ContactForm
) -> list[tuple[str, str]]:
    """What somebody else made of it: the answers that differ from what was typed here. The next
    press is on top of that.
    """
    form.carry_on_from(row.version)
    ended = [(_("Stand"), _("gestopt"))] if row.ended_at else []
    return [*ended, *form.differs_from(row)]
