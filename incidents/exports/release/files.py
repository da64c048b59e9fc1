"""Handing out a file of a bundle, whole or a part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO

from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags

from .packages import media_type

PIECE = 64 * 1024
_RANGE = re.compile(r"bytes=(\d{1,15})?-(\d{1,15})?")


def file_response(request: HttpRequest, place: Path, sha256: str) -> HttpResponseBase:
    """The file, the range that was asked for (RFC 9110; DuckDB reads Parquet so), or 304.

    A file never changes as long as nothing of it is withheld; its ETag is its digest. Caches ask each time all the
    same (``no-cache``): what is withheld today must not be served tomorrow. Raises ``FileNotFoundError``.
    """
    tag, size = f'"{sha256}"', place.stat().st_size
    headers = {"ETag": tag, "Cache-Control": "public, no-cache", "Accept-Ranges": "bytes"}
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if "*" in known or any(etag.removeprefix("W/") == tag for etag in known):
        return HttpResponseNotModified(headers=headers)
    headers["Content-Type"] = media_type(place.name)
    if request.method == "HEAD":
        return HttpResponse(headers=headers | {"Content-Length": str(size)})
    span = _span(request, tag, size)
    if span is None:
        return FileResponse(place.open("rb"), filename=place.name, as_attachment=True, headers=headers)
    return _ranged(place, size, *span, headers)


def _ranged(place: Path, size: int, first: int, last: int, headers: dict[str, str]) -> HttpResponseBase:
    if first > last:
        headers = headers | {"Content-Range": f"bytes */{size}"}
        return HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers=headers)
    number = last - first + 1
    headers = headers | {"Content-Range": f"bytes {first}-{last}/{size}", "Content-Length": str(number)}
    return StreamingHttpResponse(
        _Part(place.open("rb"), first, number), status=HTTPStatus.PARTIAL_CONTENT, headers=headers
    )


def _span(request: HttpRequest, tag: str, size: int) -> tuple[int, int] | None:
    """First and last byte; none where the whole file is to be sent, first after last where there is no such part."""
    if request.headers.get("If-Range", tag) != tag:
        return None
    match = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if match is None or match.groups() == (None, None):
        return None
    first, last = (None if group is None else int(group) for group in match.groups())
    if first is None:
        return (max(0, size - (last or 0)), size - 1) if last else (size, size - 1)
    if last is not None and last < first:
        return None
    return first, min(size - 1, size - 1 if last is None else last)


class _Part:
    """Some bytes of a file, which is closed with the response whether they were read or not."""

    def __init__(self, opened: BinaryIO, first: int, number: int) -> None:
        self._opened, self._left = opened, number
        opened.seek(first)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        piece = self._opened.read(min(PIECE, self._left))
        if not piece:
            raise StopIteration
        self._left -= len(piece)
        return piece

    def close(self) -> None:
        self._opened.close()
