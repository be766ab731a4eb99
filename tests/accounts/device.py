"""A telephone with passkeys, in software: answers the questions of the site as a browser does."""

import json
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_bytes
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.test import Client
from fido2.cose import ES256, CoseKey
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

QUESTION = "/inloggen/passkey/vraag/"
NEW_QUESTION = "/beveiliging/passkeys/vraag/"
LOGIN = "/inloggen/passkey/"
ADD = "/beveiliging/passkeys/nieuw/"
FLAG = AuthenticatorData.FLAG


@dataclass
class Device:
    """Holds one passkey. What is odd about it can be set: its origin, or that it checks nobody."""

    origin: str = ""
    knows_its_owner: bool = True
    owner: str = ""
    number: bytes = field(default_factory=lambda: token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def adds(self, client: Client, name: str = "", public: CoseKey | None = None) -> Any:
        """What the page for a new passkey does."""
        asked = client.post(NEW_QUESTION).json()["publicKey"]
        return client.post(ADD, {"name": name, "answer": self.new(asked, public)})

    def logs_in(self, client: Client, **extra: str) -> Any:
        """What the button on the log-in page does."""
        return client.post(LOGIN, {"answer": self.answer(ask(client)), **extra})

    def new(self, asked: dict[str, Any], public: CoseKey | None = None) -> str:
        """The answer that holds a new passkey."""
        self.owner = asked["user"]["id"]
        public = public or ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(bytes(16), self.number, public)
        data = self._data(asked["rp"]["id"], FLAG.AT, credential)
        return self._written(
            clientDataJSON=self._client_data("webauthn.create", asked["challenge"]),
            attestationObject=AttestationObject.create("none", data, {}),
        )

    def answer(self, asked: dict[str, Any]) -> str:
        """The answer that proves that this is the passkey."""
        data = self._data(asked["rpId"])
        client_data = self._client_data("webauthn.get", asked["challenge"])
        signed = data + sha256(client_data).digest()
        return self._written(
            clientDataJSON=client_data,
            authenticatorData=data,
            signature=self.key.sign(signed, ec.ECDSA(hashes.SHA256())),
            userHandle=websafe_decode(self.owner),
        )

    def _data(self, host: str, more: int = 0, credential: bytes = b"") -> AuthenticatorData:
        flags = FLAG.UP | more | (FLAG.UV if self.knows_its_owner else 0)
        host_hash = sha256(host.encode()).digest()
        return AuthenticatorData.create(host_hash, FLAG(flags), 0, credential)

    def _client_data(self, kind: str, challenge: str) -> CollectedClientData:
        return CollectedClientData.create(kind, challenge, self.origin or settings.SITE_URL)

    def _written(self, **parts: bytes) -> str:
        name = websafe_encode(self.number)
        response = {part: websafe_encode(value) for part, value in parts.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


def ask(client: Client) -> dict[str, Any]:
    """The question of the log-in page."""
    asked: dict[str, Any] = client.post(QUESTION).json()["publicKey"]
    return asked
