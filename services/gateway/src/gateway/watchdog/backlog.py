"""How far all consumer groups are behind, as the broker knows it."""

import logging
from collections.abc import Sequence

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError
from common.streams import PARKED, SERVICES

log = logging.getLogger(__name__)


class KafkaBacklog:
    """Asks the broker; a group is behind when it has not read what was there at the last look."""

    def __init__(self, bootstrap: Sequence[str]) -> None:
        self._bootstrap = list(bootstrap)
        self._ends: dict[TopicPartition, int] = {}

    async def is_worked_off(self) -> bool:
        """Whether every group has read all that was there when this was last asked."""
        admin = AIOKafkaAdminClient(bootstrap_servers=self._bootstrap, client_id="gateway-watchdog")
        consumer = AIOKafkaConsumer(
            bootstrap_servers=self._bootstrap, client_id="gateway-watchdog", enable_auto_commit=False, group_id=None
        )
        try:
            await admin.start()
            await consumer.start()
            committed = await _committed(admin)
            behind = [place for place, offset in committed if offset < self._ends.get(place, 0)]
            self._ends = await consumer.end_offsets(sorted({place for place, _ in committed}))
        except KafkaError as error:
            log.warning("the watchdog cannot see the broker: %s", error)
            self._ends = {}
            return False
        else:
            return not behind
        finally:
            await consumer.stop()
            await admin.close()


async def _committed(admin: AIOKafkaAdminClient) -> list[tuple[TopicPartition, int]]:
    """Every group's offset in each partition it reads; what waits for quota is meant to wait."""
    found = []
    for group in [name for name, _ in await admin.list_consumer_groups() if name.partition(".")[0] in SERVICES]:
        offsets = await admin.list_consumer_group_offsets(group)
        found += [(place, at.offset) for place, at in offsets.items() if place.topic != PARKED.name]
    return found
