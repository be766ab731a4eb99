"""A visitor without a browser: fetches a form, keeps what it holds, fills in the rest by name."""

import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPMessage
from http.cookiejar import CookieJar
from typing import IO

SECONDS = 30
Given = Mapping[str, str]


@dataclass
class Form:
    """What one form of a page would send, and the names of all that it asks."""

    action: str
    values: dict[str, str] = field(default_factory=dict)
    asks: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Answer:
    """What the site said: a page with forms, or the place where it leads to."""

    status: int
    location: str
    text: str
    forms: list[Form]

    def form(self, names: Given) -> Form:
        """The form that asks most of these names."""
        best = max(self.forms, key=lambda form: len(form.asks & names.keys()), default=None)
        assert best, f"no form: {self.status}\n{self.text}"
        return best


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._textarea = ""
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
        elif tag == "input":
            self._input(given)
        elif tag == "textarea":
            self._textarea = given["name"]
            self._put(self._textarea, "", asked=True)
        elif tag == "select":
            self._select = given["name"]
        elif tag == "option" and self._select:
            first = self._select not in self.forms[-1].values
            value = given.get("value", "")
            self._put(self._select, value, asked=True, sent=first or "selected" in given)

    def _input(self, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if "name" not in given:
            return  # shown, or there for a password manager; never sent
        if kind in ("checkbox", "radio"):
            self._put(given["name"], given.get("value", "on"), asked=True, sent="checked" in given)
        elif kind not in ("submit", "image", "button"):
            self._put(given["name"], given.get("value", ""), asked=kind != "hidden")

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.forms[-1].values[self._textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            values = self.forms[-1].values
            values[self._textarea] = values[self._textarea].removeprefix("\n")
            self._textarea = ""
        elif tag == "select":
            self._select = ""

    def _put(self, name: str, value: str, *, asked: bool, sent: bool = True) -> None:
        if asked:
            self.forms[-1].asks.add(name)
        if sent:
            self.forms[-1].values[name] = value


class _Stay(urllib.request.HTTPRedirectHandler):
    """Tells where a redirect leads to and does not go there."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> None:
        return None


class FormClient:
    """One visitor with cookies; `address` is the sender that the proxy in front would name."""

    def __init__(self, site: str, *, address: str = "") -> None:
        self.site = site
        self._headers = {"X-Forwarded-For": address} if address else {}
        self.cookies = CookieJar()
        cookies = urllib.request.HTTPCookieProcessor(self.cookies)
        self._opener = urllib.request.build_opener(cookies, _Stay())

    def twin(self) -> "FormClient":
        """The same browser once more, to send from both at the same moment."""
        other = FormClient(self.site)
        other._headers = self._headers
        for cookie in self.cookies:
            other.cookies.set_cookie(copy(cookie))
        return other

    def get(self, path: str) -> Answer:
        return self._ask(path, None)

    def send(self, page: Answer, **typed: str) -> Answer:
        """Fill in and send the form of this page that asks for it; a button counts as typed."""
        form = page.form(typed)
        return self.post(form.action, form.values | typed)

    def post(self, path: str, values: Given) -> Answer:
        return self._ask(path, urllib.parse.urlencode(values).encode())

    def walk(self, path: str, typed: Given, *, until: str) -> Answer:
        """Answer page after page with what it asks, up to the page that asks for `until`."""
        page = self.get(path)
        while until not in page.form({until: ""}).asks:
            asked = {name: typed[name] for name in page.form(typed).asks & typed.keys()}
            following = self.send(page, **asked)
            assert following.form(typed).asks != page.form(typed).asks, following.text
            page = following
        return page

    def _ask(self, path: str, data: bytes | None) -> Answer:
        url = self.site + path
        request = urllib.request.Request(url, data, self._headers)  # noqa: S310 - our own site
        try:
            response = self._opener.open(request, timeout=SECONDS)
        except urllib.error.HTTPError as refusal:
            response = refusal  # a redirect counts as one as well
        with response:
            text = response.read().decode()
            forms = _Forms()
            forms.feed(text)
            location = response.headers.get("Location", "")
            return Answer(response.status, location, text, forms.forms)
