"""Every door there is: allauth's views that we use, one by one, so that no other opens."""

from django.urls import path

from dorst_portal.accounts.views import fresh, login, passkeys, security

urlpatterns = [
    path("inloggen/", login.request_code, name="account_request_login_code"),
    path("inloggen/mail/<str:token>/", login.from_mail, name="login_from_mail"),
    path("inloggen/code/", login.confirm_code, name="account_confirm_login_code"),
    path("inloggen/wachtwoord/", login.password_login, name="account_login"),
    path("inloggen/tweede-stap/", login.second_factor, name="mfa_authenticate"),
    path("inloggen/passkey/", passkeys.log_in, name="mfa_login_webauthn"),
    path("inloggen/passkey/vraag/", passkeys.question, name="passkey_question"),
    path("inloggen/opnieuw/", fresh.fresh_login, name="fresh_login"),
    path("uitloggen/", login.log_out, name="account_logout"),
    path("beveiliging/", security.index, name="mfa_index"),
    path("beveiliging/wachtwoord/", security.set_password, name="account_set_password"),
    path("beveiliging/app/aan/", security.activate, name="mfa_activate_totp"),
    path("beveiliging/app/uit/", security.deactivate, name="mfa_deactivate_totp"),
    path("beveiliging/reservecodes/", security.spare_codes, name="mfa_view_recovery_codes"),
    path(
        "beveiliging/reservecodes/nieuw/",
        security.new_spare_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("beveiliging/passkeys/nieuw/", passkeys.add, name="mfa_add_webauthn"),
    path("beveiliging/passkeys/vraag/", passkeys.new_question, name="new_passkey_question"),
    path("beveiliging/passkeys/<int:pk>/", passkeys.rename, name="mfa_edit_webauthn"),
    path("beveiliging/passkeys/<int:pk>/weg/", passkeys.remove, name="mfa_remove_webauthn"),
    path("beveiliging/andere-apparaten/", security.end_other_sessions, name="end_other_sessions"),
]
