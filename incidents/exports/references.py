"""References as they are put into papers: a sentence, BibTeX and RIS."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
} | {sign: f"\\{sign}" for sign in "&%$#_"}
_SPACES = re.compile(r"\s+")
_NO_KEY = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True, kw_only=True)
class Reference:
    """What is cited: who made it, what it is, of what day, and where it is found again."""

    author: str
    title: str
    day: date
    version: str
    url: str
    note: str = ""
    doi: str = ""
    mark: str = ""
    """What tells its BibTeX key from that of another of the same version."""

    @property
    def text(self) -> str:
        note = f" {self.note}" if self.note else ""
        return (
            f"{self.author} ({self.day.year}): {self.title}. {_capital(self.version)}.{note} {self._address}"
        )

    @property
    def bibtex(self) -> str:
        """For BibTeX and biblatex. The address stays as it is: ``url`` is read verbatim."""
        fields = {
            # Twice in braces: an organisation has no first name.
            "author": f"{{{_latex(self.author)}}}",
            "title": f"{{{_latex(self.title)}}}",
            "year": str(self.day.year),
            "month": str(self.day.month),
            "version": _latex(self.version),
            "note": _latex(self.note),
            "doi": self.doi,
            "url": self.url,
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
        return "\n".join([f"@misc{{{self._key},", *lines, "}\n"])

    @property
    def ris(self) -> str:
        """Tags as Zotero, EndNote and Mendeley read them; a value never runs over the end of its line."""
        fields = [
            ("TY", "DATA"),
            ("AU", self.author),
            ("TI", self.title),
            ("PY", str(self.day.year)),
            ("DA", f"{self.day:%Y/%m/%d}"),
            ("ET", self.version),
            ("PB", self.author),
            ("DO", self.doi),
            ("UR", self.url),
            ("N1", self.note),
        ]
        lines = [f"{tag}  - {_one_line(value)}" for tag, value in fields if value]
        return "\r\n".join([*lines, "ER  - ", ""])

    @property
    def _key(self) -> str:
        parts = (_NO_KEY.sub("-", part).strip("-").lower() for part in (self.author, self.version, self.mark))
        return "-".join(part for part in parts if part)

    @property
    def _address(self) -> str:
        return f"https://doi.org/{self.doi}" if self.doi else self.url


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _latex(words: str) -> str:
    """As text: nothing in it is a command, and no brace is left open."""
    return "".join(_LATEX.get(sign, sign) for sign in _one_line(words))


def _one_line(words: str) -> str:
    return _SPACES.sub(" ", words).strip()
