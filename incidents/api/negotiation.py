"""Content negotiation: JSON. Views answer with finished bytes; the renderer is there to be asked for."""

from __future__ import annotations

from typing import Any

from rest_framework.renderers import BaseRenderer


class Json(BaseRenderer):
    """Takes part in content negotiation, so that other wishes are a 406, and passes bytes through."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, context: Any = None) -> bytes:
        return bytes(data)
