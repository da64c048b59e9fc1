"""What docs/record.md says of the chain is true, and enough to check it from outside."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from incidents.record.instants import instant
from incidents.record.models import Edition

from . import documents as make

PAGE = Path(__file__).parents[2] / "docs" / "record.md"


def outside_program() -> dict[str, object]:
    """The page's own program, run; it asserts its test vector."""
    example = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    assert example
    names: dict[str, object] = {}
    exec(example.group(1), names)  # noqa: S102  # our own documentation
    return names


def test_the_test_vector_holds():
    assert outside_program()["head"]


@pytest.mark.django_db
def test_the_page_is_enough_to_check_a_real_record():
    names = outside_program()
    document = make.incident(title="Ein „Zitat“, قامشلو\n\t\\ \x01 /")
    make.publish(document)
    make.correct(document, note="Better.")
    make.bury(document.id, "withheld")
    head = bytes(32)
    for edition in Edition.objects.order_by("sequence"):
        committed = names["commitment"](bytes(edition.salt), edition.body, edition.note)  # type: ignore[operator,arg-type]
        issued = instant(edition.issued_at)
        fields = [edition.sequence, edition.subject, edition.public_id, edition.number, edition.kind, issued]
        head = names["digest"](
            head, [*map(str, fields), edition.into or "", edition.purpose or ""], committed
        )  # type: ignore[operator]
        assert head == bytes(edition.digest)
