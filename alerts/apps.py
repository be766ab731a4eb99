from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """Alert messages: nothing is built here yet (see README, "Wat er nog niet is")."""

    name = "alerts"
    verbose_name = "Meldingen"
