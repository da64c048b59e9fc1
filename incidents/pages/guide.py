"""The pages for researchers: the repository's own documentation, as the site shows it.

One text for both, so that what is written is what is tested: the examples in it run against a live server.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import markdown
from django.conf import settings

FOLDER = Path(__file__).resolve().parents[2] / "docs"
TEXTS = {
    "": "guide.md",
    "api": "api.md",
    "exports": "exports.md",
    "aggregates": "aggregates.md",
    "maps": "maps.md",
    "releases": "releases.md",
    "following": "following.md",
    "acled": "dialects-acled.md",
    "ucdp": "dialects-ucdp.md",
    "hapi": "dialects-hapi.md",
    "ogc": "dialects-ogc.md",
    "record": "record.md",
    "threats": "threats.md",
    "security": "SECURITY.md",
}
"""Address below ``/guide/`` and the file it shows. Other files of the folder are for those who run the site."""

WRITTEN_FOR = "http://localhost:8000"
"""The address in the texts, which is where ``make run`` serves; the site puts its own in its place."""

_LINK = re.compile(r"\[(?P<words>[^\]]+)\]\((?P<file>[\w./-]+\.md)(?P<mark>#[\w-]+)?\)")
_ADDRESS = re.compile(r"<td><code>(?=https?://|/)")
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Guide:
    title: str
    html: str


@cache
def guide(name: str) -> Guide:
    """A text with its title taken out. Raises ``KeyError`` for a name there is none of."""
    text = (FOLDER / TEXTS[name]).read_text(encoding="utf-8")
    title = _TITLE.search(text)
    body = _TITLE.sub("", text, count=1).replace(WRITTEN_FOR, settings.SITE_URL.rstrip("/"))
    html = markdown.markdown(_LINK.sub(_address, body), extensions=["tables", "fenced_code", "toc"])
    return Guide(title[1] if title else "", _scrolling(html))


@cache
def contents() -> list[tuple[str, str]]:
    """Address and title of each text, in order."""
    return [(address_of(name), guide(name).title) for name in TEXTS]


def _scrolling(html: str) -> str:
    """Code and tables scroll by themselves, by keyboard too; addresses in tables are broken before that."""
    region = '<div class="guide-scroll" tabindex="0"><table>'
    return (
        _ADDRESS.sub('<td><code class="guide-address">', html)
        .replace("<pre>", '<pre tabindex="0">')
        .replace("<table>", region)
        .replace("</table>", "</table></div>")
    )


def address_of(name: str) -> str:
    return f"/guide/{name}/" if name else "/guide/"


def _address(link: re.Match[str]) -> str:
    """A link to another file: to its page or, where it has none, its words alone."""
    names = {file: name for name, file in TEXTS.items()}
    if link["file"] not in names:
        return link["words"]
    return f"[{link['words']}]({address_of(names[link['file']])}{link['mark'] or ''})"
