"""Partners: the wijkagent, the municipality, the housing corporation, and their contacts."""

from django.urls import URLPattern, path

from groups.partners.views import contacts, partners

urlpatterns: list[URLPattern] = [
    path("beheer/contacten/", contacts.contacts, name="contacts"),
    path("beheer/contacten/kaartje/", contacts.contacts_card, name="contacts_card"),
    path("beheer/contacten/<int:pk>/", contacts.contact_partner, name="contact_partner"),
    path(
        "beheer/contacten/<int:pk>/gesproken/",
        contacts.contact_moment_new,
        name="contact_moment_new",
    ),
    path("beheer/contacten/<int:pk>/klopt-niet/", contacts.contact_wrong, name="contact_wrong"),
    path(
        "beheer/contacten/<int:pk>/contactkaart.vcf", contacts.partner_vcard, name="partner_vcard"
    ),
    path(
        "beheer/contactpersoon/<int:pk>/contactkaart.vcf",
        contacts.contact_vcard,
        name="contact_vcard",
    ),
    path(
        "beheer/contactmoment/<int:pk>/weg/",
        contacts.contact_moment_remove,
        name="contact_moment_remove",
    ),
    path("platform/partners/", partners.partners, name="partners"),
    path("platform/partners/nieuw/", partners.partner_new, name="partner_new"),
    path("platform/partners/<int:pk>/", partners.partner_page, name="partner_page"),
    path("platform/partners/<int:pk>/wijzigen/", partners.partner_edit, name="partner_edit"),
    path("platform/partners/<int:pk>/klopt/", partners.partner_checked, name="partner_checked"),
    path("platform/partners/<int:pk>/stoppen/", partners.partner_end, name="partner_end"),
    path("platform/partners/<int:pk>/terug/", partners.partner_back, name="partner_back"),
    path("platform/partners/<int:pk>/contact/", partners.contact_new, name="contact_new"),
    path("platform/partners/<int:pk>/gesproken/", partners.moment_new, name="moment_new"),
    path("platform/contactpersoon/<int:pk>/wijzigen/", partners.contact_edit, name="contact_edit"),
    path(
        "platform/contactpersoon/<int:pk>/klopt/", partners.contact_checked, name="contact_checked"
    ),
    path("platform/contactpersoon/<int:pk>/stoppen/", partners.contact_end, name="contact_end"),
    path("platform/contactmoment/<int:pk>/weg/", partners.moment_remove, name="moment_remove"),
]
