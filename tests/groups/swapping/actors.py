"""Who tries: a browser for each kind of person, and the marks that each of them may read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.test import Client

from dorst_portal.accounts.models import User
from tests.groups.conftest import appoint, log_in
from tests.groups.mine.conftest import opens
from tests.groups.swapping.world import Builder, Furnished

BEHEER = ("/", "/beheer/", "/beheer/meldingen/", "/beheer/instellingen/", "/beveiliging/",
          "/beheer/contacten/", "/beheer/berichten/", "/beheer/brieven/")  # fmt: skip
PLATFORM = (*BEHEER, "/platform/", "/platform/groepen/", "/platform/aanvragen/",
            "/platform/beheerders/", "/platform/partners/", "/platform/logboek/",
            "/platform/mails/", "/platform/leden/vertellen/", "/platform/oefeningen/",
            "/platform/meldingen/bezwaren/", "/platform/berichten/")  # fmt: skip
VISITOR = ("/", "/meedoen/", "/vraag/", "/groep-starten/", "/mijn/", "/open-data/", "/alarm/",
           "/inloggen/", "/weergave/", "/inbedden/", "/straten/")  # fmt: skip


@dataclass
class Actor:
    """Somebody with a browser. `sees`: the slugs of the groups that they may read of."""

    name: str
    client: Client
    starts: tuple[str, ...]
    sees: frozenset[str] = frozenset()
    is_staff: bool = False


@dataclass(frozen=True)
class World:
    """Both groups, and everybody."""

    alfa: Furnished
    beta: Furnished
    actors: list[Actor]

    @property
    def groups(self) -> tuple[Furnished, Furnished]:
        return self.alfa, self.beta


def everybody(
    alfa: Furnished, beta: Furnished, builder: Builder, coordinator: User, superuser: User
) -> Iterator[Actor]:
    """The actors A0 to A14; partners (A8 to A10) have no account, so that they are A0."""
    yield Actor("A0 anonymous", Client(), VISITOR)
    yield from _residents(alfa, beta, builder)
    for of, name in ((alfa, "A4"), (beta, "A5")):
        sees = frozenset({of.group.slug})
        yield Actor(f"{name} beheerder", _browser(of.beheerder), BEHEER, sees)
        yield Actor(f"{name} deputy", _browser(of.deputy), BEHEER, sees)
    now = builder.now
    former = User.objects.create_user("former@example.org", name="Gert")
    appoint(former, alfa.group, until=now - timedelta(days=1))
    yield Actor("A6 former beheerder", _browser(former), BEHEER)
    invited = User.objects.create_user("invited@example.org", name="Ilse")
    appoint(invited, alfa.group, accepted_at=None)
    yield Actor("asked to be beheerder", _browser(invited), BEHEER)
    gone = User.objects.create_user("gone@example.org", name="Dirk")
    appoint(gone, alfa.group)
    browser = _browser(gone)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    yield Actor("A7 deactivated", browser, BEHEER)
    both = frozenset({alfa.group.slug, beta.group.slug})
    yield Actor("A11 coordinator", _browser(coordinator), PLATFORM, both, is_staff=True)
    yield Actor("A12 superuser", _browser(superuser), (*PLATFORM, "/admin/"), both, is_staff=True)
    bare = User.objects.create_user("bare@example.org", is_coordinator=True)
    halfway = Client(raise_request_exception=False)
    halfway.force_login(bare)
    yield Actor("A13 without second factor", halfway, PLATFORM)
    two = User.objects.create_user("two@example.org", name="Twan")
    for group in (alfa.group, builder.village.group("seters")):
        appoint(two, group)
    yield Actor("A14 of two groups", _browser(two), BEHEER, frozenset({alfa.group.slug}))
    plain = User.objects.create_user("plain@example.org", name="Nienke")
    yield Actor("an account and nothing more", _browser(plain), BEHEER)


def _residents(alfa: Furnished, beta: Furnished, builder: Builder) -> Iterator[Actor]:
    for of in (alfa, beta):
        sees, slug = frozenset({of.group.slug}), of.group.slug
        member = Client(raise_request_exception=False)
        assert opens(member, of.resident).status_code == 200
        yield Actor(f"A1 member of {slug}", member, ("/mijn/openen/", "/mijn/gegevens/"), sees)
        applied = Client(raise_request_exception=False)
        for name, path in (("confirm_link", "/bevestig/"), ("answer_link", "/antwoord/")):
            applied.get(f"{path}{of.tokens[name]}/")
        applied.get(f"/alarm/bijzonderheden/{of.tokens['shared_details_link']}/")
        starts = ("/bevestig/", "/antwoord/", "/alarm/bijzonderheden/")
        yield Actor(f"A3 applicant of {slug}", applied, starts, sees)
    late = Client(raise_request_exception=False)
    late.get(f"/bevestig/{builder.dead_token(alfa)}/")
    yield Actor("A2 with a used link", late, ("/bevestig/", "/mijn/openen/"))


def _browser(user: User) -> Client:
    return log_in(Client(raise_request_exception=False), user)
