"""Pages behind log-in: of beheerders (/beheer/) and of Platform Dorst (/platform/)."""

from django.urls import URLPattern, path

from alerts.views import (
    alert,
    connections,
    coordinating,
    details,
    drills,
    figures,
    live,
    log,
    outgoing,
    photos,
)

_OF_GROUP = "beheer/groep/<slug:slug>/koppelingen"

urlpatterns: list[URLPattern] = [
    path("beheer/meldingen/", log.alerts, name="alerts"),
    path("beheer/meldingen/nieuw/", log.alert_new, name="alert_new"),
    path("beheer/meldingen/bestand/<slug:slug>.<str:form>", log.alerts_file, name="alerts_file"),
    path("beheer/meldingen/cijfers/", figures.alert_figures, name="alert_figures"),
    path(
        "beheer/meldingen/cijfers/<slug:slug>/",
        figures.alert_figures_group,
        name="alert_figures_group",
    ),
    path(
        "beheer/meldingen/oefening/<int:pk>/<slug:slug>/meedoen/",
        drills.drill_join,
        name="drill_join",
    ),
    path("beheer/melding/<int:pk>/", alert.alert, name="alert"),
    path("beheer/melding/<int:pk>/wijzigen/", log.alert_edit, name="alert_edit"),
    path("beheer/melding/<int:pk>/voorbij/", alert.alert_over, name="alert_over"),
    path("beheer/melding/<int:pk>/loos/", alert.alert_false, name="alert_false"),
    path("beheer/melding/<int:pk>/loopt-nog/", alert.alert_reopen, name="alert_reopen"),
    path("beheer/melding/<int:pk>/nieuwe-link/", live.alert_link_renew, name="alert_link_renew"),
    path("beheer/melding/<int:pk>/gedeeld/", alert.alert_shared, name="alert_shared"),
    path(
        "beheer/melding/<int:pk>/gedeeld/<int:share>/niet/",
        alert.alert_unshared,
        name="alert_unshared",
    ),
    path("platform/oefeningen/", drills.drills, name="drills"),
    path("platform/oefeningen/nieuw/", drills.drill_new, name="drill_new"),
    path("platform/oefening/<int:pk>/", drills.drill, name="drill"),
    path("platform/oefening/<int:pk>/afzeggen/", drills.drill_call_off, name="drill_call_off"),
    path(f"{_OF_GROUP}/", connections.connections, name="connections"),
    path(f"{_OF_GROUP}/code/", connections.connection_code, name="connection_code"),
    path(f"{_OF_GROUP}/webhook/", connections.connection_webhook, name="connection_webhook"),
    path(f"{_OF_GROUP}/signal/", connections.connection_signal, name="connection_signal"),
    path(f"{_OF_GROUP}/<slug:kind>/proef/", connections.connection_try, name="connection_try"),
    path(f"{_OF_GROUP}/<slug:kind>/uit/", connections.connection_off, name="connection_off"),
    path(f"{_OF_GROUP}/<slug:kind>/aan/", connections.connection_on, name="connection_on"),
    path(f"{_OF_GROUP}/bericht/<int:pk>/opnieuw/", outgoing.outgoing_again, name="outgoing_again"),
    path(
        f"{_OF_GROUP}/bericht/<int:pk>/aangekomen/",
        outgoing.outgoing_arrived,
        name="outgoing_arrived",
    ),
    path(f"{_OF_GROUP}/vraag/<int:pk>/toelaten/", outgoing.knock_admit, name="knock_admit"),
    path(f"{_OF_GROUP}/vraag/<int:pk>/weigeren/", outgoing.knock_refuse, name="knock_refuse"),
    path("beheer/melding/<int:pk>/bijzonderheden/", details.alert_details, name="alert_details"),
    path("beheer/melding/<int:pk>/bijzonderheden/delen/", details.alert_share, name="alert_share"),
    path(
        "beheer/melding/<int:pk>/bijzonderheden/stoppen/",
        details.alert_unshare,
        name="alert_unshare",
    ),
    path("beheer/melding/<int:pk>/bijzonderheden/wissen/", details.alert_wipe, name="alert_wipe"),
    path("beheer/melding/<int:pk>/foto/", photos.alert_photo_new, name="alert_photo_new"),
    path("beheer/foto/<int:pk>/", photos.alert_photo, name="alert_photo"),
    path(
        "beheer/foto/<int:pk>/goedkeuren/", photos.alert_photo_approve, name="alert_photo_approve"
    ),
    path("beheer/foto/<int:pk>/wissen/", photos.alert_photo_remove, name="alert_photo_remove"),
    path("beheer/foto/<int:pk>/beeld/", photos.alert_photo_picture, name="alert_photo_picture"),
    path("beheer/foto/<int:pk>/afgedekt/", photos.alert_photo_covered, name="alert_photo_covered"),
    path("platform/meldingen/bijzonderheden/", coordinating.details_switch, name="details_switch"),
    path("platform/meldingen/bezwaren/", coordinating.objections, name="objections"),
    path("platform/meldingen/bezwaar/<int:pk>/", coordinating.objection, name="objection"),
    path(
        "platform/meldingen/bezwaar/<int:pk>/weg/",
        coordinating.objection_take_down,
        name="objection_take_down",
    ),
]
