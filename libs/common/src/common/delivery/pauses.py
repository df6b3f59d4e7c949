"""Partitions that are held because what stands next in them is not due."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

from aiokafka import ConsumerRebalanceListener, TopicPartition

from common.delivery.record import Hold


class Pauses(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka has no types
    """Pauses partitions for a while. A rebalance clears every pause, so the timers of what is taken away go."""

    def __init__(self) -> None:
        self._timers: dict[TopicPartition, asyncio.TimerHandle] = {}

    def hold(self, consumer: Any, holds: Sequence[Hold]) -> None:  # noqa: ANN401  aiokafka has no types
        """Go back to each hold's offset, and read its partition again when its time has passed."""
        for hold in holds:
            place = TopicPartition(hold.place.topic, hold.place.number)
            consumer.seek(place, hold.offset)
            consumer.pause(place)
            self._cancel([place])
            self._timers[place] = asyncio.get_running_loop().call_later(hold.seconds, self._resume, consumer, place)

    def _resume(self, consumer: Any, place: TopicPartition) -> None:  # noqa: ANN401  aiokafka has no types
        self._timers.pop(place, None)
        if place in consumer.assignment():
            consumer.resume(place)

    def _cancel(self, places: Iterable[TopicPartition]) -> None:
        for place in places:
            timer = self._timers.pop(place, None)
            if timer is not None:
                timer.cancel()

    async def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        """Forget the timers of what another process reads from now on."""
        self._cancel(revoked)

    async def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        """Nothing: due times are looked at on every delivery."""
