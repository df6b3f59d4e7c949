"""The one way in which facts reach the projection: from the log, and from a request that reads its own writes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from common.events import (
    AnalysisDeleted,
    ChannelScored,
    ChannelSkipped,
    ChannelsQualified,
    Event,
    RecordingSelected,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.domain.facts import Facts, merged
from gateway.projection import rows, store, writing
from gateway.projection.rows import Row

Place = tuple[UUID, str]
"""An analysis and one of its channels."""


async def apply(connection: AsyncConnection, events: Iterable[Event]) -> dict[UUID, bool]:
    """Merge events into the projection, inside the caller's transaction; waits while the projection is swapped.

    Any order, grouping and repetition of the same events gives the same rows (`seq` apart, which counts arrivals).
    The rows of the analyses concerned are locked first, in one order, until the transaction ends: whoever sees the
    last outcome also sees the decision. No clock is read.

    Returns:
        The analyses concerned, and whether each is complete now without anybody having said so.
    """
    known = list(events)
    if not known:
        return {}
    await writing.share(connection)
    return await store.recount(connection, await merge(connection, known))


async def merge(connection: AsyncConnection, events: Iterable[Event]) -> list[UUID]:
    """The part of `apply` for who keeps all others out: what is counted of channels is left to `store.recount`.

    Returns:
        The analyses concerned, in order.
    """
    by_analysis: dict[UUID, list[Event]] = defaultdict(list)
    for event in events:
        by_analysis[event.analysis_id].append(event)
    heads = await store.lock(connection, sorted(by_analysis))
    living = {key: by_analysis[key] for key, head in heads.items() if not head.deleted}
    await _apply_facts(connection, living, heads)
    await _apply_channels(connection, living, heads)
    return sorted(living)


async def _apply_facts(
    connection: AsyncConnection, living: Mapping[UUID, Sequence[Event]], heads: Mapping[UUID, store.Head]
) -> None:
    """Merge what concerns analyses as a whole."""
    concerned = [key for key, events in living.items() if any(_concerns_whole(event) for event in events)]
    if not concerned:
        return
    old = [key for key in concerned if not heads[key].is_new]
    known = await store.load(connection, old) if old else {}
    changed: dict[UUID, Facts] = {}
    for key in concerned:
        facts = known.get(key) or Facts()
        for event in living[key]:
            facts = merged(facts, event)
        changed[key] = facts
    await store.save(connection, changed)
    await store.clear(connection, [key for key, facts in changed.items() if facts.deleted])


async def _apply_channels(
    connection: AsyncConnection, living: Mapping[UUID, Sequence[Event]], heads: Mapping[UUID, store.Head]
) -> None:
    """Merge what concerns single channels; of several about one, the one that counts is written."""
    selections: dict[Place, Row] = {}
    outcomes: dict[Place, Row] = {}
    for key, events in living.items():
        if any(isinstance(event, AnalysisDeleted) for event in events):
            continue
        seq = heads[key].next_seq
        for event in events:
            if isinstance(event, ChannelsQualified | RecordingSelected):
                for row in rows.selections(event, seq):
                    _keep_greater(selections, row, "selection_rank")
            elif isinstance(event, ChannelScored | ChannelSkipped):
                _keep_greater(outcomes, rows.outcome(event, seq), "outcome_rank")
    if selections:
        await store.add_selections(connection, list(selections.values()))
    if outcomes:
        await store.add_outcomes(connection, list(outcomes.values()))


def _keep_greater(kept: dict[Place, Row], row: Row, rank: str) -> None:
    place = row["analysis_id"], row["channel_id"]
    if place not in kept or kept[place][rank] < row[rank]:
        kept[place] = row


def _concerns_whole(event: Event) -> bool:
    return not isinstance(event, ChannelScored | ChannelSkipped)
