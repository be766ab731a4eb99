"""The forms of logging in and of one's own security: Dutch, and strict about what they take."""

from functools import partial
from typing import Any

from allauth.account.forms import LoginForm, RequestLoginCodeForm
from allauth.account.models import Login
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dorst_portal.accounts import limits, mailed_codes, passkeys, services
from dorst_portal.accounts.allauth_internals import perform_login, record_authentication
from dorst_portal.accounts.factors import passkeys_of
from dorst_portal.accounts.models import User
from dorst_portal.accounts.passwords import LONGEST
from dorst_portal.kit.inputs.fields import AddressField


class LoginField(AddressField):
    """The address of an account: looked up as it was typed, never repaired into another one."""

    default_error_messages = {"required": gettext_lazy("Vul je e-mailadres in.")}

    def __init__(self) -> None:
        attrs = {"autocomplete": "username"}
        super().__init__(offers=False, label=gettext_lazy("E-mailadres"), attrs=attrs)


class CodeField(forms.CharField):
    """A code as people type it: spaces and dashes do not matter."""

    default_error_messages = {"required": gettext_lazy("Vul de code in.")}

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "one-time-code", "inputmode": "numeric"}
        super().__init__(max_length=40, widget=forms.TextInput(attrs=attrs), **kwargs)


class PasswordField(forms.CharField):
    """A password, kept byte for byte as it was typed."""

    default_error_messages = {
        "required": gettext_lazy("Vul je wachtwoord in."),
        "max_length": gettext_lazy("Een wachtwoord heeft hoogstens %(limit_value)d tekens."),
    }

    def __init__(self, *, autocomplete: str, **kwargs: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
        super().__init__(strip=False, max_length=LONGEST, widget=widget, **kwargs)


class RememberField(forms.BooleanField):
    """The box with which a beheerder keeps a device of the own logged in."""

    def __init__(self) -> None:
        super().__init__(
            required=False,
            label=gettext_lazy("Blijf 30 dagen ingelogd op dit apparaat"),
            help_text=gettext_lazy("Doe dit alleen op een telefoon of computer van jezelf."),
        )


class AnswerField(forms.JSONField):
    """What the browser says about a passkey, as the script writes it down."""

    widget = forms.HiddenInput
    default_error_messages = {
        "required": gettext_lazy("We kregen geen passkey van je browser. Probeer het opnieuw."),
        "invalid": gettext_lazy("We kregen geen passkey van je browser. Probeer het opnieuw."),
    }
    LONGEST = 16_000

    def to_python(self, value: Any) -> Any:
        try:
            if len(value or "") > self.LONGEST:
                raise ValueError("no passkey says that much")
            return super().to_python(value)
        except (RecursionError, ValueError) as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error


class RequestCodeForm(RequestLoginCodeForm):
    """Asks for the address that a code goes to; says nothing about who is known."""

    email = LoginField()
    remember = RememberField()

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        limits.count_code_request(context.request, email)
        self.is_known = User.objects.active().with_email(email).exists()
        return email


class ConfirmCodeForm(forms.Form):
    """Takes the mailed code; `user` is whose it was."""

    code = CodeField(label=gettext_lazy("Code uit de mail"))
    user: User | None = None

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        request = context.request
        email = mailed_codes.asked_by(request.session, mailed_codes.LOGIN)
        count = partial(limits.count_code, request, email)
        mailed_codes.use(request.session, mailed_codes.LOGIN, code, count=count)
        self.user = User.objects.active().with_email(email).first()
        if self.user is None:
            raise forms.ValidationError(_(mailed_codes.WRONG), code="code")
        return code


class PasswordLoginForm(LoginForm):
    """Takes address and password, in the same time for every address."""

    password = PasswordField(label=gettext_lazy("Wachtwoord"), autocomplete="current-password")
    remember = RememberField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = LoginField()
        self.order_fields(["login", "password", "remember"])

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        # allauth's own would set the session's age as well, which accounts.sessions decides, and
        # would write the address into the session.
        user = self._login.user
        record_authentication(request, user, method="password")
        login = Login(user=user, redirect_url=redirect_url)
        response: HttpResponse = perform_login(request, login)
        return response


class SecondFactorForm(AuthenticateForm):
    """Takes a code of the app, or a spare one."""

    code = CodeField(
        label=gettext_lazy("Code uit je app"),
        help_text=gettext_lazy("Telefoon kwijt? Vul een van je reservecodes in."),
    )

    def __init__(self, *args: Any, has_app: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_app:
            self.fields["code"].label = _("Reservecode")
            self.fields["code"].help_text = _("Een van de codes die je hebt opgeschreven.")

    def clean_code(self) -> str:
        limits.count_second_factor(self.user)
        code: str = self.cleaned_data["code"]
        # Not allauth's own, which remembers used codes in a cache.
        proved = services.use_app_code(self.user, code) or services.use_spare_code(self.user, code)
        if proved is None:
            raise get_adapter().validation_error("incorrect_code")
        self.authenticator = proved
        return code


class ActivateForm(ActivateTOTPForm):
    """Takes the first code of the app, which proves that it was set up well."""

    code = CodeField(label=gettext_lazy("Code uit de app"))


class NewPasswordForm(forms.Form):
    """Takes a new password twice."""

    password1 = PasswordField(
        label=gettext_lazy("Nieuw wachtwoord"),
        autocomplete="new-password",
        help_text=gettext_lazy("Minstens 10 tekens. Een zin is sterk en makkelijk te onthouden."),
    )
    password2 = PasswordField(
        label=gettext_lazy("Nog een keer hetzelfde"), autocomplete="new-password"
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        validate_password(password, self.user)
        return password

    def clean_password2(self) -> str:
        again: str = self.cleaned_data["password2"]
        first = self.cleaned_data.get("password1")
        if first is not None and first != again:
            raise forms.ValidationError(_("De twee wachtwoorden zijn niet hetzelfde."))
        return again


class FreshCodeForm(forms.Form):
    """Takes a code by mail or of the app, as proof of who you are."""

    code = CodeField(
        label=gettext_lazy("Code"), help_text=gettext_lazy("Uit de mail, of uit je app met codes.")
    )


class FreshPasswordForm(forms.Form):
    """Takes the password, as proof of who you are."""

    password = PasswordField(label=gettext_lazy("Wachtwoord"), autocomplete="current-password")


class PasskeyLoginForm(forms.Form):
    """Takes a passkey, which says itself whose it is."""

    answer = AnswerField()
    remember = forms.BooleanField(required=False)

    def clean_answer(self) -> Authenticator:
        return passkeys.proved(context.request.session, self.cleaned_data["answer"])


class FreshPasskeyForm(forms.Form):
    """Takes a passkey, as proof of who you are."""

    answer = AnswerField()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_answer(self) -> Authenticator:
        limits.count_fresh_login(self.user)
        passkey = passkeys.proved(context.request.session, self.cleaned_data["answer"])
        if passkey.user_id != self.user.pk:
            raise forms.ValidationError(
                _("Deze passkey hoort bij een ander account."), code="passkey"
            )
        return passkey


class PasskeyNameForm(forms.Form):
    """Takes the name by which somebody tells passkeys apart."""

    name = forms.CharField(
        label=gettext_lazy("Naam"),
        max_length=40,
        help_text=gettext_lazy("Bijvoorbeeld: mijn telefoon."),
        error_messages={
            "required": gettext_lazy("Vul een naam in."),
            "max_length": gettext_lazy("Een naam heeft hoogstens 40 tekens."),
        },
    )


class NewPasskeyForm(PasskeyNameForm):
    """Takes a new passkey; without a name it gets a number, since the device has it already."""

    answer = AnswerField()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["name"].required = False

    def clean_answer(self) -> dict[str, Any]:
        if passkeys_of(self.user).count() >= passkeys.MOST:
            raise forms.ValidationError(
                _(passkeys.TOO_MANY).format(most=passkeys.MOST), code="too_many"
            )
        return passkeys.made(context.request.session, self.cleaned_data["answer"])

    def clean_name(self) -> str:
        return self.cleaned_data["name"] or f"Passkey {passkeys_of(self.user).count() + 1}"
