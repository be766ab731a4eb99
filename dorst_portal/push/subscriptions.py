"""What a browser gives when somebody switches messages on: an address at its maker's push service,
and two keys with which only that browser reads them (RFC 8030, RFC 8291). Whoever is logged in can
send anything as such, so each part is looked at.
"""

import base64
import binascii
import hashlib
import json
import re
from dataclasses import asdict, dataclass
from typing import Final

from cryptography.fernet import InvalidToken
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from dorst_portal.kit.rows.sealing import box_for
from dorst_portal.kit.wire.addresses import wrong_with

# Those of today's services have 150 to 500 signs.
LONGEST_ENDPOINT: Final = 1000
_PURPOSE: Final = "push.subscription"
_SECRET_BYTES: Final = 16
_BASE64URL: Final = re.compile(r"[A-Za-z0-9_-]{1,200}", re.ASCII)


@dataclass(frozen=True)
class Subscription:
    """As the browser gave it; the keys in base64url."""

    endpoint: str
    p256dh: str
    auth: str

    def is_good(self) -> bool:
        """Whether it can be sent to: https on the open internet, a point of the curve, and 16
        bytes.
        """
        return (
            len(self.endpoint) <= LONGEST_ENDPOINT
            and not wrong_with(self.endpoint, local=settings.PUSH_LOCAL)
            and _is_point(_bytes(self.p256dh))
            and len(_bytes(self.auth)) == _SECRET_BYTES
        )

    @property
    def digest(self) -> str:
        """By which the same browser is known again."""
        return hashlib.sha256(self.endpoint.encode()).hexdigest()

    def sealed(self) -> str:
        """Encrypted, for a row."""
        return box_for(_PURPOSE).encrypt(json.dumps(asdict(self)).encode()).decode("ascii")


def unsealed(sealed: str) -> Subscription | None:
    """What a row holds; None when its key is gone."""
    try:
        found = box_for(_PURPOSE).decrypt(sealed.encode("ascii"))
    except InvalidToken:
        return None
    return Subscription(**json.loads(found))


def _bytes(text: str) -> bytes:
    """Of base64url with or without its padding; nothing when it is none."""
    bare = text.rstrip("=")
    if not _BASE64URL.fullmatch(bare):
        return b""
    try:
        return base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
    except binascii.Error:
        return b""


def _is_point(point: bytes) -> bool:
    if len(point) != 65:
        return False
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        return False
    return True
