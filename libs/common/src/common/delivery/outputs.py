"""What a batch writes, and what it must wait for before it may be committed."""

import asyncio

from common.delivery.envelope import seal
from common.delivery.record import Outgoing, Publisher
from common.events import Event
from common.streams import Stream


class Acks:
    """The acknowledgements that one batch waits for."""

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher
        self._unsent: list[Outgoing] = []
        self._pending: list[asyncio.Future[None]] = []

    def publish(self, outgoing: Outgoing) -> None:
        """Hand a record to the producer; `settle` waits for it.

        What is published without a wait in between goes together: one acknowledgement to wait for, not hundreds.
        """
        if not self._unsent:
            asyncio.get_running_loop().call_soon(self._flush)
        self._unsent.append(outgoing)

    async def settle(self) -> None:
        """Wait until all in-sync replicas have everything.

        Raises:
            DependencyDown: The broker did not take it; nothing may be committed.
        """
        self._flush()
        pending, self._pending = self._pending, []
        if pending:
            await asyncio.wait(pending)
        for acknowledged in pending:
            acknowledged.result()

    def _flush(self) -> None:
        unsent, self._unsent = self._unsent, []
        if unsent:
            self._pending.append(self._publisher.publish(*unsent))


class EmitFor:
    """The `Emit` of one handler call: outputs derive their ids from the record that caused them."""

    def __init__(self, acks: Acks, source: str, cause_id: str) -> None:
        self._acks = acks
        self._source = source
        self._cause_id = cause_id

    async def __call__(self, stream: Stream, event: Event) -> None:
        """Publish; see `Emit`."""
        self._acks.publish(seal(stream, event, source=self._source, cause_id=self._cause_id))
