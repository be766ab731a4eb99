from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """Alert messages: nothing is built here yet (README, "What is not built yet")."""

    name = "alerts"
    verbose_name = "Meldingen"
