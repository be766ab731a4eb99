"""A telephone that keeps passkeys, made by the browser itself; and what people do with it."""

from playwright.sync_api import CDPSession, Page, expect


class Telephone:
    """The part of a telephone that keeps passkeys and knows its owner."""

    def __init__(self, page: Page) -> None:
        self.cdp: CDPSession = page.context.new_cdp_session(page)
        self.cdp.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        added = self.cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self.number: str = added["authenticatorId"]

    def passkeys(self) -> list[dict[str, object]]:
        kept = self.cdp.send("WebAuthn.getCredentials", {"authenticatorId": self.number})
        credentials: list[dict[str, object]] = kept["credentials"]
        return credentials

    def knows_its_owner(self, whether: bool) -> None:
        """Whether it sees the right finger or face from now on."""
        verified = {"authenticatorId": self.number, "isUserVerified": whether}
        self.cdp.send("WebAuthn.setUserVerified", verified)


def logs_out(page: Page) -> None:
    page.get_by_role("button", name="Uitloggen", exact=True).click()
    expect(page.get_by_role("link", name="Inloggen voor beheerders")).to_be_visible()


def adds_passkey(page: Page, name: str) -> None:
    page.get_by_label("Naam").fill(name)
    page.get_by_role("button", name="Maak een passkey").click()
