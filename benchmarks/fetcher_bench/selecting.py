"""Channels of one analysis, selected."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from common.events import ChannelSelected, Lane, Method, Scoring, SelectedChannel, Terms, TopicsMethod, Window

from benchmarks.fetcher_bench.worlds import NOW, channel_id


def select(
    analysis_id: UUID,
    channels: Sequence[int],
    lane: Lane = Lane.INTERACTIVE,
    method: Method = Method.ADJUSTED_0,
) -> list[ChannelSelected]:
    """Channels of one analysis, selected."""
    return [
        ChannelSelected(
            analysis_id=analysis_id,
            owner="bench",
            channel=SelectedChannel(id=channel_id(number)),
            window=Window(as_of=datetime.fromisoformat(NOW), days=30),
            scoring=Scoring(method=method),
            terms=Terms(method=TopicsMethod.TOPICS_0),
            lane=lane,
        )
        for number in channels
    ]
