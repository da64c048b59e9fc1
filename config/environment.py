"""A typed reader of environment variables that collects every problem and reports them together.

A setting that is wrong, missing or misspelt stops the start with a sentence that names the variable, instead of
showing up later as something else.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

Value = TypeVar("Value")
WORDS_FOR_TRUTH = {"1": True, "true": True, "yes": True, "on": True,
                   "0": False, "false": False, "no": False, "off": False}  # fmt: skip
OUR_PREFIX = "ATTEST_"
SECRETS = {
    "ATTEST_SECRET_KEY",
    "ATTEST_IMPORT_TOKEN",
    "DATABASE_URL",
    "RECORD_DATABASE_URL",
    "EMAIL_HOST_PASSWORD",
}
"""What may be in a file instead, which `NAME_FILE` names, as secrets of containers and credentials of systemd are."""


@dataclass(frozen=True)
class DatabaseAddress:
    """A parsed `postgresql://user:password@host:port/name?option=value`."""

    name: str
    user: str
    password: str
    host: str
    port: str
    options: dict[str, str] = field(default_factory=dict)


@dataclass
class Environment:
    """Reads variables from `values`; `finish()` raises ImproperlyConfigured if any of them was wrong."""

    values: Mapping[str, str]
    problems: list[str] = field(default_factory=list)
    known: set[str] = field(default_factory=set)

    def text(self, name: str, default: str = "") -> str:
        """A variable set to nothing counts as not set."""
        self.known.add(name)
        value = self.values.get(name, "").strip()
        if name in SECRETS:
            self.known.add(f"{name}_FILE")
            value = self._from_file(name, value)
        return value or default

    def required(self, name: str, reason: str) -> str:
        """The variable, which must be set; `reason` completes the sentence "NAME is not set: …"."""
        value = self.text(name)
        if not value:
            self.problems.append(f"{name} is not set: {reason}")
        return value

    def flag(self, name: str, default: bool) -> bool:
        return self._parsed(name, default, _read_flag)

    def number(self, name: str, default: int, *, least: int = 0) -> int:
        return self._parsed(name, default, lambda text: _read_number(text, least))

    def words(self, name: str, default: Sequence[str] = ()) -> list[str]:
        """A list separated by commas."""
        return [word.strip() for word in self.text(name).split(",") if word.strip()] or list(default)

    def one_of(self, name: str, choices: Sequence[str], default: str) -> str:
        def read(text: str) -> str:
            if text not in choices:
                raise ValueError(f"must be one of {', '.join(choices)}")
            return text

        return self._parsed(name, default, read)

    def email(self, name: str) -> str:
        """An e-mail address, or nothing."""
        return self._parsed(name, "", _read_email)

    def web_address(self, name: str, default: str) -> str:
        """The http or https address of a site: scheme, host and perhaps a port, without a slash at its end.

        A path, a query, a fragment or a password in it is a problem: the site answers at the root of its host.
        """
        return self._parsed(name, default, _read_web_address)

    def socket_address(self, name: str) -> tuple[str, int] | None:
        """Host and port, as `127.0.0.1:9100` or `[::1]:9100`; nothing where the variable is not set."""
        return self._parsed(name, None, _read_socket_address)

    def database(self, name: str) -> DatabaseAddress | None:
        return self._parsed(name, None, read_database_address)

    def refuse(self, problem: str) -> None:
        """Report a problem that concerns several variables."""
        self.problems.append(problem)

    def finish(self) -> None:
        """Raise ImproperlyConfigured with one line per problem, misspelt ATTEST_ variables included."""
        for name in sorted(self.values):
            if name.startswith(OUR_PREFIX) and name not in self.known:
                near = difflib.get_close_matches(name, self.known, n=1)
                question = f" Did you mean {near[0]}?" if near else ""
                self.problems.append(f"{name} is not a setting of Attest.{question}")
        if self.problems:
            raise ImproperlyConfigured(
                "Attest cannot start with this environment:\n  " + "\n  ".join(self.problems)
            )

    def _from_file(self, name: str, value: str) -> str:
        path = self.values.get(f"{name}_FILE", "").strip()
        if not path:
            return value
        problem = f"{name} and {name}_FILE are both set; leave one of them out." if value else ""
        try:
            value = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not text"
            problem = problem or f"{name}_FILE names {path}, which cannot be read: {reason}."
        if not value:
            problem = problem or f"{name}_FILE names {path}, which is empty."
        if problem and problem not in self.problems:
            self.problems.append(problem)
        return value

    def _parsed(self, name: str, default: Value, read: Callable[[str], Value]) -> Value:
        text = self.text(name)
        if not text:
            return default
        try:
            return read(text)
        except ValueError as wrong:
            # An address may hold a password, which must not end up in a log.
            hidden = name.endswith("DATABASE_URL") or ("://" in text and "@" in text)
            shown = "something else" if hidden else repr(text)
            self.problems.append(f"{name} {wrong}, but is {shown}.")
            return default


def _read_flag(text: str) -> bool:
    try:
        return WORDS_FOR_TRUTH[text.lower()]
    except KeyError:
        raise ValueError("must be true or false") from None


def _read_number(text: str, least: int) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < least:
        raise ValueError(f"must be a whole number, at least {least}")
    return int(text)


def _read_web_address(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:  # brackets of an IPv6 address that do not match
        raise ValueError("must be an address that begins with http:// or https://") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must be an address that begins with http:// or https://")
    if not _has_good_port(parts):
        raise ValueError("must have a port between 1 and 65535, or none")
    if parts.username is not None or parts.password is not None:
        raise ValueError("must not hold a user name or a password")
    if parts.path.strip("/") or parts.query or parts.fragment or text.endswith(("?", "#")):
        raise ValueError(
            "must end with the host or its port: the site answers at the root of a host of its own, not below a path"
        )
    return text.rstrip("/")


def _read_socket_address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port[:6]) < 65_536:
        raise ValueError("must be a host and a port, such as 127.0.0.1:9100")
    return host, int(port)


def _read_email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise ValueError("must be an e-mail address") from None
    return text


def read_database_address(text: str) -> DatabaseAddress:
    """Parse a PostgreSQL address; a host that begins with a slash (percent-encoded) is a socket directory.

    Raises ValueError with the end of a sentence that begins with the variable's name.
    """
    parts = urlsplit(text)
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not name or not _has_good_port(parts):
        raise ValueError("must look like postgresql://user:password@host:5432/name")
    options = dict(parse_qsl(parts.query))
    return DatabaseAddress(
        name=name,
        user=unquote(parts.username or "") or options.pop("user", ""),
        password=unquote(parts.password or ""),
        host=options.pop("host", "") or unquote(parts.hostname or ""),
        port=options.pop("port", "") or str(parts.port or ""),
        options=options,
    )


def _has_good_port(parts: SplitResult) -> bool:
    try:
        return parts.port is None or parts.port > 0
    except ValueError:  # urllib looks at the port only when asked
        return False
