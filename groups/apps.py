from django.apps import AppConfig
from django.core import checks


class GroupsConfig(AppConfig):
    """Watch groups, their streets, beheerders, requests and members."""

    name = "groups"
    verbose_name = "Groepen"

    def ready(self) -> None:
        # Here and not above: models cannot be read before Django's registry is ready.
        from groups.checks import coverage_is_guarded  # noqa: PLC0415

        checks.register(coverage_is_guarded, checks.Tags.database)
