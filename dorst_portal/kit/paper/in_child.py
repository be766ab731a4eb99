"""Makes a PDF of a page, as a program of its own: JSON comes in at stdin, a PDF leaves at stdout.

What comes in is the page (`html`), the address that its links are read from (`base`) and the
files that it may use (`files`: path to text, of a PNG in base64). Nothing else is ever fetched: no
other host, no file of this machine. It runs with `-I` and without settings, so it knows no secret;
time and memory are limited.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from base64 import b64decode
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

# A list of five hundred members takes half of it, and seven seconds.
MOST_MEMORY = 256 * 1024 * 1024
MOST_SECONDS = 20
PNG = "image/png"
KINDS = {"css": "text/css", "svg": "image/svg+xml", "png": PNG}
A_PICTURE_IN_THE_PAGE = "data:image/svg+xml"


def main() -> None:
    """One page, one PDF; what goes wrong is a code other than 0."""
    limit_yourself()
    asked = json.load(sys.stdin.buffer)
    sys.stdout.buffer.write(pdf_of(asked["html"], base=asked["base"], files=asked["files"]))


def limit_yourself() -> None:
    """Behind whoever reads a page, no more time and memory than paper needs, and no file."""
    os.nice(10)
    for what, most in (
        (resource.RLIMIT_DATA, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def pdf_of(html: str, *, base: str, files: Mapping[str, str]) -> bytes:
    """The page as a tagged PDF that a screen reader can read (PDF/UA-1)."""
    from weasyprint import HTML  # noqa: PLC0415 - within the limits

    page = HTML(string=html, base_url=base, url_fetcher=fetcher(base, files))
    made: bytes = page.write_pdf(pdf_variant="pdf/ua-1")
    return made


def fetcher(base: str, files: Mapping[str, str]) -> Any:
    """Gives the files that came along, and pictures that stand in the page itself."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 - within the limits

    ours = urlsplit(base)

    class OnlyOurs(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith(A_PICTURE_IN_THE_PAGE):
                return super().fetch(url, headers)
            parts = urlsplit(url)
            is_ours = (parts.scheme, parts.netloc) == (ours.scheme, ours.netloc)
            if not is_ours or parts.path not in files:
                raise ValueError("not a file of ours")
            kind = KINDS[parts.path.rpartition(".")[2]]
            body = files[parts.path]
            if kind == PNG:
                return URLFetcherResponse(url, b64decode(body), {"Content-Type": kind})
            return URLFetcherResponse(url, body, {"Content-Type": kind})

    return OnlyOurs(allowed_protocols=["data"], allow_redirects=False)


if __name__ == "__main__":
    main()
