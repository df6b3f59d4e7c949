"""The scorer with a rule broken: what it commits is not yet published."""

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path

from common import logs
from common.delivery import KafkaBus, Outgoing
from common.web import run
from scorer.app import NAME, build_app
from scorer.settings import Settings

from tests.chaos.waiting import until

LATE_SECONDS = 0.5
HOLD = "CHAOS_HOLD"
"""Names a file: while it is there, nothing that was promised is sent."""


class HastyBus(KafkaBus):
    """Says that every record is acknowledged, and sends it later."""

    def __init__(self, bootstrap: Sequence[str], *, client_id: str) -> None:
        super().__init__(bootstrap, client_id=client_id)
        self._late: set[asyncio.Task[None]] = set()

    def publish(self, *records: Outgoing) -> asyncio.Future[None]:
        """Promise what has not happened."""
        sending = asyncio.create_task(self._send_late(records))
        self._late.add(sending)
        sending.add_done_callback(self._late.discard)
        promised: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        promised.set_result(None)
        return promised

    async def _send_late(self, records: Sequence[Outgoing]) -> None:
        await asyncio.sleep(LATE_SECONDS)
        await until(lambda: not _is_held())
        await super().publish(*records)


def _is_held() -> bool:
    return HOLD in os.environ and Path(os.environ[HOLD]).exists()


def main() -> None:
    """Serve as the scorer does."""
    settings = Settings()
    logs.configure(NAME, settings.log_level)
    run(build_app(settings, HastyBus(settings.bootstrap, client_id=NAME)), settings)
