from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """See the package's docstring."""

    name = "dorst_portal.outbox"
