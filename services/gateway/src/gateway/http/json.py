"""JSON answers written once, by pydantic's serialiser."""

from typing import Any

from pydantic_core import to_json
from starlette.responses import Response


class FastJson(Response):
    """Any JSON-ready value, models and times included; infinite numbers become null."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:  # noqa: ANN401  whatever JSON can carry
        """The value as JSON."""
        return to_json(content, inf_nan_mode="null")
