"""Files that are sent along: only somebody who is logged in may send more than a form holds."""

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, MemoryFileUploadHandler


class OnlyLoggedIn(FileUploadHandler):
    """Stands before the handlers that keep files, and refuses before anything was read.

    The token of a form is looked for in what was sent, which is before any page or audience can say
    no: without this a stranger could have us store ten megabytes at a time.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],
        content_length: int,
        boundary: Any,  # bytes, whatever the stubs say
        encoding: str | None = None,
    ) -> None:
        user = getattr(self.request, "user", None)
        if content_length > settings.MAX_BODY_BYTES and not (user and user.is_authenticated):
            raise RequestDataTooBig("a stranger sent a file")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Let it pass to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler has the file."""


class OnlyInMemory(MemoryFileUploadHandler):
    """Keeps what is sent to `UPLOADS_IN_MEMORY` off the disk, however big: Django itself writes a
    file of more than 2.5 MB there, and leaves it when its process is killed.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],
        content_length: int,
        boundary: Any,  # bytes, whatever the stubs say
        encoding: str | None = None,
    ) -> None:
        path = getattr(self.request, "path_info", "")
        self.activated = bool(re.fullmatch(settings.UPLOADS_IN_MEMORY, path))
