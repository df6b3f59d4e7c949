"""What the gateway does with events: facts become rows."""

from collections.abc import Sequence

from common.delivery import Emit, handles
from common.events import Event

from gateway.projection.projector import Projector
from gateway.projection.recorded import PROJECTED

MAX_FACTS = 500


@handles(*PROJECTED, group="gateway.project", batch=True, max_records=MAX_FACTS)
async def project_facts(events: Sequence[Event], emit: Emit, projector: Projector) -> None:  # noqa: ARG001  events leave by the outbox
    """Bring the projection up to date with facts, and react to them."""
    await projector.project(events)
