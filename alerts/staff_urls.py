"""Pages behind log-in: of beheerders (/beheer/) and of Platform Dorst (/platform/)."""

from django.urls import URLPattern, path

from alerts.views import log

urlpatterns: list[URLPattern] = [
    path("beheer/meldingen/", log.alerts, name="alerts"),
    path("beheer/meldingen/nieuw/", log.alert_new, name="alert_new"),
    path("beheer/melding/<int:pk>/", log.alert, name="alert"),
    path("beheer/melding/<int:pk>/voorbij/", log.alert_over, name="alert_over"),
    path("beheer/melding/<int:pk>/loos/", log.alert_false, name="alert_false"),
]
