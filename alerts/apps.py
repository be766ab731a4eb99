from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """Alert messages: composing one, and what a group keeps of it."""

    name = "alerts"
    verbose_name = "Meldingen"
