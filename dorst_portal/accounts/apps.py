from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who log in: beheerders, coordinators and superusers. Residents have no account."""

    name = "dorst_portal.accounts"
    label = "accounts"
    verbose_name = "Accounts"
    default_auto_field = "django.db.models.BigAutoField"
