"""Requests: the inbox of a beheerder, and what beheerders and coordinators do with a request."""

from django.urls import URLPattern, path

from groups.requests.views import (
    adding,
    address_letters,
    correcting,
    deciding,
    inbox,
    platform_request,
    request_new,
    talking,
)

urlpatterns: list[URLPattern] = [
    path("beheer/", inbox.inbox, name="inbox"),
    path("beheer/aanvraag/<int:pk>/", deciding.show_request, name="request"),
    path("beheer/aanvraag/<int:pk>/goedkeuren/", deciding.request_approve, name="request_approve"),
    path("beheer/aanvraag/<int:pk>/anders/", deciding.request_other, name="request_other"),
    path("beheer/aanvraag/<int:pk>/nummer/", correcting.request_number, name="request_number"),
    path("beheer/aanvraag/<int:pk>/samenvoegen/", deciding.request_join, name="request_join"),
    path("beheer/aanvraag/<int:pk>/ongedaan/", deciding.request_undo, name="request_undo"),
    path("beheer/aanvraag/<int:pk>/antwoord/", talking.request_answer, name="request_answer"),
    path("beheer/aanvraag/<int:pk>/genoteerd/", talking.request_reply, name="request_reply"),
    path("beheer/aanvraag/<int:pk>/toevoegen/", adding.request_add, name="request_add"),
    path("beheer/aanvraag/<int:pk>/toegevoegd/", adding.request_added, name="request_added"),
    path("beheer/aanvraag/<int:pk>/contactkaart.vcf", adding.request_vcard, name="request_vcard"),
    path("beheer/aanvraag/<int:pk>/contactkaart.svg", adding.request_qr, name="request_qr"),
    path("beheer/brieven/", address_letters.letters, name="letters"),
    path("beheer/aanvraag/<int:pk>/brief/", address_letters.request_letter, name="request_letter"),
    path(
        "beheer/aanvraag/<int:pk>/brief/maken/",
        address_letters.request_letter_make,
        name="request_letter_make",
    ),
    path(
        "beheer/aanvraag/<int:pk>/brief/bezorgd/",
        address_letters.request_letter_delivered,
        name="request_letter_delivered",
    ),
    path("beheer/overdracht/<int:pk>/ongedaan/", deciding.handover_undo, name="handover_undo"),
    path("beheer/beltaak/<int:pk>/", talking.call_finish, name="call_finish"),
    path("platform/aanvraag/nieuw/", request_new.request_new, name="request_new"),
    path(
        "platform/aanvraag/<int:pk>/heropenen/",
        platform_request.request_reopen,
        name="request_reopen",
    ),
    path(
        "platform/aanvraag/<int:pk>/groep-gestart/",
        platform_request.request_founded,
        name="request_founded",
    ),
]
