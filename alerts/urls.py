"""Pages that a resident sees, and the door of Telegram."""

from django.urls import URLPattern, path

from alerts.views import drill_calendar, live, shared
from alerts.views.composing import alarm
from alerts.views.offline import alarm_offline, alarm_worker, no_internet
from alerts.views.telegram import telegram_update

urlpatterns: list[URLPattern] = [
    path("alarm/", alarm, name="alarm"),
    path("alarm/zonder-internet/", alarm_offline, name="alarm_offline"),
    path("geen-internet/", no_internet, name="no_internet"),
    # Where it stands is how far it reaches: the whole site, as an app on a telephone has it.
    path("werker.js", alarm_worker, name="alarm_worker"),
    path("alarm/nu/<str:token>/", live.alert_live, name="alert_live"),
    path("alarm/nu/<str:token>/stand/", live.alert_live_state, name="alert_live_state"),
    path("alarm/nu/<str:token>/ik-bel/", live.alert_live_claim, name="alert_live_claim"),
    path("alarm/nu/<str:token>/gebeld/", live.alert_live_called, name="alert_live_called"),
    path("alarm/nu/<str:token>/lukt-niet/", live.alert_live_give_back, name="alert_live_give_back"),
    # Asked by calendar programs.
    path("oefeningen/<str:token>/agenda.ics", drill_calendar.drill_feed, name="drill_feed"),
    path("koppeling/telegram/", telegram_update, name="telegram_update"),
    path("alarm/bijzonderheden/", shared.shared_details, name="shared_details"),
    path("alarm/bijzonderheden/bezwaar/", shared.details_object, name="details_object"),
    path(
        "alarm/bijzonderheden/bezwaar/verstuurd/", shared.details_objected, name="details_objected"
    ),
    path("alarm/bijzonderheden/foto/<int:pk>/", shared.shared_photo, name="shared_photo"),
    path(
        "alarm/bijzonderheden/<path:token>/", shared.shared_details_link, name="shared_details_link"
    ),
]
