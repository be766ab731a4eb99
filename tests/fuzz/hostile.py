"""What is sent: values that broke other systems, or could break this one (PF-06 to PF-08)."""

import random
from collections.abc import Sequence

from tests.fuzz.html import CANARY

# If a template engine ever reads it, this product stands in the page.
TEMPLATE, PRODUCT = "7919*1337", str(7919 * 1337)
ALIVE = [
    f"<{CANARY} onload={CANARY}>",
    f'"><img src=x onerror={CANARY}()>',
    f"' onmouseover='{CANARY}()",
    f'" autofocus onfocus="{CANARY}()',
    f"javascript:{CANARY}()",
    f" java\tscript:{CANARY}()",
    f"data:text/html,<{CANARY}>",
    f"</script><script>{CANARY}()</script>",
    f"</title></textarea></style><{CANARY}>",
    f"<!--{CANARY}--><{CANARY} ",
    f"&lt;{CANARY}&gt;&#60;{CANARY}&#62;",
    f"\\u003c{CANARY}\\u003e",
    f"<svg><{CANARY} xlink:href=javascript:{CANARY}()>",
    f"`${{{CANARY}}}` {CANARY}=",
    f"[{CANARY}](javascript:{CANARY}())",
    f"＜{CANARY}＞<\u017fcript>{CANARY}",
]
ELSEWHERE = [
    f"//{CANARY}.example/", f"///{CANARY}.example", f"/\\{CANARY}.example",
    f"https:{CANARY}.example", f"https://localhost:8000@{CANARY}.example/",
    f"\t//{CANARY}.example", f"/..//{CANARY}.example", f"/%2f/{CANARY}.example",
    f"\x08//{CANARY}.example", f"http://{CANARY}.example:8000/beheer/", f"\\\\{CANARY}.example",
    f"/\n/{CANARY}.example", f"https://localhost:8000.{CANARY}.example/",
]  # fmt: skip
TEXTS = [
    "a\x00b", "\x1b[2J\x07\x08", "\x84\x9f\x85", "\u202eanna\u2066", "\u200b\u200d\u200b",
    "\ufeff", "a" + "\u0301" * 200, "\uffff\U0010ffff\ue000", "\u2028\u2029", "\u00ad",
    "\U000e0041", "Jan\r\nBcc: x@example.org\r\nSet-Cookie: a=b", "Jan\nPiet", "\t", " ", "",
    "\u00a0", "\u3000", "'; DROP TABLE groups_watchgroup; --", "' OR '1'='1",
    "1) UNION VALUES (NULL)--", "\\", "%", "_", "%_%", "$$", "$1", "?", ":name", "%s", "%(x)s",
    "%n%n%n", f"{{{{{TEMPLATE}}}}}", f"${{{TEMPLATE}}}", f"#{{{TEMPLATE}}}", f"<%={TEMPLATE}%>",
    "{0.__class__}", "{link}", "{groep}", "{}", "{%debug%}", "{{request}}", "{{", "}}", "%}",
    "../../../etc/passwd", "..\\..\\win.ini", "/etc/passwd", "file:///etc/passwd", "C:CON",
    "~root", "O'Brien", "Ðorđević", "محمد", "李小龙", "ﬁ", "ſ", "İ", "ı", "ß", "Å", "Élise",
    "élise", "ÉLISE", "=1+1", "+1", "@SUM(1)", "\u0627" * 50, "e\u0301", "a" * 255,
    "x" * 5000, "x" * 70000, "ja", "nee", "on", "off", "true", "None", "null", "NaN", "Infinity",
    "undefined", "[]", "{}", "[object]", "a@localhost", "a@[127.0.0.1]", "mıke@example.org",
    "a" * 65 + "@example.org", "a@b@c", "\"a b\"@x.nl", "x@" + "a." * 130 + "nl", "a@xn--",
    "a@ex\u00admple.org", "06-00009001", "+31 6 0000 9001", "0031600009001", "12-a", "12 A bis",
    "1-3", "4849 ab", "4849AB", "2026-02-30", "0000-00-00", "99999-01-01", "2026-13-01", "25:61",
    "24:00", "20:14:61", "1e5", "0x10", "1_000", "12.0", "-0", "+5", "²", "½", "Ⅷ",
]  # fmt: skip
NUMBERS = [
    "0", "-1", "1", "2", "00012", "2147483647", "2147483648", "-2147483649",
    "9223372036854775807", "9223372036854775808", "-9223372036854775809", "1" + "0" * 30,
    "9" * 400, "9" * 5000, "١٢", "１２", "1,2", "1 2", "1.5", "-1-1", "1-1-1",
    "9" * 19 + "-" + "9" * 19, "1791966600000000-1", "0-0", "253402300800000000-1",
    "-1791966600000000-1", "99999999999999999-1", "1-spoorstraat", "1-\u0130",
]  # fmt: skip
RAW = [
    b"\xed\xa0\x80", b"\xff\xfe", b"\xc0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82", b"a\xcc",
    b"\x80", b"\xed\xb0\x80\xed\xa0\x80",
]  # fmt: skip
# Names that no page asks for; some of them mean something to a library below it.
INVENTED = [
    "_connector", "_negated", "page", "ordering", "q", "id", "pk", "pk__in", "group",
    "group__slug", "format", "next", "fields", "status", "is_staff", "limit", "offset", "after",
    "cursor", "sort", "_method", "lang", "callback", "debug", "__proto__", "a[b]", "a.b", "",
    "na", "zoek", "toon", "op", "van", "als", "vorm", "groep",
]  # fmt: skip
MASS = {
    "status": "approved", "state": "approved", "group": "2", "group_id": "2", "approved_by": "1",
    "decided_by": "1", "is_staff": "1", "is_superuser": "1", "is_coordinator": "1", "id": "1",
    "pk": "1", "user": "1", "email_verified": "1", "email_confirmed_at": "2026-01-01",
    "role": "beheerder", "owner": "coordinators", "version": "1", "_method": "DELETE",
    "next": ELSEWHERE[0],
}  # fmt: skip


def value(drawn: random.Random, usual: str = "") -> bytes:
    """One hostile value, sometimes grown onto something usual."""
    kind = drawn.random()
    if kind < 0.06:
        return drawn.choice(RAW)
    if kind < 0.12:
        return _altered(drawn, usual.encode("utf-8", "replace") or b"1-1")
    pool: Sequence[str] = drawn.choices((ALIVE, TEXTS, NUMBERS, ELSEWHERE), (35, 40, 17, 8))[0]
    text = drawn.choice(pool)
    joined = drawn.random()
    if joined < 0.15:
        text = f"{usual}{text}"
    elif joined < 0.25:
        text = f"{text} {drawn.choice(TEXTS[:60])}"
    return text.encode("utf-8", "surrogatepass")


def cursor(drawn: random.Random, known: Sequence[str]) -> bytes:
    """A place in a list: of another list, or altered by a byte or more."""
    one = drawn.choice(known).encode() if known else b"1-1"
    return one if drawn.random() < 0.3 else _altered(drawn, one)


def _altered(drawn: random.Random, text: bytes) -> bytes:
    changed = bytearray(text[:2000])
    for _ in range(drawn.randint(1, 3)):
        at = drawn.randrange(len(changed) + 1)
        act = drawn.randrange(4)
        if act == 0:
            changed[at:at] = bytes([drawn.choice(b"0123456789-_ .%abz\xc3")])
        elif act == 1:
            del changed[at : at + drawn.randint(1, 4)]
        elif act == 2 and at < len(changed):
            changed[at] ^= 1 << drawn.randrange(8)
        else:
            changed[at:at] = changed[:8]
    return bytes(changed)
