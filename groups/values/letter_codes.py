"""The code of a letter, which people read out over the telephone: 7KM4-CXR3. Pure: no database.

Seven random signs and one that is computed of them. The sign that is computed tells a mistake in
typing from a code that is not the right one: one wrong sign and two that changed places are found
always, since the number of signs is a prime number and each place weighs differently.
"""

import re
import secrets
from typing import Final

from django.utils.translation import gettext as _

# The signs of references without V, which sounds like F: 19 of them.
ALPHABET: Final = "3467CDFGHJKMNPQRTWX"
RANDOM_SIGNS: Final = 7  # 19 ** 7: nearly 900 million
LENGTH: Final = RANDOM_SIGNS + 1
_HALF: Final = LENGTH // 2
_BETWEEN: Final = re.compile(r"[\s.\-\u2010-\u2015]+")


class CodeProblem(ValueError):
    """What is wrong with a code as it was typed, in words for who typed it."""


def new_code() -> str:
    """A code that nobody can guess, as it is stored: without the stroke."""
    random = "".join(secrets.choice(ALPHABET) for _sign in range(RANDOM_SIGNS))
    return random + _check_sign(random)


def shown(code: str) -> str:
    """As it is printed: two times four signs."""
    return f"{code[:_HALF]}-{code[_HALF:]}"


def read_code(typed: str) -> str:
    """The code that somebody typed, small or large and with any stroke. Raises CodeProblem: it is
    no code, or has a mistake in it.
    """
    code = _BETWEEN.sub("", typed).upper()
    if len(code) != LENGTH:
        text = _("De code heeft {number} tekens. Kijk nog eens op de brief.")
        raise CodeProblem(text.format(number=LENGTH))
    strange = next((sign for sign in code if sign not in ALPHABET), None)
    if strange:
        text = _("Het teken {sign} komt in geen code voor. Kijk nog eens op de brief.")
        raise CodeProblem(text.format(sign=strange))
    if code[-1] != _check_sign(code[:-1]):
        raise CodeProblem(_("Er zit een typefout in de code. Kijk nog eens op de brief."))
    return code


def _check_sign(signs: str) -> str:
    weighed = (place * ALPHABET.index(sign) for place, sign in enumerate(signs, start=1))
    return ALPHABET[sum(weighed) % len(ALPHABET)]
