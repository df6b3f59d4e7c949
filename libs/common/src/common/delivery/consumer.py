"""aiokafka's consumer, with two things mended: a poll that waits, and an error that is heard."""

import asyncio
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import for_code
from aiokafka.protocol.commit import OffsetFetchRequest

POLL_SECONDS = 1.0
MOST_LINGERS = 5


class PromptConsumer(AIOKafkaConsumer):  # type: ignore[misc]  # aiokafka has no types
    """A consumer whose poll waits for records, and which takes no error for "nothing was committed"."""

    def __init__(self, *topics: str, **options: Any) -> None:  # noqa: ANN401  aiokafka's own
        super().__init__(*topics, **options)
        self._client: Any = HearingClient(self._client)

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


class HearingClient:
    """The consumer's connections, with the one error raised that aiokafka 0.14 does not look at.

    From its second version on, an answer to OffsetFetch has one error code for the whole request and then names no
    partition. A broker that was just started answers so until it has read its groups' offsets (14, 16). aiokafka looks
    at the partitions' own codes alone, takes the answer for "nothing was committed", and begins every partition anew:
    28 days of work, once more. Raised as an error, it is tried again.
    """

    def __init__(self, client: Any) -> None:  # noqa: ANN401  aiokafka has no types
        self._client = client

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  whatever the client has
        """Everything else is the client's own."""
        return getattr(self._client, name)

    async def send(self, node_id: int, request: Any, **how: Any) -> Any:  # noqa: ANN401  aiokafka has no types
        """The answer of a broker.

        Raises:
            KafkaError: There is none, or it is an error for the whole request.
        """
        answer = await self._client.send(node_id, request, **how)
        if isinstance(request, OffsetFetchRequest) and (code := getattr(answer, "error_code", 0)):
            raise for_code(code)
        return answer
