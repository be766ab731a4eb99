"""Codes that are mailed as proof of who somebody is: for logging in, and for a fresh log-in.

The rule. Whoever asks for somebody is never told to wait because of what others asked:
- A code works ten minutes and once. Of those who send it at the same moment one wins.
- Asked again within six minutes it is the same code, so nothing that lies in the mailbox stops
  working; later it is a new one, and the one before works on until its own ten minutes are over.
  So strangers bring a mailbox at most ten new codes an hour, and ten mails with one again.
  When those ten are used up, the code that whoever asks needs is in the mailbox already.
- It works only where it was asked for, and each asking takes three tries, right or wrong. How
  often somebody may ask and try in all is in `limits`.
- An address without an account has a code too, which is mailed to nobody: both look the same.

What is stored is a keyed hash of whose code it is, and a random text that the code is made from
with SECRET_KEY: the table tells neither code nor address, and a session holds neither.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dorst_portal.accounts import limits
from dorst_portal.accounts.allauth_internals import normalize_user_code
from dorst_portal.accounts.models import MailedCode
from dorst_portal.accounts.sealing import seal, unseal_or_nothing
from dorst_portal.kit.rows.batches import Due, deleted

WORKS_FOR = timedelta(minutes=10)
SAME_FOR = timedelta(minutes=6)
KEPT_FOR = timedelta(hours=1)
DIGITS = 8
WRONG = gettext_noop("Deze code klopt niet. Kijk nog eens in de mail, of vraag een nieuwe code.")
SPENT = gettext_noop("De code klopte te vaak niet. Vraag een nieuwe code en probeer het opnieuw.")
USED = gettext_noop("Deze code is al gebruikt. Vraag een nieuwe code.")

LOGIN, FRESH = "login_code", "fresh_code"
_TICKET_LENGTH = 22

# Mails a code that works so many minutes from now.
Post = Callable[[str, int], None]


def ask(
    session: SessionBase,
    what: str,
    email: str,
    *,
    post: Post | None,
    may_repeat: Callable[[], bool],
) -> None:
    """Mail the code of an account: the one that is still good, else a new one.

    Without `post` everything is done but the mailing. `may_repeat` is asked only when this code
    was mailed before.
    """
    now = timezone.now()
    session[what] = {
        "sealed": seal(email),
        "ticket": get_random_string(_TICKET_LENGTH),
        "at": now.timestamp(),
    }
    whose = _hash(what, email)
    MailedCode.objects.filter(made_at__lte=now - KEPT_FOR).delete()
    with transaction.atomic():
        over = Q(used_at__isnull=False) | Q(made_at__lte=now - SAME_FOR)
        MailedCode.objects.filter(over, whose=whose, is_newest=True).update(is_newest=False)
        # Of many who ask at the same moment one makes the row: see its unique constraint.
        code, is_new = MailedCode.objects.get_or_create(whose=whose, is_newest=True)
        if is_new and post:
            _mail(code, post)
    if not is_new and may_repeat() and post:
        _mail(code, post)


def asked_by(session: SessionBase, what: str) -> str:
    """Give the address for which this browser asked a code in the last ten minutes, or nothing."""
    asked = session.get(what) or {}
    age = timezone.now().timestamp() - asked.get("at", 0.0)
    return unseal_or_nothing(asked["sealed"]) if 0 <= age < WORKS_FOR.total_seconds() else ""


def use(
    session: SessionBase, what: str, typed: str, *, count: Callable[[], None] | None = None
) -> None:
    """Take a typed code, which is used up by it; a ValidationError says why it does not work.

    The try is counted before anything is compared, so that many at the same moment are counted
    too; `count` counts it wider, and only while this asking has tries left. Nothing is written to
    the session: who logs in at the same moment takes it away.
    """
    email = asked_by(session, what)
    if not email:
        raise ValidationError(_(WRONG), code="code")
    if not limits.is_within_tries(session[what]["ticket"]):
        raise ValidationError(_(SPENT), code="spent")
    if count:
        count()
    now = timezone.now()
    alive = MailedCode.objects.filter(whose=_hash(what, email), made_at__gt=now - WORKS_FOR)
    plain = normalize_user_code(typed)
    right = [code.pk for code in alive if constant_time_compare(plain, _digits(code))]
    if not right:
        raise ValidationError(_(WRONG), code="code")
    if not alive.filter(pk__in=right, used_at__isnull=True).update(used_at=now):
        raise ValidationError(_(USED), code="used")


def old_codes(*, now: datetime) -> Sequence[Due]:
    """Retention: the codes that nobody asks for any more, and how they go."""
    return [
        Due(MailedCode.objects.filter(made_at__lte=now - KEPT_FOR).order_by("made_at"), deleted)
    ]


def _mail(code: MailedCode, post: Post) -> None:
    digits = _digits(code)
    left = code.made_at + WORKS_FOR - timezone.now()
    post(f"{digits[:4]}-{digits[4:]}", round(left / timedelta(minutes=1)))


def _digits(code: MailedCode) -> str:
    text = f"{code.whose}|{code.seed}"
    made = salted_hmac("accounts.mailed-code", text, algorithm="sha256").digest()
    return f"{int.from_bytes(made, 'big') % 10**DIGITS:0{DIGITS}d}"


def _hash(what: str, email: str) -> str:
    text = f"{what}|{email}"
    return salted_hmac("accounts.mailed-code-of", text, algorithm="sha256").hexdigest()
