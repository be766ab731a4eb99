from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """See the package's docstring."""

    name = "dorst_portal.identity"
