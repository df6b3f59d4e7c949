"""Results as one JSON document, written while it is read."""

from collections.abc import AsyncIterator
from typing import Any

from pydantic_core import to_json
from sqlalchemy import Row

from gateway.results.view import FiltersView, Provenance, ResultMapper


async def json_parts(
    rows: AsyncIterator[Row[Any]], mapper: ResultMapper, *, filters: FiltersView, provenance: Provenance
) -> AsyncIterator[bytes]:
    """`{filters, provenance, items}`; an item is as in a page of results."""
    yield b'{"filters":' + to_json(filters) + b',"provenance":' + to_json(provenance) + b',"items":['
    separator = b""
    async for row in rows:
        yield separator + to_json(mapper.item(row), inf_nan_mode="null")
        separator = b","
    yield b"]}"
