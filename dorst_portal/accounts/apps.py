from django.apps import AppConfig

from dorst_portal.kit.late import load_late

# Both bring the libraries of passkeys: ten megabytes in each process of the web server, for a few
# pages. Said here, as this is read before anything imports them.
load_late("allauth.mfa.webauthn.internal.auth", "dorst_portal.accounts.passkeys")


class AccountsConfig(AppConfig):
    """People who log in: beheerders, coordinators and superusers. Residents have no account."""

    name = "dorst_portal.accounts"
    label = "accounts"
    verbose_name = "Accounts"
    default_auto_field = "django.db.models.BigAutoField"
