"""Pages behind log-in: of beheerders (/beheer/) and of Platform Dorst (/platform/)."""

from django.urls import URLPattern, path

from groups.views import adding, deciding, inbox, invitation, members, my_group, platform

urlpatterns: list[URLPattern] = [
    path("beheer/", inbox.inbox, name="inbox"),
    path("beheer/aanvraag/<int:pk>/", deciding.show_request, name="request"),
    path("beheer/aanvraag/<int:pk>/goedkeuren/", deciding.request_approve, name="request_approve"),
    path("beheer/aanvraag/<int:pk>/anders/", deciding.request_other, name="request_other"),
    path("beheer/aanvraag/<int:pk>/ongedaan/", deciding.request_undo, name="request_undo"),
    path("beheer/aanvraag/<int:pk>/toevoegen/", adding.request_add, name="request_add"),
    path("beheer/aanvraag/<int:pk>/toegevoegd/", adding.request_added, name="request_added"),
    path("beheer/aanvraag/<int:pk>/contactkaart.vcf", adding.request_vcard, name="request_vcard"),
    path("beheer/aanvraag/<int:pk>/contactkaart.svg", adding.request_qr, name="request_qr"),
    path("beheer/overdracht/<int:pk>/ongedaan/", deciding.handover_undo, name="handover_undo"),
    path("beheer/groep/<slug:slug>/", my_group.my_group, name="my_group"),
    path("beheer/groep/<slug:slug>/leden/", members.members, name="members"),
    path("beheer/groep/<slug:slug>/leden/<int:pk>/", members.member, name="member"),
    path("beheer/uitnodiging/<int:pk>/", invitation.invitation, name="invitation"),
    path("platform/", platform.platform, name="platform"),
    path("platform/aanvragen/", platform.platform_requests, name="platform_requests"),
    path("platform/beheerders/", platform.appointments_list, name="appointments"),
    path("platform/beheerders/benoemen/", platform.appoint, name="appoint"),
    path(
        "platform/beheerders/<int:pk>/beeindigen/",
        platform.appointment_end,
        name="appointment_end",
    ),
]
