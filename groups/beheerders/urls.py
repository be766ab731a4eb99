"""Who runs which group, and what they set for themselves."""

from django.urls import URLPattern, path

from groups.beheerders.views import beheerders, invitation, own_people, own_settings, phone

urlpatterns: list[URLPattern] = [
    path("beheer/instellingen/", own_settings.notice_settings, name="notice_settings"),
    path("beheer/instellingen/telefoon/", phone.phone_settings, name="phone_settings"),
    path("beheer/instellingen/telefoon/<int:pk>/stoppen/", phone.push_off, name="push_off"),
    path("beheer/instellingen/telefoon/<int:pk>/proef/", phone.push_test, name="push_test"),
    path("beheer/uitnodiging/<int:pk>/", invitation.invitation, name="invitation"),
    path(
        "beheer/groep/<slug:slug>/plaatsvervanger/", own_people.deputy_invite, name="deputy_invite"
    ),
    path(
        "beheer/groep/<slug:slug>/plaatsvervanger/<int:pk>/beeindigen/",
        own_people.deputy_end,
        name="deputy_end",
    ),
    path("beheer/groep/<slug:slug>/overdracht/", own_people.handover_kit, name="handover_kit"),
    path("beheer/instellingen/stoppen/", own_people.stop_request, name="stop_request"),
    path(
        "beheer/instellingen/stoppen/<int:pk>/toch-niet/",
        own_people.stop_take_back,
        name="stop_take_back",
    ),
    path("platform/beheerders/", beheerders.appointments_list, name="appointments"),
    path("platform/beheerders/benoemen/", beheerders.appoint, name="appoint"),
    path("platform/beheerders/<int:pk>/", beheerders.appointment, name="appointment"),
    path(
        "platform/beheerders/<int:pk>/taak/", beheerders.appointment_role, name="appointment_role"
    ),
    path(
        "platform/beheerders/<int:pk>/opnieuw/",
        beheerders.invitation_again,
        name="invitation_again",
    ),
    path(
        "platform/beheerders/<int:pk>/beeindigen/",
        beheerders.appointment_end,
        name="appointment_end",
    ),
]
