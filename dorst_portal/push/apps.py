from django.apps import AppConfig


class PushConfig(AppConfig):
    """See the package's docstring."""

    name = "dorst_portal.push"
