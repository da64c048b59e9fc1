"""References as they are put into papers: a sentence, BibTeX and RIS."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from .datasets import SourceDataset

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

    datasets: tuple[SourceDataset, ...] = ()
    """Whose rows are in it: named with their licence wherever it is cited, as their licences ask."""

    @property
    def text(self) -> str:
        notes = "".join(f" {note}" for note in self._notes())
        return (
            f"{self.author} ({self.day.year}): {self.title}. {_capital(self.version)}.{notes} {self._address}"
        )

    @property
    def bibtex(self) -> str:
        """For BibTeX and biblatex, with an entry for each dataset. Addresses stay as they are: ``url`` is verbatim."""
        own = {
            # Twice in braces: an organisation has no first name.
            "author": f"{{{_latex(self.author)}}}",
            "title": f"{{{_latex(self.title)}}}",
            "year": str(self.day.year),
            "month": str(self.day.month),
            "version": _latex(self.version),
            "note": _latex(" ".join(self._notes())),
            "doi": self.doi,
            "url": self.url,
        }
        entries = [_bibtex(_key(self.author, self.version, self.mark), own)]
        for dataset in self.datasets:
            fields = {
                "title": f"{{{_latex(dataset.title or dataset.name)}}}",
                "version": _latex(dataset.version),
                "note": _latex(f"{dataset.citation} ({dataset.licence})".strip()),
            }
            entries.append(_bibtex(_key(dataset.name, dataset.version), fields))
        return "\n".join(entries)

    @property
    def ris(self) -> str:
        """Tags as Zotero, EndNote and Mendeley read them, with a record for each dataset."""
        records = [
            [
                ("AU", self.author),
                ("TI", self.title),
                ("PY", str(self.day.year)),
                ("DA", f"{self.day:%Y/%m/%d}"),
                ("ET", self.version),
                ("PB", self.author),
                ("DO", self.doi),
                ("UR", self.url),
                ("N1", " ".join(self._notes())),
            ]
        ]
        records += [
            [
                ("TI", dataset.title or dataset.name),
                ("ET", dataset.version),
                ("N1", f"{dataset.citation} ({dataset.licence})".strip()),
            ]
            for dataset in self.datasets
        ]
        return "".join(map(_ris, records))

    def _notes(self) -> Iterator[str]:
        if self.note:
            yield self.note
        if self.datasets:
            drawn = " ".join(dataset.text for dataset in self.datasets)
            yield _("With rows of: %(datasets)s") % {"datasets": drawn}

    @property
    def _address(self) -> str:
        return f"https://doi.org/{self.doi}" if self.doi else self.url


def _key(*parts: str) -> str:
    """The name of a BibTeX entry."""
    return "-".join(filter(None, (_NO_KEY.sub("-", part).strip("-").lower() for part in parts)))


def _bibtex(key: str, fields: dict[str, str]) -> str:
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{key},", *lines, "}\n"])


def _ris(fields: list[tuple[str, str]]) -> str:
    """A value never runs over the end of its line."""
    lines = [f"{tag}  - {_one_line(value)}" for tag, value in fields if value]
    return "\r\n".join(["TY  - DATA", *lines, "ER  - ", ""])


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _latex(words: str) -> str:
    """As text: nothing in it is a command, and no brace is left open."""
    return "".join(_LATEX.get(sign, sign) for sign in _one_line(words))


def _one_line(words: str) -> str:
    return _SPACES.sub(" ", words).strip()
