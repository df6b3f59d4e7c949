"""What the gateway does with events: facts become rows."""

from collections.abc import Sequence

from common import streams
from common.delivery import Emit, handles
from common.events import Event

from gateway.projection.projector import Projector

MAX_FACTS = 500


@handles(
    streams.ANALYSIS_LIFECYCLE,
    streams.EXCLUSION_VIDEOS_FETCHED,
    streams.EXCLUSION_LIST_BUILT,
    streams.CHANNELS_QUALIFIED,
    streams.CHANNEL_OUTCOMES,
    streams.ANALYSIS_PROGRESS,
    group="gateway.project",
    batch=True,
    max_records=MAX_FACTS,
)
async def project_facts(events: Sequence[Event], emit: Emit, projector: Projector) -> None:  # noqa: ARG001  events leave by the outbox
    """Bring the projection up to date with facts, and react to them."""
    await projector.project(events)
