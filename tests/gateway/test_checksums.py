"""The checksum of a projection sees each difference that is one, and none that is not."""

from uuid import UUID

import pytest
from gateway.projection.apply import apply
from gateway.rebuild.checksums import UNCOMPARED, checksums
from sqlalchemy import Table, text

from tests.gateway.builders import whole_story

CHANGES = {
    "big_integer": "coalesce({0}, 0) + 1",
    "boolean": "NOT coalesce({0}, false)",
    "float": "coalesce({0} + 1e-9, 0)",
    "integer": "coalesce({0}, 0) + 1",
    "JSONB": "'{{\"another\": 1}}'",
    "text": "CASE WHEN {0} = '' THEN 'x' ELSE '' END",
    "TIMESTAMP": "coalesce({0}, 'epoch') + interval '1 microsecond'",
    "uuid": "gen_random_uuid()",
}
"""By a column's type, another value: the least that is another; of a text that was not known, the empty one."""


def one_row_changed(table: Table, column: str, kind: str) -> str:
    """A statement that gives one row of a table another value."""
    value = CHANGES[kind].format(column)
    return f"UPDATE {table.name} SET {column} = {value} WHERE ctid = (SELECT min(ctid) FROM {table.name})"


@pytest.mark.parametrize("table", UNCOMPARED, ids=lambda table: table.name)
async def test_another_value_in_one_row_is_another_checksum_of_its_table_alone(database, table):
    async with database.connection() as connection:
        await apply(connection, whole_story(UUID(int=1)))
        before = await checksums(connection, "projection")
        seen = set()
        for column in table.columns:
            change = one_row_changed(table, column.name, column.type.__visit_name__)
            async with connection.begin_nested() as changing:
                assert (await connection.execute(text(change))).rowcount == 1
                after = await checksums(connection, "projection")
                await changing.rollback()
            differing = [old.table for old, new in zip(before, after, strict=True) if old != new]
            assert differing in ([], [table.name])
            if differing:
                seen.add(column.name)
    assert seen == {column.name for column in table.columns} - UNCOMPARED[table]
