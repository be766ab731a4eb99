"""Pages that a resident sees."""

from django.urls import URLPattern, path

from alerts.views.composing import alarm, alarm_offline

urlpatterns: list[URLPattern] = [
    path("alarm/", alarm, name="alarm"),
    path("alarm/zonder-internet/", alarm_offline, name="alarm_offline"),
]
