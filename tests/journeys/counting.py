"""How much a task asks of somebody: taps (or clicks) and typed characters, counted by the browser.

    counted = Counted(page)
    ...
    assert counted.taps <= 13, counted

A tap is a press of a finger or a button of the mouse, also into a box; a key that does something
(Enter, an arrow) is one, too. A character is each that a key writes. What a script of the page does
by itself is not counted, nor what the test reads.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import CDPSession, Locator, Page

_DOING = frozenset({"Enter", "ArrowDown", "ArrowUp", "Escape", "Tab", "Space"})


def weighed(client: CDPSession) -> Callable[[], list[float]]:
    """From now on: how many bytes each request cost on the line. A picture that stands in a
    stylesheet is not fetched, and not counted.
    """
    sizes: list[float] = []
    client.send("Network.enable")
    client.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    return lambda: [size for size in sizes if size]


@dataclass
class Counted:
    """Does things on a page as a person does, and counts them."""

    page: Page
    taps: int = 0
    characters: int = 0
    done: list[str] = field(default_factory=list)

    def taps_on(self, thing: Locator, why: str = "") -> None:
        """One tap or click."""
        thing.click()
        self.taps += 1
        self.done.append(why or f"tap on {thing}")

    def types(self, box: Locator, text: str) -> None:
        """A tap into the box, and each character."""
        self.taps_on(box, "tap into a box")
        self.goes_on(box, text)

    def goes_on(self, box: Locator, text: str) -> None:
        """More characters in the box that has the focus."""
        box.press_sequentially(text)
        self.characters += len(text)
        self.done.append(f"type {text!r}")

    def presses(self, key: str) -> None:
        """A key that does something."""
        assert key in _DOING, key
        self.page.keyboard.press(key)
        self.taps += 1
        self.done.append(f"press {key}")

    def __str__(self) -> str:
        steps = "\n".join(self.done)
        return f"{self.taps} taps and {self.characters} characters:\n{steps}"
