"""Results as a workbook: typed cells, links, a head that stays and filters."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from gateway.results.table import COLUMNS, Cell, Item

_LINK = Font(color="0563C1", underline="single")
_HEAD = Font(bold=True)


def written(items: Sequence[Item]) -> bytes:
    """The file with these results."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Outliers")
    for number, (_, width, _) in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{len(items) + 1}"
    sheet.append([_cell(sheet, heading, font=_HEAD) for heading, _, _ in COLUMNS])
    for item in items:
        sheet.append([_cell(sheet, cell(item)) for _, _, cell in COLUMNS])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _cell(sheet: Any, value: Cell, font: Font | None = None) -> Any:  # noqa: ANN401  openpyxl has no types
    if isinstance(value, datetime):
        value = value.astimezone(UTC).replace(tzinfo=None)  # a workbook knows no zones; the column is UTC
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"  # a text that begins with = is a text
        if value.startswith("https://"):
            cell.hyperlink, cell.font = value, _LINK
    if font is not None:
        cell.font = font
    return cell
