from django.apps import AppConfig


class AuditConfig(AppConfig):
    """See the package's docstring."""

    name = "dorst_portal.audit"
