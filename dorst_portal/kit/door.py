"""What stands before Django itself, for what breaks while Django makes its request object."""

import re
from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

_CHARSET = re.compile(
    r"""charset\s*(?:\*\s*=|=\s*"?+(?!utf-?8\b))[^;]*""",  # also in the form charset*=utf-8''hex
    re.IGNORECASE,
)


def utf8_only(application: Application) -> Application:
    """Keep a charset that cannot read text (hex, rot13) from Django, which would answer with a 500.

    Its name is replaced by one that no codec has; kit.middleware.BadInput then refuses it with 400.
    """

    def door(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        said = environ.get("CONTENT_TYPE", "")
        environ["CONTENT_TYPE"] = _CHARSET.sub("charset=x-refused", said)
        return application(environ, start_response)

    return door


def prepared_first(application: Application, prepare: Callable[[], bool]) -> Application:
    """Let `prepare` be done before the first answer: when the process starts, and, where it could
    not be done then, in front of each request until it is. What it raises ends the process.
    """
    ready = prepare()

    def door(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        nonlocal ready
        if not ready:
            ready = prepare()
        return application(environ, start_response)

    return door
