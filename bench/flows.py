"""What a visitor does on each site: one call is one unit of what is counted."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from bench.visitor import Answer, Visitor

# Where a person starts: no two are the same person, so no limit of production is met.
_people = count(1)


@dataclass
class Site:
    """A project on a database, as the visitors know it."""

    name: str
    port: int
    https: str = ""
    homes: list[list[str]] = field(default_factory=list)
    beheerders: list[dict[str, Any]] = field(default_factory=list)
    session_cookie: str = "sessionid"
    # What the workers of its server have used so far, in seconds of processor time.
    cpu_seconds: Callable[[], float] = lambda: 0.0
    # What was told to have worked; the table is asked afterwards.
    submitted: list[str] = field(default_factory=list)
    decided: list[int] = field(default_factory=list)
    # How large pages were as they travelled, by flow.
    sizes: dict[str, int] = field(default_factory=dict)

    def visitor(self) -> Visitor:
        return Visitor(self.port, https=self.https)

    def beheerder(self, number: int) -> tuple[Visitor, Iterator[int]]:
        """A visitor who is logged in, and the requests that wait, the newest first."""
        one = self.beheerders[number % len(self.beheerders)]
        visitor = self.visitor()
        visitor.cookies[self.session_cookie] = one["session"]
        if "waiting" not in one:
            one["waiting"] = iter(one.get("pks", ()))
        return visitor, one["waiting"]


Act = Callable[[], None]


def _address(number: int) -> str:
    """The computer of a person, as the proxy in front would name it."""
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def _expect(answer: Answer, status: int, words: bytes = b"") -> Answer:
    if answer.status != status or words not in answer.body:
        raise RuntimeError(f"{answer.status} for {status}: {answer.head!r} {answer.body[:3000]!r}")
    return answer


def _email(number: int) -> str:
    return f"bench-{number}@example.org"


def _mobile(number: int) -> str:
    return f"06{20_000_000 + number:08d}"


# --- The portal ------------------------------------------------------------------------------


class Portal:
    """How the portal is visited."""

    @staticmethod
    def address_page(site: Site, number: int) -> tuple[Visitor, Act]:
        """Step 1 of joining, as the page of a group leads to it."""
        visitor, slug = site.visitor(), site.homes[number % len(site.homes)][0]

        def act() -> None:
            page = visitor.get(f"/meedoen/{slug}/", address=_address(next(_people)))
            site.sizes["address page"] = _expect(page, 200, b'name="street"').size

        return visitor, act

    @staticmethod
    def join_page(site: Site, number: int) -> tuple[Visitor, Act]:
        """The whole form, as the finder leads to it: address known, ten questions left."""
        visitor, home = site.visitor(), site.homes[number % len(site.homes)]

        def act() -> None:
            person = next(_people)
            page = visitor.get(_details_path(home, person), address=_address(person))
            site.sizes["join page"] = _expect(page, 200, b'name="mobile"').size

        return visitor, act

    @staticmethod
    def submission(site: Site, number: int) -> tuple[Visitor, Act]:
        """The last page and its sending: the answers give the page to check, that one is sent."""
        visitor, home = site.visitor(), site.homes[number % len(site.homes)]
        first = visitor.get(_details_path(home, 1), address=_address(next(_people)))
        carried = _expect(first, 200, b'name="mobile"').hidden()

        def act() -> None:
            person = next(_people)
            where = _address(person)
            typed = {
                "street": home[1],
                "house_number": str(person % 9_000 + 1),
                "number_is_right": f"{home[1]} {person % 9_000 + 1}",
                "name": f"Voorbeeld Bewoner {person}",
                "mobile": _mobile(person),
                "email": _email(person),
                "message": "Wij wonen hier pas.",
            }
            path = f"/meedoen/{home[0]}/"
            page = visitor.post(path, carried | typed, address=where)
            fields = _expect(page, 200, b'name="agree"').hidden()
            site.sizes["page to check"] = page.size
            agreed = {"agree": "on", "of_age": "on", "website": ""}
            done = _expect(visitor.post(path, fields | agreed, address=where), 302)
            if not done.location.startswith("/bedankt/"):
                raise RuntimeError(done.location)
            site.submitted.append(_email(person))

        return visitor, act

    @staticmethod
    def finder(site: Site, number: int) -> tuple[Visitor, Act]:
        """From an address to its group."""
        visitor, home = site.visitor(), site.homes[number % len(site.homes)]

        def act() -> None:
            person = next(_people)
            path = f"/zoek/?straat={home[1]}&huisnummer={person % 9_000 + 1}&klopt=ja"
            path = path.replace(" ", "+")
            page = visitor.get(path, address=_address(person))
            site.sizes["finder"] = _expect(page, 200, b"Jouw groep is").size

        return visitor, act

    @staticmethod
    def inbox(site: Site, number: int) -> tuple[Visitor, Act]:
        """The first page of a beheerder."""
        visitor, _ = site.beheerder(number)

        def act() -> None:
            page = visitor.get("/beheer/", address=_address(number))
            site.sizes["inbox"] = _expect(page, 200, b"wil meedoen").size

        return visitor, act

    @staticmethod
    def deciding(site: Site, number: int) -> tuple[Visitor, Act]:
        """Open a request and approve it."""
        visitor, waiting = site.beheerder(number)

        def act() -> None:
            pk, where = next(waiting), _address(number)
            page = _expect(visitor.get(f"/beheer/aanvraag/{pk}/", address=where), 200)
            token = {"csrfmiddlewaretoken": page.hidden()["csrfmiddlewaretoken"]}
            path = f"/beheer/aanvraag/{pk}/goedkeuren/"
            done = _expect(visitor.post(path, token, address=where), 302)
            if not done.location.endswith("/toevoegen/"):
                raise RuntimeError(done.location)
            site.decided.append(pk)

        return visitor, act


def _details_path(home: list[str], person: int) -> str:
    path = f"/meedoen/{home[0]}/?straat={home[1]}&huisnummer={person % 9_000 + 1}&klopt=ja"
    return path.replace(" ", "+")


# --- The least that does the job --------------------------------------------------------------


class Least:
    """How the least project is visited."""

    @staticmethod
    def join_page(site: Site, number: int) -> tuple[Visitor, Act]:
        visitor, home = site.visitor(), site.homes[number % len(site.homes)]

        def act() -> None:
            page = visitor.get(f"/join/{home[0]}/", address=_address(next(_people)))
            site.sizes["join page"] = _expect(page, 200, b'name="mobile"').size

        return visitor, act

    @staticmethod
    def submission(site: Site, number: int) -> tuple[Visitor, Act]:
        visitor, home = site.visitor(), site.homes[number % len(site.homes)]

        def act() -> None:
            person = next(_people)
            where, path = _address(person), f"/join/{home[0]}/"
            page = _expect(visitor.get(path, address=where), 200, b'name="mobile"')
            typed = {
                "street": home[1],
                "house_number": str(person % 9_000 + 1),
                "name": f"Voorbeeld Bewoner {person}",
                "mobile": _mobile(person),
                "email": _email(person),
                "message": "Wij wonen hier pas.",
                "agree": "on",
            }
            _expect(visitor.post(path, page.hidden() | typed, address=where), 302)
            site.submitted.append(_email(person))

        return visitor, act

    @staticmethod
    def finder(site: Site, number: int) -> tuple[Visitor, Act]:
        visitor, home = site.visitor(), site.homes[number % len(site.homes)]

        def act() -> None:
            person = next(_people)
            path = f"/find/?straat={home[1]}&huisnummer={person % 9_000 + 1}".replace(" ", "+")
            _expect(visitor.get(path, address=_address(person)), 200, b"Jouw groep is")

        return visitor, act

    @staticmethod
    def inbox(site: Site, number: int) -> tuple[Visitor, Act]:
        visitor, _ = site.beheerder(number)

        def act() -> None:
            page = visitor.get("/inbox/", address=_address(number))
            site.sizes["inbox"] = _expect(page, 200, b"wil meedoen").size

        return visitor, act

    @staticmethod
    def deciding(site: Site, number: int) -> tuple[Visitor, Act]:
        visitor, waiting = site.beheerder(number)

        def act() -> None:
            pk, where = next(waiting), _address(number)
            page = _expect(visitor.get(f"/request/{pk}/", address=where), 200)
            token = {"csrfmiddlewaretoken": page.hidden()["csrfmiddlewaretoken"]}
            _expect(visitor.post(f"/request/{pk}/approve/", token, address=where), 302)
            site.decided.append(pk)

        return visitor, act


# --- The bare view ----------------------------------------------------------------------------


class Bare:
    """How the bare view is visited."""

    @staticmethod
    def join_page(site: Site, number: int) -> tuple[Visitor, Act]:
        visitor = site.visitor()

        def act() -> None:
            _expect(visitor.get("/form/", address=_address(number)), 200, b'name="mobile"')

        return visitor, act

    @staticmethod
    def submission(site: Site, number: int) -> tuple[Visitor, Act]:
        visitor = site.visitor()

        def act() -> None:
            person = next(_people)
            where = _address(person)
            page = _expect(visitor.get("/form/", address=where), 200)
            typed = {
                "name": f"Voorbeeld Bewoner {person}",
                "mobile": _mobile(person),
                "email": _email(person),
            }
            _expect(visitor.post("/form/", page.hidden() | typed, address=where), 302)
            site.submitted.append(_email(person))

        return visitor, act


# --- The peers --------------------------------------------------------------------------------


class Wagtail:
    """How the form builder of Wagtail is visited. It has nothing to decide."""

    @staticmethod
    def join_page(site: Site, number: int) -> tuple[Visitor, Act]:
        visitor, home = site.visitor(), site.homes[number % len(site.homes)]

        def act() -> None:
            page = visitor.get(f"/{home[0]}/", address=_address(next(_people)))
            site.sizes["join page"] = _expect(page, 200, b'name="mobile"').size

        return visitor, act

    @staticmethod
    def submission(site: Site, number: int) -> tuple[Visitor, Act]:
        visitor, home = site.visitor(), site.homes[number % len(site.homes)]

        def act() -> None:
            person = next(_people)
            where, path = _address(person), f"/{home[0]}/"
            page = _expect(visitor.get(path, address=where), 200, b'name="mobile"')
            typed = {
                "street": home[1],
                "house_number": str(person % 9_000 + 1),
                "name": f"Voorbeeld Bewoner {person}",
                "mobile": _mobile(person),
                "email": _email(person),
                "message": "Wij wonen hier pas.",
                "agree": "on",
            }
            done = visitor.post(path, page.hidden() | typed, address=where)
            _expect(done, 200, b"Dank je wel")
            site.submitted.append(_email(person))

        return visitor, act

    @staticmethod
    def inbox(site: Site, number: int) -> tuple[Visitor, Act]:
        """What was sent to the form of one's own group."""
        visitor, _ = site.beheerder(number)
        form = site.beheerders[number % len(site.beheerders)]["form"]

        def act() -> None:
            path = f"/admin/forms/submissions/{form}/"
            page = visitor.get(path, address=_address(number))
            site.sizes["inbox"] = _expect(page, 200, b"Voorbeeld Bewoner").size

        return visitor, act


class Helpdesk:
    """How django-helpdesk is visited."""

    @staticmethod
    def join_page(site: Site, number: int) -> tuple[Visitor, Act]:
        visitor = site.visitor()

        def act() -> None:
            page = visitor.get("/helpdesk/tickets/submit/", address=_address(next(_people)))
            site.sizes["join page"] = _expect(page, 200, b'name="submitter_email"').size

        return visitor, act

    @staticmethod
    def submission(site: Site, number: int) -> tuple[Visitor, Act]:
        visitor, home = site.visitor(), site.homes[number % len(site.homes)]

        def act() -> None:
            person = next(_people)
            where, path = _address(person), "/helpdesk/tickets/submit/"
            page = _expect(visitor.get(path, address=where), 200)
            typed = {
                "queue": home[0],
                "title": f"Voorbeeld Bewoner {person} wil meedoen",
                "body": "Wij wonen hier pas.",
                "priority": "3",
                "submitter_email": _email(person),
            }
            done = _expect(visitor.post(path, page.hidden() | typed, address=where), 302)
            if "/helpdesk/view/" not in done.location:
                raise RuntimeError(done.location)
            site.submitted.append(_email(person))

        return visitor, act

    @staticmethod
    def inbox(site: Site, number: int) -> tuple[Visitor, Act]:
        """The open tickets of one's own queue: a page, and the rows that its script asks for."""
        visitor, _ = site.beheerder(number)
        queue = site.beheerders[number % len(site.beheerders)]["queue"]

        def act() -> None:
            where = _address(number)
            path = f"/helpdesk/tickets/?queue={queue}&status=1&status=2"
            page = _expect(visitor.get(path, address=where), 200)
            found = _ROWS.search(page.body)
            if found is None:
                raise RuntimeError("a list that asks for no rows")
            asked = "?draw=1&start=0&length=20"
            rows = _expect(visitor.get(found[0].decode() + asked, address=where), 200)
            if rows.body.count(b"wil meedoen") != 20:
                raise RuntimeError(f"{rows.body[:3000]!r}")
            site.sizes["inbox"] = page.size + rows.size

        return visitor, act

    @staticmethod
    def deciding(site: Site, number: int) -> tuple[Visitor, Act]:
        """Open a ticket and settle it with a reply to who sent it."""
        visitor, waiting = site.beheerder(number)
        queue = site.beheerders[number % len(site.beheerders)]["queue"]

        def act() -> None:
            pk, where = next(waiting), _address(number)
            page = _expect(visitor.get(f"/helpdesk/tickets/{pk}/", address=where), 200)
            reply = {
                "csrfmiddlewaretoken": page.hidden()["csrfmiddlewaretoken"],
                "queue": str(queue),
                "title": f"Voorbeeld Bewoner {pk} wil meedoen",
                "priority": "3",
                "owner": "0",
                "new_status": "3",
                "comment": "Je mag meedoen.",
                "public": "1",
            }
            path = f"/helpdesk/tickets/{pk}/update/"
            done = _expect(visitor.post(path, reply, address=where), 302)
            if not done.location.endswith(f"/tickets/{pk}/"):
                raise RuntimeError(done.location)
            site.decided.append(pk)

        return visitor, act


_ROWS = re.compile(rb"/helpdesk/datatables_ticket_list/[A-Za-z0-9+/=]+")
