"""A coordinator's morning: a telephone request, a question, and a mail that did not arrive."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import Person, new_mobile
from tests.races.processes import RealSite

COORDINATOR = "coordinator@example.org"
BEHEERDER = "beheerder-spoorstraat@example.org"


def gives_up_receipt_of(reference: str, site: RealSite) -> None:
    """The mail server of the resident refused the receipt for good."""
    site.python(
        "from dorst_portal.outbox.models import Mail; "
        f"mail = Mail.objects.get(subject__contains='{reference}', key__endswith='-receipt'); "
        "mail.state = 'failed'; mail.sent_at = None; mail.attempts = 8; "
        "mail.last_error = 'SMTPRecipientsRefused 550'; mail.save()"
    )


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_morning_at_the_desk(
    open_browser: Callable[..., Page], village_site: RealSite, scripts: bool
) -> None:
    how = "met" if scripts else "zonder"
    desk = Person(open_browser(java_script_enabled=scripts))
    page = desk.page
    desk.logs_in(COORDINATOR)

    # Somebody telephones and wants to join.
    page.goto("/platform/")
    page.get_by_role("link", name="Nieuwe aanvraag invoeren").click()
    page.get_by_role("link", name="Iemand wil meedoen").click()
    page.get_by_label("Telefoon", exact=True).check()
    page.get_by_label("Voor- en achternaam").fill(f"Tess Telefoon {how}")
    page.get_by_label("Straat en huisnummer").fill("Spoorstraat 28")
    page.get_by_label("Mobiel nummer").fill(new_mobile())
    page.get_by_label("E-mailadres").fill(f"tess-{how}@example.org")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("heading", name="Er ging iets niet goed")).to_be_visible()
    expect(page.get_by_label("Voor- en achternaam")).to_have_value(f"Tess Telefoon {how}")
    page.get_by_label(re.compile("spelregels")).check()
    page.get_by_label(re.compile("18 jaar of ouder")).check()
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("status")).to_contain_text("De beheerder van groep Spoorstraat beslist")
    found = re.search(r"D-[A-Z0-9]{6}", desk.main_text())
    assert found
    beheerder = Person(open_browser(java_script_enabled=scripts))
    beheerder.logs_in(BEHEERDER)
    assert beheerder.sees_in_inbox(f"Tess Telefoon {how}")

    # Somebody asked something by letter; it is answered.
    page.goto("/platform/aanvraag/nieuw/?soort=vraag")
    page.get_by_label("Papier").check()
    page.get_by_label("Iets anders").check()
    page.get_by_label("De vraag").fill("Waar hangt het bord?")
    page.get_by_label("Voor- en achternaam").fill(f"Bram Brief {how}")
    page.get_by_label("E-mailadres").fill(f"bram-{how}@example.org")
    page.get_by_role("button", name="Opslaan").click()
    page.goto("/platform/aanvragen/?soort=vragen")
    line = page.locator("article").filter(has_text=f"Bram Brief {how}")
    line.get_by_role("link", name="Beantwoorden").click()
    page.get_by_label("Jouw antwoord").fill("Aan het begin van de straat.")
    page.get_by_role("button", name="Verstuur het antwoord").click()
    expect(page.get_by_role("status")).to_contain_text(f"Bram Brief {how}")
    page.goto("/platform/aanvragen/?soort=vragen")
    assert f"Bram Brief {how}" not in desk.main_text()

    # The receipt did not arrive: once more.
    gives_up_receipt_of(found[0], village_site)
    page.goto("/platform/")
    page.get_by_role("link", name="Mislukte mails").first.click()
    mail = page.locator("article").filter(has_text=found[0])
    expect(mail).to_contain_text("Dit adres neemt geen e-mail aan (550).")
    mail.get_by_role("button", name="Probeer opnieuw").click()
    expect(page.get_by_role("status")).to_contain_text("De e-mail gaat nu opnieuw weg.")
    assert found[0] not in desk.main_text()
    sent_again = village_site.count(
        f"SELECT count(*) FROM outbox_mail WHERE subject LIKE '%{found[0]}%' "  # noqa: S608
        "AND key LIKE '%-receipt' AND state = 'queued' AND attempts = 0"
    )
    assert sent_again == 1
