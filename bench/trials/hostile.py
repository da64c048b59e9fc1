"""Hostile requests: addresses, parameters, headers and bodies as programs get them wrong and attackers try them."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern
from django.utils.regex_helper import normalize

from incidents.codebook.registry import VOCABULARIES
from incidents.record.filters.grammar import fields_of
from incidents.record.subjects import Subject

NAUGHTY = [
    "", " ", "\0", "a\0b", "'", "';DROP TABLE record_edition;--", "' OR 1=1 --", "%", "%%", "%s", "\\",
    "{}", "{{7*7}}", "{% debug %}", "<script>alert(1)</script>", "../../../etc/passwd",
    "file:///etc/passwd", "\u202e", "\ufeff", "\ud7ff", "😀" * 60, "é" * 1500, "a" * 7000, ",,,,",
    "," * 3000, '"' * 2000, "-", "*", "(((", "& | !", "a:*b", "0x1", "1e400", "NaN", "-Infinity", "-1", "0",
    "1", "9" * 19, "9" * 5000, "-" + "9" * 400, "٣", "1_000", "2021-02-30", "0000-00-00", "2021-04-20",
    "2021", "9999-12-31T23:59:59+99:99", "9999-12-31", "0001-01-01T00:00:00+14:00", "sequence:1",
    "sequence:" + "9" * 30, "sequence:-1", "90,180,1", "91,0,1", "36,41,50", "nan,nan,1", "-180,-90,180,90",
    "180,-90,-180,90", "1e308,1e308,1e308,1e308", "true", "null", "undefined", "[]", "[1", '{"a":1}',
    "{" * 900, "[" * 900, "LAST", "latest", "SY", "Syria", "سوريا", "bytes=0-", "W/\"x\"", "gzip;q=x",
]  # fmt: skip
OF_DIALECTS = [
    "Country", "StartDate", "EndDate", "Geography", "TypeOfViolence", "Dyad", "Actor", "pagesize", "page", "event_date",
    "event_date_where", "_format", "timestamp", "export_type", "population", "iso", "actor1", "inter1", "notes",
    "fatalities", "fatalities_where", "admin_level", "location_code", "start_date", "end_date", "output_format",
    "offset", "app_identifier", "datetime", "crs", "bbox-crs", "f", "properties", "sortby", "filter", "filter-lang",
]  # fmt: skip
OF_THE_DESK = ["o", "p", "all", "e", "next", "_popup", "_to_field", "_changelist_filters", "term", "app_label",
               "model_name", "field_name", "state__exact", "state", "id__in", "pk", "kind", "ids", "seen"]  # fmt: skip
OF_LISTS = [
    "by",
    "extent",
    "empty",
    "rows",
    "zoom",
    "z",
    "after",
    "kinds",
    "subjects",
    "bodies",
    "format",
    "style",
]
HEADERS = {
    "HTTP_ACCEPT": [
        "application/json",
        "text/html",
        "text/csv",
        "*/*;q=0",
        "image/png",
        "a" * 300,
        "application/xml",
    ],
    "HTTP_ACCEPT_LANGUAGE": ["ar", "ckb,kmr;q=0.1", "xx-yy", ";;;", "*"],
    "HTTP_ACCEPT_ENCODING": ["gzip", "gzip;q=0", "br, identity;q=0", "*;q=x"],
    "HTTP_IF_NONE_MATCH": ["*", '"x"', 'W/"x", "y"', "x" * 2000],
    "HTTP_IF_MODIFIED_SINCE": ["Thu, 01 Jan 1970 00:00:00 GMT", "yesterday"],
    "HTTP_RANGE": ["bytes=0-9", "bytes=-1", "bytes=9-1", "lines=1"],
    "HTTP_AUTHORIZATION": ["Token x", "Bearer " + "y" * 900, "Basic eA==", "Basic ====", "\0"],
    "HTTP_COOKIE": ["attest-session=x", "a", "attest-csrf=" + "z" * 3000, "django_language=zz"],
    "HTTP_X_FORWARDED_FOR": ["1.2.3.4", "x", "::1, 2.2.2.2"],
    "HTTP_X_FORWARDED_PROTO": ["https", "gopher"],
    "HTTP_SCRIPT_NAME": ["/x"],
    "HTTP_ORIGIN": ["https://evil.example", "null"],
    "HTTP_REFERER": ["https://evil.example/", "\ufffd"],
    "HTTP_X_HTTP_METHOD_OVERRIDE": ["DELETE"],
}
_METHODS = ["GET"] * 14 + ["HEAD", "OPTIONS", "POST", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"]
_CONVERTED = re.compile(r"<(?:(\w+):)?(\w+)>")


@dataclass(frozen=True)
class HostileRequest:
    """One request as Django's test client sends it."""

    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "application/octet-stream"
    body: bytes = b""

    def __str__(self) -> str:
        return f"{self.method} {self.path[:200]} {self.headers or ''} {self.body[:80]!r}"


class Generator:
    """Draws requests. ``known`` are ids and words that lead somewhere; the same seed draws the same requests."""

    def __init__(self, seed: int, known: Sequence[str]) -> None:
        self.random = random.Random(seed)
        self.known = [*known, *(code.value for words in VOCABULARIES.values() for code in words.codes)]
        self.names = sorted({name for subject in Subject for name in fields_of(subject)})
        self.names += OF_DIALECTS + OF_LISTS

    def request(self, route: str) -> HostileRequest:
        """A request to a route such as ``api/v1/incidents/<str:public_id>/``."""
        pick, chance = self.random.choice, self.random.random
        path = "/" + _CONVERTED.sub(lambda part: quote(self._part(part[1]), safe=""), route)
        names = self.names + (OF_THE_DESK if route.startswith(("admin/", "accounts/")) else [])
        asked = [
            (pick(names) if chance() < 0.97 else self.value(), self.value())
            for _ in range(pick((0, 0, 1, 1, 1, 2, 3, 6)))
        ]
        if asked:
            path += "?" + "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in asked)
        method = pick(_METHODS)
        headers = {
            name: pick(values).encode("utf-8", "replace").decode("latin-1")
            for name, values in HEADERS.items()
            if chance() < 0.04
        }
        kind, body = self._body() if method in {"POST", "PUT", "PATCH", "DELETE"} else ("", b"")
        return HostileRequest(method, path, headers, kind, body)

    def value(self) -> str:
        """Something that leads somewhere, something hostile, or both in one."""
        pick, kind = self.random.choice, self.random.random()
        if kind < 0.45:
            return pick(self.known)
        if kind < 0.9:
            return pick(NAUGHTY)
        if kind < 0.95:
            return ",".join(pick(self.known) for _ in range(self.random.randint(2, 40)))
        return pick(self.known) + pick(NAUGHTY) + pick(self.known)

    def _part(self, converter: str | None) -> str:
        if converter == "int" or (converter == "path" and self.random.random() < 0.7):
            return self.random.choice([*map(str, range(1, 30)), "0", "9" * 18, "9" * 25, "9" * 5000])
        return self.value() or "x"

    def _body(self) -> tuple[str, bytes]:
        fields = {self.random.choice(self.names): self.value() for _ in range(self.random.randint(0, 5))}
        form = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in fields.items()).encode()
        shapes: list[Callable[[], tuple[str, bytes]]] = [
            lambda: ("application/x-www-form-urlencoded", form),
            lambda: ("application/json", json.dumps(fields).encode("utf-8", "replace")),
            lambda: ("application/json", self.value().encode("utf-8", "replace")),
            lambda: (
                "multipart/form-data; boundary=x",
                b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb',
            ),
            lambda: ("multipart/form-data", form),
            lambda: ("text/csv; charset=utf-7", self.random.randbytes(200)),
        ]
        return self.random.choice(shapes)()

    def changed(self, fields: dict[str, Any]) -> dict[str, Any]:
        """A form as it was filled, with a few fields filled otherwise, left out, or given as somebody would not."""
        changed = dict(fields)
        for name in self.random.sample(sorted(fields), k=min(len(fields), self.random.randint(0, 4))):
            if self.random.random() < 0.2:
                del changed[name]
            else:
                changed[name] = self.value().replace("\ud7ff", "?")
        return changed


def routes() -> list[str]:
    """Every address of the site, with its parts as ``<converter:name>``."""
    return sorted({route.removeprefix("/") for route in _routes(get_resolver(), "")})


def _routes(resolver: URLResolver, before: str) -> list[str]:
    found = []
    for pattern in resolver.url_patterns:
        if isinstance(pattern.pattern, RoutePattern):
            own = str(pattern.pattern)
        else:
            own, _names = normalize(str(pattern.pattern.regex.pattern))[0]
            own = re.sub(r"%\((\w+)\)s", r"<str:\1>", own)
        if isinstance(pattern, URLPattern):
            found.append(before + own)
        else:
            found += _routes(pattern, before + own)
    return found


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="surrogatepass")
