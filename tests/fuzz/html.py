"""What a browser sees in a page: its forms and links, and whether anything in it is alive."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

CANARY = "zqcanary"
MARK = "Zwartmerk"  # stands in the names that only some may read
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_ADDRESSES = ("href", "src", "action", "formaction", "poster", "data", "srcset", "content", "style")
_CODE = ("script", "style")
# What browsers leave out before they read the scheme of an address.
_UNSEEN = dict.fromkeys(range(0x21))


@dataclass
class Field:
    """One thing that a form sends: what stands in it, and what can be chosen."""

    name: str
    kind: str
    value: str = ""
    choices: list[str] = field(default_factory=list)


@dataclass
class Form:
    """A form of a page."""

    action: str
    method: str
    is_multipart: bool
    fields: dict[str, Field] = field(default_factory=dict)


class Page(HTMLParser):
    """Reads one page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._form: Form | None = None
        self._area: Field | None = None
        self._select: Field | None = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in ("a", "area", "iframe", "img") and (
            link := given.get("href") or given.get("src")
        ):
            self.links.append(link)
        elif tag == "form":
            kind = given.get("enctype", "")
            method = given.get("method", "get").lower()
            self._form = Form(given.get("action", ""), method, "multipart" in kind)
            self.forms.append(self._form)
        elif tag == "option" and self._select:
            self._select.choices.append(given.get("value", ""))
            if "selected" in given:
                self._select.value = given.get("value", "")
        elif self._form and given.get("name"):
            self._part(self._form, tag, given)

    def _part(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name, kind = given["name"], given.get("type", "text") if tag == "input" else tag
        if tag not in ("input", "button", "select", "textarea"):
            return
        one = form.fields.setdefault(name, Field(name, kind))
        if tag == "select":
            self._select = one
        elif tag == "textarea":
            self._area = one
        elif kind in ("checkbox", "radio", "button"):
            one.choices.append(given.get("value", "on"))
            if "checked" in given:
                one.value = given.get("value", "on")
        else:
            one.value = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self._area.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None
        elif tag == "form":
            self._form = None


class _Alive(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._code = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._code = tag if tag in _CODE else ""
        if CANARY in tag:
            self.found.append(f"an element <{tag}>")
        for name, value in attrs:
            self._attribute(tag, name, (value or "").lower())

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if CANARY in name:
            self.found.append(f"an attribute {name} of <{tag}>")
        if CANARY not in value:
            return
        if name.startswith("on") or name in ("style", "srcdoc"):
            self.found.append(f"a handler {name} of <{tag}>")
        if name in _ADDRESSES and tag != "meta" and _leads_out(value):
            self.found.append(f"an address in {name} of <{tag}>")

    def handle_data(self, data: str) -> None:
        if self._code and CANARY in data.lower():
            self.found.append(f"text of <{self._code}>")

    def handle_comment(self, data: str) -> None:
        if CANARY in data.lower():
            self.found.append("a comment")

    def handle_endtag(self, tag: str) -> None:
        self._code = ""


def _leads_out(address: str) -> bool:
    read = address.translate(_UNSEEN).replace("\\", "/")
    scheme = _SCHEME.match(read)
    if scheme:
        return scheme[0] not in ("http:", "https:", "mailto:", "tel:", "sms:", "whatsapp:")
    return read.startswith("//")


def alive_in(text: str) -> list[str]:
    """Where in a page the canary is more than text: elements, attributes, handlers, addresses."""
    if CANARY not in text.lower():
        return []
    reader = _Alive()
    reader.feed(text)
    reader.close()
    return reader.found
