"""How the original finds an exclusion channel by its name (parity: rule 1, with full, unescaped titles)."""

import html
from collections.abc import Iterable, Mapping

from common.events import Channel

FEWEST_SUBSCRIBERS = 10_000
MOST_SUBSCRIBERS = 500_000
LOOKUP_RESULTS = 5
"""How many channels a look-up search asks for."""
QUERY_RESULTS = 20
"""How many channels a discovery search asks for."""
LOOKUP_VIDEOS = 20
"""How many of its newest videos in the window are read."""
SCORED_VIDEOS = 15
"""How many of a candidate's newest videos in the window are scored."""


def choose(name: str, ranked: Iterable[tuple[str, str]], channels: Mapping[str, Channel]) -> Channel | None:
    """The first channel, in order of rank, that has 10,000 to 500,000 subscribers and `name` in its title.

    Args:
        name: As it was asked for.
        ranked: Channel ids and titles as the search gave them: titles are HTML-escaped there.
        channels: What is known of them, by id.
    """
    wanted = name.lower()
    for channel_id, title in ranked:
        channel = channels.get(channel_id)
        if channel is None or wanted not in html.unescape(title).lower():
            continue
        # A hidden count is 0 to the original, so such a channel is never found.
        if FEWEST_SUBSCRIBERS <= (channel.subscriber_count or 0) <= MOST_SUBSCRIBERS:
            return channel
    return None
