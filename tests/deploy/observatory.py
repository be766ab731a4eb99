"""How many points the MDN HTTP Observatory gives an answer, told in rules of our own.

The facts (what counts, and for how much) are those of its ten tests and its table of scores
(https://github.com/mdn/mdn-http-observatory, src/grader/charts.js and src/analyzer/tests/, version
4 of how it counts). One hundred points to begin with; what is wrong takes some, what is better than
needed gives some, and what is given counts only when 90 or more were left.

Left out, since no test here can have it: a host on the list of HSTS that browsers carry along (5
points more), and whether a certificate is real.
"""

import re
from dataclasses import dataclass, field
from http.cookies import Morsel
from urllib.parse import urlsplit

SIX_MONTHS = 15_552_000
BROAD = {"ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"}
INLINE = {"'unsafe-inline'", "data:"}
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
TELLING = {"origin", "origin-when-cross-origin", "unsafe-url", "no-referrer-when-downgrade"}


@dataclass
class Visit:
    """One page as a browser got it over https, and where plain http sent that browser."""

    host: str
    headers: dict[str, str]
    cookies: "list[Morsel[str]]"
    html: str
    # Where http:// of the same host answered to go; nothing when it answered with a page.
    sent_to: str
    names: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.names = {name.lower(): value.strip() for name, value in self.headers.items()}

    def header(self, name: str) -> str:
        return self.names.get(name.lower(), "")


def score(visit: Visit) -> int:
    """The points of a visit."""
    given = points(visit).values()
    without_gifts = 100 + sum(number for number in given if number < 0)
    return 100 + sum(given) if without_gifts >= 90 else max(without_gifts, 0)


def points(visit: Visit) -> dict[str, int]:
    """What each rule gives or takes."""
    return {
        "content-security-policy": _policy(visit),
        "cookies": _cookies(visit),
        "cors": _cors(visit),
        "redirection": _redirection(visit),
        "referrer-policy": _referrer(visit),
        "hsts": _hsts(visit),
        "integrity": _integrity(visit),
        "nosniff": 0 if visit.header("X-Content-Type-Options").lower() == "nosniff" else -5,
        "frames": _frames(visit),
        "resource-policy": _resource_policy(visit),
    }


def directives(visit: Visit) -> dict[str, set[str]]:
    """The policy for content, by directive; of one that is named twice the first counts."""
    found: dict[str, set[str]] = {}
    for part in visit.header("Content-Security-Policy").lower().split(";"):
        name, *sources = part.split() or [""]
        if name:
            found.setdefault(name, set(sources))
    return found


def _policy(visit: Visit) -> int:
    found = directives(visit)
    if not found:
        return -25
    rest = found.get("default-src", {"*"})
    scripts, styles = found.get("script-src", rest), found.get("style-src", rest)
    still = found.get("img-src", rest) | found.get("media-src", rest)
    moving = set().union(
        *(what for name, what in found.items() if name not in ("img-src", "media-src"))
    )
    if scripts & (BROAD | INLINE) or found.get("object-src", rest) & BROAD or _plain(moving):
        return -20
    if "'unsafe-eval'" in scripts | styles or _plain(still):
        return -10
    if styles & (BROAD | INLINE):
        return 0
    return 10 if rest == {"'none'"} else 5


def _plain(sources: set[str]) -> bool:
    return any(source.startswith(("http:", "ftp:")) for source in sources)


def _cookies(visit: Visit) -> int:
    worst = min((_cookie(one, safe=_hsts(visit) >= 0) for one in visit.cookies), default=0)
    strict = all(one["samesite"] for one in visit.cookies)
    return 5 if visit.cookies and worst == 0 and strict else worst


def _cookie(one: "Morsel[str]", *, safe: bool) -> int:
    """What one cookie takes; `safe` when no browser would send it over http all the same."""
    name, same_site = one.key.lower(), one["samesite"].lower()
    opens = "login" in name or "sess" in name
    takes = [0]
    if opens and not one["httponly"]:
        takes.append(-30)
    if same_site not in ("", "lax", "strict", "none") or ("csrf" in name and not same_site):
        takes.append(-20)
    if not one["secure"]:
        takes.append((-10 if safe else -40) if opens else (-5 if safe else -20))
        takes.append(-20 if same_site == "none" else 0)
    return min(takes)


def _cors(visit: Visit) -> int:
    """Asked with an Origin of somebody else: to give that back with a log-in is the worst."""
    anybody = visit.header("Access-Control-Allow-Origin") not in ("", "*")
    with_login = visit.header("Access-Control-Allow-Credentials").lower() == "true"
    return -50 if anybody and with_login else 0


def _redirection(visit: Visit) -> int:
    target = urlsplit(visit.sent_to)
    if not visit.sent_to:
        return -20
    if target.scheme != "https":
        return -10
    return 0 if target.hostname == visit.host else -5


def _referrer(visit: Visit) -> int:
    said = visit.header("Referrer-Policy").lower()
    known = [word for word in re.split(r"\s*,\s*", said) if word in PRIVATE | TELLING]
    if not said:
        return 0
    return 5 if known and known[-1] in PRIVATE else -5


def _hsts(visit: Visit) -> int:
    said = visit.header("Strict-Transport-Security").lower()
    age = re.search(r"(?:^|;)\s*max-age=(\d+)", said)
    if not age or "," in said:
        return -20
    return 0 if int(age[1]) >= SIX_MONTHS else -10


def _integrity(visit: Visit) -> int:
    """Scripts of our own host need no hash; those of another one do, over https."""
    takes = 0
    for tag in re.findall(r"<script\b[^>]*\bsrc=[^>]*>", visit.html, re.IGNORECASE):
        source = urlsplit(re.search(r"""\bsrc=["']?([^"'\s>]+)""", tag)[1])  # type: ignore[index]
        if source.netloc and source.netloc != visit.host:
            hashed = "integrity=" in tag.lower()
            over_https = source.scheme == "https"
            takes = min(
                takes,
                0 if hashed and over_https else _outside(hashed=hashed, over_https=over_https),
            )
    return takes


def _outside(*, hashed: bool, over_https: bool) -> int:
    if over_https:
        return -5
    return -20 if hashed else -50


def _frames(visit: Visit) -> int:
    if "frame-ancestors" in directives(visit):
        return 5
    said = visit.header("X-Frame-Options").lower()
    return 0 if said in ("deny", "sameorigin") or said.startswith("allow-from") else -20


def _resource_policy(visit: Visit) -> int:
    said = visit.header("Cross-Origin-Resource-Policy").lower()
    return {"same-origin": 10, "same-site": 10, "cross-origin": 0, "": 0}.get(said, -5)
