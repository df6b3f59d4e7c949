"""Whether a video is a broadcast that has not ended, told from its counts alone."""

from common.events import LiveState


def live_state(duration_seconds: int | None, view_count: int | None) -> LiveState:
    """The live state of a video by `videos.batchGetStats`, which does not name it.

    Only a broadcast that has not ended has no length; one that nobody has seen has not begun. `videos.list` would say
    so for certain, for a unit of the scarcer bucket: nothing is scored in either state, so that is not worth it.

    >>> live_state(0, 0).value, live_state(0, 512).value, live_state(61, 0).value
    ('upcoming', 'live', 'none')
    """
    if duration_seconds != 0:
        return LiveState.NONE
    return LiveState.LIVE if view_count else LiveState.UPCOMING
