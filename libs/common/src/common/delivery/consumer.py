"""aiokafka's consumer, with a poll that waits and a commit of what moved."""

import asyncio
from collections.abc import Mapping
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.structs import OffsetAndMetadata

from common.delivery.client import end_process_with, mend

POLL_SECONDS = 1.0
MOST_LINGERS = 5


class PromptConsumer(AIOKafkaConsumer):  # type: ignore[misc]  # aiokafka has no types
    """A consumer whose poll waits for records and whose commits are small, on a client that is mended."""

    def __init__(self, *topics: str, **options: Any) -> None:  # noqa: ANN401  aiokafka's own
        super().__init__(*topics, **options)
        mend(self._client)
        self._assignment: object = None
        self._committed: dict[TopicPartition, OffsetAndMetadata] = {}

    async def start(self) -> None:
        """Connect and join the group; see `AIOKafkaConsumer.start`."""
        await super().start()
        routines = (self._client._sync_task, self._coordinator._coordination_task)  # noqa: SLF001  not told otherwise
        end_process_with(self._fetcher.error_future, *routines)

    async def commit(self, offsets: Mapping[TopicPartition, Any] | None = None) -> None:
        """Commit the positions that moved since the last commit, or `offsets`; see `AIOKafkaConsumer.commit`.

        aiokafka would commit every partition that it holds: a group of six topics wrote 72 offsets a batch.
        """
        assignment = self._subscription.subscription and self._subscription.subscription.assignment
        if offsets is not None or assignment is None:
            await super().commit(offsets)
            return
        if assignment is not self._assignment:  # others may have gone on, or back, in between
            self._assignment, self._committed = assignment, {}
        positions = assignment.all_consumed_offsets()
        moved = {place: at for place, at in positions.items() if self._committed.get(place) != at}
        if moved:
            await super().commit(moved)
            self._committed |= moved

    def is_connected(self) -> bool:
        """Whether a connection to a broker is open: one that is at its end is not."""
        return any(connection.connected() for connection in self._client._conns.values())  # noqa: SLF001  not told otherwise

    async def getmany(
        self, *partitions: TopicPartition, timeout_ms: float = 0, max_records: int | None = None
    ) -> dict[TopicPartition, list[Any]]:
        """Wait until there are records, then for more; see `AIOKafkaConsumer.getmany`.

        Args:
            partitions: Only of these; none: of all.
            timeout_ms: How long to wait behind records for more, each time, `MOST_LINGERS` times at most.
            max_records: The most to bring.
        """
        got: dict[TopicPartition, list[Any]] = {}
        while not got:
            got = await super().getmany(*partitions, timeout_ms=POLL_SECONDS * 1000, max_records=max_records)
        for _ in range(MOST_LINGERS if timeout_ms else 0):
            room = None if max_records is None else max_records - sum(map(len, got.values()))
            if room is not None and room <= 0:
                break
            # A poll with that timeout would end with the first record that comes, and five of them within a few ms.
            await asyncio.sleep(timeout_ms / 1000)
            more = await super().getmany(*partitions, timeout_ms=0, max_records=room)
            if not more:
                break
            for place, records in more.items():
                got.setdefault(place, []).extend(records)
        return got
