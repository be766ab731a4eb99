"""Which addresses of other sites may go into a header."""

import pytest

from groups.values.origins import OriginError, read_origin, readable

GOOD = {
    "https://www.voorbeeld.nl": "https://www.voorbeeld.nl",
    " https://www.voorbeeld.nl/ ": "https://www.voorbeeld.nl",
    "HTTPS://WWW.Voorbeeld.NL": "https://www.voorbeeld.nl",
    "https://voorbeeld.nl:443": "https://voorbeeld.nl",
    "https://voorbeeld.nl:8443": "https://voorbeeld.nl:8443",
    "https://café.nl": "https://xn--caf-dma.nl",
    "https://straße.de": "https://xn--strae-oqa.de",
    "https://xn--caf-dma.nl": "https://xn--caf-dma.nl",
    "https://a。nl": "https://a.nl",
}
BAD = [
    "", "javascript:alert(1)", "data:text/html,x", "null", "*", "https:", "https://", "//a.nl",
    "http://a.nl", "ftp://a.nl", "www.a.nl", "https:a.nl", "https:///a.nl", "https://*.nl",
    "https://*", "https://a.nl/x", "https://a.nl//", "https://a.nl?x", "https://a.nl#x",
    "https://u:p@a.nl", "https://a.nl@b.nl", r"https://a.nl\@b.nl", "https://%61.nl",
    "https://a.nl; script-src *", "https://a.nl 'self'", "https://a.nl,https://b.nl",
    "https://a.nl\r\nSet-Cookie: a=b", "https://a.nl:0", "https://a.nl:99999", "https://a.nl:",
    "https://a.nl:080", "https://a.nl:x", "https://a.nl:١", "https://1.2.3.4", "https://0x7f.1",
    "https://[::1]", "https://localhost", "https://a_b.nl", "https://-a.nl", "https://a-.nl",
    "https://a..nl", "https://a.nl.", "https://.nl", "https://xn--zzzzzz.nl", "https://é",
    "https://a\u202egpj.nl", "https://" + "a" * 64 + ".nl", "https://" + "a." * 150 + "nl",
    "https://" + "é." * 40 + "nl", "x" * 5000,
]  # fmt: skip


@pytest.mark.parametrize(("typed", "origin"), GOOD.items())
def test_one_site_is_read_to_one_spelling(typed: str, origin: str) -> None:
    assert read_origin(typed) == origin
    assert read_origin(origin) == origin


@pytest.mark.parametrize("typed", BAD)
def test_whatever_is_not_one_site_over_https_is_refused_in_words(typed: str) -> None:
    with pytest.raises(OriginError) as refusal:
        read_origin(typed)
    assert str(refusal.value).endswith(".")


def test_a_name_in_own_letters_can_be_read() -> None:
    assert readable("https://xn--caf-dma.nl:8443") == "café.nl"
    assert readable("https://www.voorbeeld.nl") == ""
