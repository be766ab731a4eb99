"""The names that address books, mail programs and sheets give to a column of a list of people: in
Dutch and English, read without case, blanks and signs. Pure.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from dorst_portal.kit.tables.headers import fold_name
from groups.members.list_files.parts import Part
from groups.places.address_files.columns import meaning_of

_NO: Final = r"(?:nummers?|nrs?|num|no|number)?"
_WHO: Final = r"(?:lid|leden|bewoner|deelnemer|contact|persoon|member)"
# What the name of a column calls a telephone; a number behind it counts them.
_MOBILE: Final = rf"(?:mobiel(?:tje|e)?|mob|gsm|mobile|cell|cellphone|06){_NO}"
_PHONE: Final = rf"(?:telefoons?|tel|telef|phone|telephone|fon){_NO}"
_KIND: Final = (
    r"(?:mobiele?|mob|mobile|prive|thuis|werk|vast|hoofd|overige?|home|primary|main|other|business"
    r"|work|opwerk|assistent)"
)
_MAIL: Final = r"e?mail(?:adres|adressen|address)?"
# In each part the plainest names first; from 2 on what stands in the column must agree.
_NAMES: Final = [
    (part, rank, re.compile(pattern))
    for part, rank, pattern in (
        (Part.NAME, 0, rf"(?:volledige?|hele)?naam(?:van)?(?:het|de)?{_WHO}?|{_WHO}naam|namen"),
        (
            Part.NAME,
            0,
            r"(?:full|display)?name|voor(?:naam)?(?:en)?(?:de)?achternaam",
        ),
        (Part.NAME, 1, rf"weergavenaam|{_WHO}|contactpersoon|wie|bewoners?|deelnemers?|naamadres"),
        (Part.NAME, 2, r"fileas|opslaanals|nickname|bijnaam"),
        (Part.FIRST_NAME, 0, r"voornaam|voornamen|roepnaam|firstname|givenname|vnaam"),
        (Part.FIRST_NAME, 1, r"voorletters?|initialen|initials|first"),
        (
            Part.INFIX,
            0,
            r"tussen(?:voegsels?|v|naam)?|tssnvgsl|tsv|voorvoegsels?|infix",
        ),
        (Part.INFIX, 1, r"middlename|additionalname|middelstenaam|tweedenaam"),
        (
            Part.LAST_NAME,
            0,
            r"(?:achter|familie|geslachts|a)naam|lastname|familyname|surname",
        ),
        (Part.LAST_NAME, 1, r"last|achter"),
        (
            Part.ORGANISATION,
            0,
            r"(?:bedrijf|club|vereniging)(?:s?naam)?(?:(?:of|en)(?:bedrijf|club|vereniging))?|organisaties?"
            r"|bedrijforganisatie|(?:company|organi[sz]ation)(?:1)?(?:name)?|naam(?:bedrijf|club)|firma",
        ),
        (Part.MOBILE, 0, rf"{_MOBILE}[0-9]?|(?:mobiel|mob|mobile){_PHONE}[0-9]?"),
        (Part.MOBILE, 1, rf"{_PHONE}[0-9]?|{_KIND}{_PHONE}[0-9]?|{_PHONE}{_KIND}[0-9]?"),
        (Part.MOBILE, 1, rf"{_MOBILE}{_KIND}|{_KIND}{_MOBILE}|phone[0-9]value|telefoon[0-9]waarde"),
        (
            Part.MOBILE,
            2,
            rf"contactgegevens|bereikbaar(?:op)?|(?:whatsapp|wa|app|signal|telegram){_NO}",
        ),
        (Part.EMAIL, 0, rf"{_MAIL}[0-9]?"),
        (Part.EMAIL, 1, rf"{_KIND}{_MAIL}|{_MAIL}{_KIND}|email[0-9](?:value|address|adres|waarde)"),
        (
            Part.GROUP,
            0,
            r"(?:buurt(?:preventie|app)?|(?:whats)?app|chat|wijk)?groep(?:s?naam)?|group",
        ),
        (Part.GROUP, 1, r"buurtapp|watchgroup"),
        (
            Part.ADDRESS,
            1,
            r"address1?formatted|postcode(?:en)?huis(?:nummer|nr)|(?:home|huis|thuis)address?",
        ),
        (Part.STREET, 0, r"(?:home|address1|huisadres|thuisadres)(?:street|straat)"),
        (Part.POSTCODE, 0, r"(?:home|address1|huisadres|thuisadres)(?:postalcode|postcode)"),
        (Part.PLACE, 0, r"(?:home|address1|huisadres|thuisadres)(?:city|plaats)"),
        (Part.STREET, 1, r"(?:business|werkadres)(?:street|straat)"),
        (Part.POSTCODE, 1, r"(?:business|werkadres)(?:postalcode|postcode)"),
        (Part.PLACE, 1, r"(?:business|werkadres)(?:city|plaats)"),
    )
]
# Names of columns of addresses that mean something else in a list of people.
_OF_A_NAME: Final = frozenset({"suffix", "namesuffix", "achtervoegsel", "toevoegingnaam"})
_OF_AN_ADDRESS: Final = {
    "straat": Part.STREET,
    "huisnummer": Part.HOUSE_NUMBER,
    "huisletter": Part.ADDITION,
    "toevoeging": Part.ADDITION,
    "adres": Part.ADDRESS,
    "postcode": Part.POSTCODE,
    "woonplaats": Part.PLACE,
}
# Words in a question of a form, or in a longer name: what stands in the column must agree.
_WORDS: Final = [
    (part, re.compile(pattern))
    for part, pattern in (
        (Part.EMAIL, r"e-?mail"),
        (Part.MOBILE, r"mobiel|mobile|telefoon|phone|06|gsm"),
        (Part.POSTCODE, r"postcode|postal code"),
        (Part.PLACE, r"woonplaats"),
        (Part.FIRST_NAME, r"voornaam|roepnaam|first name"),
        (Part.LAST_NAME, r"achternaam|last name"),
        (Part.ADDRESS, r"adres\b|address|straat en"),
        (Part.HOUSE_NUMBER, r"huisnummer"),
        (Part.STREET, r"straat"),
        (Part.NAME, r"\bnaam\b|\bname\b|\bheet\b"),
    )
]
_LONGEST: Final = 80
WORDS_ONLY: Final = 3
_NO_NAME: Final = re.compile(r"@|(?:[0-9][^0-9A-Za-z]{0,3}){6}")


@lru_cache(maxsize=2048)
def part_named(name: str) -> tuple[Part, int] | None:
    """What a column with this name is, and how plainly the name says so (0 is plainest)."""
    without = re.sub(r"\(.*?\)|\[.*?\]", "", name[:200])
    for text in dict.fromkeys((fold_name(name), fold_name(without))):
        for part, rank, pattern in _NAMES:
            if pattern.fullmatch(text):
                return part, rank
    if fold_name(name) in _OF_A_NAME:
        return None
    meaning = meaning_of(name)
    # Where a house stands on the map is nothing of a member.
    known = _OF_AN_ADDRESS.get(meaning[0]) if meaning else None
    return (known, meaning[1]) if meaning and known else None


def part_worded(name: str) -> tuple[Part, int] | None:
    """What a column is of which the name is a question or holds more words."""
    if len(name) > _LONGEST or len(name.split()) == 1:
        return None
    found = (part for part, words in _WORDS if words.search(name.lower()))
    part = next(found, None)
    return (part, WORDS_ONLY) if part else None


def known_parts(row: Sequence[str]) -> int:
    """How many different things the names of a row say; none where a number or e-mail address of
    somebody stands among them. Words in longer names count where there are more of them.
    """
    if names_somebody(row):
        return 0
    known = len({found[0] for cell in row if len(cell) < _LONGEST and (found := part_named(cell))})
    if known:
        return known
    worded = len({found[0] for cell in row if (found := part_worded(cell))})
    return worded if worded > 1 else 0


def names_somebody(row: Sequence[str]) -> bool:
    """Whether somebody's number or e-mail address stands in a row."""
    return any(_NO_NAME.search(cell[:200]) for cell in row)
