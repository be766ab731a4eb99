"""What must hold for every answer, whatever was sent."""

import hashlib
import json
import re
from urllib.parse import urljoin, urlsplit

from tests.fuzz.actors import Actor
from tests.fuzz.catalogue import HTML
from tests.fuzz.hostile import PRODUCT
from tests.fuzz.html import MARK, alive_in
from tests.fuzz.wire import HOST, Answer, Request

MOST_SECONDS = 2.0
# Other sites that a button of ours leads to: the chat of a group.
CHATS = ("chat.whatsapp.com", "wa.me", "signal.group", "t.me")
INTERNALS = (b"Traceback (most", b"site-packages", b"django.db", b"SELECT ", b"psycopg", b"sqlite3")
_HALF = re.compile(
    r"\{% (?:if|for|url|load|translate|include|with|end[a-z]+)\b|\{\{ [a-z_]+[.|][a-z_]+"
)
# Of `/readyz`: the name of the database, and the room on the disk at that moment.
_READINGS = re.compile(rb'(?<="name": "d)(atabase|isk)", "good": true, "value": [^,]+')
# What a page asks for to put it into itself.
PIECES = re.compile(r"/alarm/nu/[^/]+/stand/")
# What a program reads, and may be compared to the letter.
_TEXT = ("text/", "application/json", "application/problem+json", "application/manifest+json")


def faults_of(request: Request, answer: Answer, actor: Actor) -> list[str]:
    """What is wrong with an answer, in words; nothing is as it should be."""
    faults = []
    if answer.status >= 500:
        faults.append(f"5xx: {answer.status}")
    if answer.seconds > MOST_SECONDS:
        faults.append(f"slow: {answer.seconds:.1f} s")
    if any(word in answer.body for word in INTERNALS):
        faults.append("internals: the page tells how it is made")
    if PRODUCT.encode() in answer.body:
        faults.append("template: what was sent was carried out")
    if not actor.may_see_marks and MARK.encode() in answer.body:
        faults.append("leak: a marked value of another group")
    if answer.location and _leads_away(request, answer.location):
        faults.append(f"away: Location {answer.location[:100]!r}")
    return faults + _of_headers(answer) + _of_page(request, answer)


def _leads_away(request: Request, location: str) -> bool:
    read = location.strip("".join(map(chr, range(0x21)))).replace("\\", "/")
    read = re.sub(r"[\t\r\n]", "", read)
    split = urlsplit(urljoin(f"http://{HOST}{request.path}", read))
    return split.scheme not in ("http", "https") or split.netloc not in (HOST, *CHATS)


def _of_headers(answer: Answer) -> list[str]:
    faults = []
    if any("\n" in value or "\r" in value for value in answer.headers.values()):
        faults.append("header: a line break in a header")
    if answer.headers.get("X-Content-Type-Options") != "nosniff":
        faults.append("header: without nosniff")
    if "Content-Security-Policy" not in answer.headers:
        faults.append("header: without a policy for content")
    return faults


def _of_page(request: Request, answer: Answer) -> list[str]:
    if answer.kind == "application/json" and answer.body:
        try:
            json.loads(answer.body)
        except ValueError:
            return ["half: JSON that does not parse"]
    if answer.kind != HTML or request.method == "HEAD" or not answer.body:
        return []
    text = answer.text
    if PIECES.fullmatch(request.path):
        return []
    faults = [f"reflection: {what}" for what in dict.fromkeys(alive_in(text))]
    begins = text[:15].lower() == "<!doctype html>"
    if not begins or not text.rstrip().endswith("</html>") or text.count("<html") != 1:
        faults.append("half: the page is not whole")
    if _HALF.search(text):
        faults.append("half: a piece of template stands in the page")
    return faults


def summary(answer: Answer) -> str:
    """What the other database must answer as well: status, where to, and every letter of a text."""
    body = _READINGS.sub(b"", answer.body) if answer.kind.startswith(_TEXT) else b""
    print_ = hashlib.sha256(body).hexdigest()[:12]
    return f"{answer.status} {answer.location} {answer.kind} {print_}"
