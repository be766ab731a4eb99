"""The text of an alert. Pure; static/alarm-offline.js makes the same one without internet, and
tests/alerts/composer/messages.json holds what both must give.
"""

from dataclasses import dataclass
from typing import Final

from alerts.values.choices import Category, Police
from alerts.values.follow_ups import DRILL, DRILL_LINE
from alerts.values.plates import read_plate

SAFE: Final = "Blijf veilig. Grijp niet zelf in."
# What the last line says where holding back is not all that there is to say.
LAST_LINES: Final = {
    Category.MISSING: "Zie je deze persoon? Bel 112.",
    Category.DOORSTEP_SCAM: "Laat niemand binnen. Geef geen pas, code of geld.",
}
NOW, JUST_NOW, EARLIER = "now", "just_now", "earlier"
WHEN: Final = {NOW: "nu", JUST_NOW: "net, minder dan 15 minuten geleden"}


@dataclass(frozen=True, slots=True)
class Facts:
    """What somebody told of an alert. `called_at` is a time as people read it (20:14)."""

    category: str = Category.OTHER
    police: str = ""
    called_at: str = ""
    what: str = ""
    place: str = ""  # where no street is known: the name of the group
    street: str = ""
    near: str = ""
    heading: str = ""
    when: str = ""
    earlier: str = ""
    clothing: str = ""
    notable: str = ""
    height: str = ""
    other: str = ""
    skin: str = ""
    vehicle: str = ""
    colour: str = ""
    make: str = ""
    plate: str = ""
    is_drill: bool = False

    @property
    def area(self) -> str:
        """What stands behind the first word."""
        return self.street or self.place


def compose(facts: Facts) -> str:
    """The message, a line each; what is not known has no line."""
    lines = [
        DRILL if facts.is_drill else "",
        _behind("BUURTALARM", facts.area),
        DRILL_LINE if facts.is_drill else police_line(facts),
        _line("Wat", _what(facts)),
        _line("Waar", _where(facts)),
        _line("Wanneer", WHEN.get(facts.when) or (facts.earlier if facts.when == EARLIER else "")),
        _line("Hoe ziet het eruit", _joined(facts.clothing, facts.notable, facts.height,
                                            facts.other, facts.skin)),
        _line("Voertuig", _vehicle(facts)),
        LAST_LINES.get(Category(facts.category), SAFE),
    ]  # fmt: skip
    return "\n".join(filter(None, lines))


def police_line(facts: Facts) -> str:
    """Whether neighbours still have to call."""
    at = f" om {facts.called_at}" if facts.called_at else ""
    if facts.police == Police.EMERGENCY:
        return f"112 is gebeld{at}. Bel alleen als je iets nieuws weet."
    if facts.police == Police.NO_URGENCY:
        return f"0900-8844 is gebeld{at}. Bel alleen als je iets nieuws weet."
    return "De politie is nog niet gebeld." if facts.police == Police.NOT_YET else ""


def update(area: str, *, is_drill: bool = False) -> str:
    """The beginning of an update, for the sender to go on."""
    text = f"UPDATE {area}: " if area else "UPDATE: "
    return f"{DRILL}\n{text}" if is_drill else text


def _behind(word: str, area: str) -> str:
    return f"{word} – {area}" if area else word


def _line(word: str, text: str) -> str:
    return f"{word}: {text}" if text else ""


def _joined(*parts: str) -> str:
    return ", ".join(filter(None, parts))


def _what(facts: Facts) -> str:
    return _joined("vermist", facts.what) if facts.category == Category.MISSING else facts.what


def _where(facts: Facts) -> str:
    near = f"bij nummer {facts.near}" if facts.near[:1].isdecimal() else facts.near
    return _joined(" ".join(filter(None, (facts.street, near))), facts.heading)


def _vehicle(facts: Facts) -> str:
    plate = read_plate(facts.plate).text
    seen = _joined(facts.vehicle, facts.colour, facts.make)
    return _joined(seen, f"kenteken {plate}" if plate else "")
