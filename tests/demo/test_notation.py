"""What the demo publishes is as the marks and the JSON Schema say."""

from __future__ import annotations

import json

from incidents.record import document as d
from incidents.record.models import Edition
from tests.record.documented import misfits
from tests.record.test_schema import validator

from .conftest import Demo


def test_every_document_is_valid(demo: Demo) -> None:
    texts = [text for text in Edition.objects.values_list("body", flat=True) if text]
    assert texts
    for text in texts:
        document = d.decode(text)
        assert misfits(document) == []
        assert d.encode(document) == text
        validator(document.format).validate(json.loads(text))
