"""What a reader of a page sees, piece by piece: a table row, a list item, a paragraph, a heading."""

from __future__ import annotations

from html.parser import HTMLParser

_PIECES = {"tr", "li", "p", "h1", "h2", "h3", "h4", "dd", "dt", "caption", "figcaption", "article"}
_UNSEEN = {"head", "script", "style", "svg", "nav"}


class _Pieces(HTMLParser):
    """Collects the whole text of each piece, what is nested in it included."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[tuple[str, list[str]]] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        if tag in _PIECES:
            self._open.append((tag, []))

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN
        if self._open and self._open[-1][0] == tag:
            self.found.append(" ".join(" ".join(self._open.pop()[1]).split()))

    def handle_data(self, data: str) -> None:
        for _tag, texts in self._open if not self._unseen else ():
            texts.append(data)


def pieces(html: str) -> list[str]:
    """The text of each row, item, paragraph or heading, on one line each."""
    parser = _Pieces()
    parser.feed(html)
    return [piece for piece in parser.found if piece]


def says(page: list[str], *words: str) -> bool:
    """Whether one piece holds all these words, in whatever case and order."""
    return any(all(word.lower() in piece.lower() for word in words) for piece in page)
