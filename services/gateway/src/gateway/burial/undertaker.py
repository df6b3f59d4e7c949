"""Reads the dead letters of all services and tells each one's analysis."""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from uuid import UUID

from common.delivery import Hold, Outgoing, Reading, Record, seal
from common.delivery.envelope import SUBJECT
from common.delivery.health import Health
from common.delivery.waiting import Waiting
from common.events import AnalysisFailed, ChannelSkipped
from common.streams import ANALYSIS_LIFECYCLE, CHANNEL_OUTCOMES, SERVICES, dead_letter_stream
from common.worldtime import Clock
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.database import Database, DatabaseDown
from gateway.domain.letters import Letter, consequence
from gateway.outbox.relay import enqueue
from gateway.projection.apply import apply
from gateway.projection.completion import Completion
from gateway.projection.projector import AfterCommit

log = logging.getLogger(__name__)

GROUP = "gateway.bury"
MAX_LETTERS = 100
AGAIN_SECONDS = 1.0


class Undertaker:
    """Turns dead letters into facts, which reach the projection and the log in one transaction."""

    def __init__(
        self, database: Database, completion: Completion, clock: Clock, health: Health, after_commit: AfterCommit
    ) -> None:
        self._database = database
        self._completion = completion
        self._clock = clock
        self._health = health
        self._after_commit = after_commit

    @property
    def reading(self) -> Reading:
        """The consumer group that this is."""
        topics = tuple(dead_letter_stream(service).name for service in SERVICES)
        return Reading(topics, GROUP, self.process, MAX_LETTERS)

    async def process(self, records: Sequence[Record]) -> Sequence[Hold]:
        """Tell the analyses of some dead letters; waits while the database is away."""
        facts = [(record, fact) for record in records if (fact := self._fact(record)) is not None]
        while facts:
            try:
                changed = await self._database.run(lambda connection: self._tell(connection, facts), patience_seconds=0)
            except DatabaseDown as down:
                self._health.stall(GROUP, "database", str(down))
                await asyncio.sleep(AGAIN_SECONDS)
            else:
                self._health.resume(GROUP)
                self._after_commit(changed)
                break
        return ()

    def _fact(self, record: Record) -> ChannelSkipped | AnalysisFailed | None:
        waiting = Waiting.of(record)
        letter = Letter(
            topic=waiting.topic,
            group=waiting.group or "",
            subject=record.header(SUBJECT) or (record.key or b"").decode(errors="replace"),
            reason=waiting.reason or "unknown",
        )
        fact = consequence(letter, self._clock.now())
        if fact is None:
            log.warning("a dead letter of %s in %s concerns no analysis", letter.group, letter.topic)
        return fact

    async def _tell(
        self, connection: AsyncConnection, facts: Iterable[tuple[Record, ChannelSkipped | AnalysisFailed]]
    ) -> list[UUID]:
        known = list(facts)
        touched = await apply(connection, [fact for _, fact in known])
        await enqueue(connection, *(_sealed(record, fact) for record, fact in known))
        await self._completion.react(connection, touched)
        return list(touched)


def _sealed(record: Record, fact: ChannelSkipped | AnalysisFailed) -> Outgoing:
    """The fact as a record; its id derives from where the letter lies, so that reading it again changes nothing."""
    stream = CHANNEL_OUTCOMES if isinstance(fact, ChannelSkipped) else ANALYSIS_LIFECYCLE
    return seal(stream, fact, source=GROUP, cause_id=f"{record.topic}/{record.partition}/{record.offset}")
