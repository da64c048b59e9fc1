"""The API's own description: OpenAPI 3.1, drawn from the views, the filter grammar and the documents' structs."""

from .introduction import INTRODUCTION
from .schema import RecordSchema
from .shapes import StructSchema
from .token import TokenScheme

__all__ = ["INTRODUCTION", "RecordSchema", "StructSchema", "TokenScheme"]
