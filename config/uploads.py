"""Files in a form: an analyst's spreadsheet of 20 MB, and nothing that is much larger."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

LARGEST_FORM = 24 * 1024 * 1024
"""Bytes, with all that is in it."""


class Bounded(FileUploadHandler):
    """Refuses before anything is read. Django limits the fields of a form, and writes files to the disk however large.

    Anybody may send a form to any address: it is read to look for the token against forged requests.
    """

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        if content_length > LARGEST_FORM:
            raise RequestDataTooBig("The form is too large.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Passes it on to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next one has it."""
