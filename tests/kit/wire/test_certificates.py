"""No call and no mail goes to a server whose certificate nobody vouches for."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import create_server
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from dorst_portal.kit.wire.calls import NoAnswer, NotSent, post


def own_certificate(folder: Path) -> ssl.SSLContext:
    """A server that vouches for itself, as one in between would."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, SHA256())
    )
    file = folder / "server.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(secret + made.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[int, list[bytes]]]:
    """The port of such a server, and what it could read of whoever connected."""
    heard: list[bytes] = []
    context = own_certificate(tmp_path)
    with create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            try:
                with context.wrap_socket(listening.accept()[0], server_side=True) as safe:
                    safe.sendall(b"220 localhost\r\n")
                    heard.append(safe.recv(1000))
            except OSError:
                return  # the other side hung up: what this is about

        thread = Thread(target=answer, daemon=True)
        thread.start()
        yield int(listening.getsockname()[1]), heard
        thread.join(5)


def test_no_call_goes_to_a_server_that_vouches_for_itself(
    server: tuple[int, list[bytes]],
) -> None:
    port, heard = server
    with pytest.raises((NotSent, NoAnswer)) as refused:
        post(f"https://localhost:{port}/", content=b"{}", headers={}, open_only=False)
    assert "CERTIFICATE_VERIFY_FAILED" in str(refused.value.__cause__)
    assert heard == []


def test_no_mail_goes_to_a_server_that_vouches_for_itself(
    server: tuple[int, list[bytes]],
) -> None:
    port, heard = server
    backend = EmailBackend(host="localhost", port=port, use_ssl=True, timeout=5)
    mail = EmailMessage("Proef", "Proef", "a@example.org", ["b@example.org"], connection=backend)
    with pytest.raises(ssl.SSLCertVerificationError):
        mail.send()
    assert heard == []
