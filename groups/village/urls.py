"""The village: what is left to do, names, colour, logo, texts to read, and a mail to try."""

from django.urls import URLPattern, path

from groups.village.views import look, names, steps

urlpatterns: list[URLPattern] = [
    path("platform/dorp/", steps.village, name="village"),
    path("platform/dorp/namen/", names.village_names, name="village_names"),
    path("platform/dorp/kleur/", look.village_colour, name="village_colour"),
    # A file may be sent here (settings.UPLOAD_PATHS and deploy/Caddyfile name this path).
    path("platform/dorp/logo/", look.village_logo, name="village_logo"),
    path("platform/dorp/logo/weg/", look.village_logo_remove, name="village_logo_remove"),
    path("platform/dorp/teksten/", steps.village_texts, name="village_texts"),
    path("platform/dorp/mail/", steps.village_mail, name="village_mail"),
    path("platform/dorp/<slug:code>/klaar/", steps.village_step_done, name="village_step_done"),
    path(
        "platform/dorp/<slug:code>/nog-doen/", steps.village_step_undone, name="village_step_undone"
    ),
]
