"""Pages that a resident sees."""

from django.urls import URLPattern, path

from alerts.views.composing import alarm
from alerts.views.offline import alarm_offline, alarm_worker

urlpatterns: list[URLPattern] = [
    path("alarm/", alarm, name="alarm"),
    path("alarm/zonder-internet/", alarm_offline, name="alarm_offline"),
    # Where it stands is how far it reaches: no page outside /alarm/.
    path("alarm/werker.js", alarm_worker, name="alarm_worker"),
]
