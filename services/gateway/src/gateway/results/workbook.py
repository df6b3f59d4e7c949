"""Results as a workbook, written in a thread, where the library for it is loaded when the first one is asked for."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import Row

from gateway.results.table import Item
from gateway.results.view import ResultMapper

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def workbook(rows: AsyncIterator[Row[Any]], mapper: ResultMapper) -> bytes:
    """The file of a stream of results."""
    return await workbook_of([mapper.item(row) async for row in rows])


async def workbook_of(items: Sequence[Item]) -> bytes:
    """The file."""
    return await asyncio.to_thread(_written, items)


def _written(items: Sequence[Item]) -> bytes:
    from gateway.results.export_xlsx import written  # noqa: PLC0415  a tenth of a gateway's start, for few

    return written(items)
