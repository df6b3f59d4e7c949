"""Following an analysis over the live socket: the state is kept here, and a broken connection resumes where it was.

Frames carry state, not history: a snapshot replaces everything, a delta brings what changed since the last `seq`.
"""

import json
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from http import HTTPStatus
from typing import Literal, Protocol

from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus
from websockets.sync.client import connect

from outlier_cli.answers import Analysis, Frame, LiveChannel, Result
from outlier_cli.endpoint import Endpoint
from outlier_cli.errors import NoStackError, RefusedError

_PATIENCE_SECONDS = 60.0
"""How long the gateway may be away before the command gives up; the analysis goes on without it."""
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.2, 4.0
_LARGEST_FRAME_BYTES = 64 * 1024 * 1024


class CloseCode(IntEnum):
    """Why the gateway closes a socket for good."""

    NOT_LOGGED_IN = 4401
    NOT_FOUND = 4404
    DELETED = 4410


@dataclass(frozen=True)
class Following:
    """What is known of an analysis that is being followed."""

    epoch: str
    seq: int
    analysis: Analysis
    channels: dict[str, LiveChannel]

    def best(self, count: int) -> list[Result]:
        """The `count` best outliers so far, best first."""
        found = [result for channel in self.channels.values() for result in channel.results]
        return sorted(found, key=_by_score, reverse=True)[:count]


def _by_score(result: Result) -> float:
    """An outlier without a number has an infinite one, which JSON cannot carry."""
    return math.inf if result.score is None else result.score


def merge(known: Following | None, frame: Frame) -> Following:
    """What is known after a frame.

    A snapshot replaces everything. A delta adds the channels that changed. A delta of another epoch, or one that
    brings nothing newer, changes nothing: it is left from a connection that has been replaced.
    """
    changed = {channel.channel_id: channel for channel in frame.channels}
    if frame.type == "snapshot" or known is None:
        return Following(frame.epoch, frame.seq, frame.analysis, changed)
    if frame.epoch != known.epoch or frame.seq < known.seq:
        return known
    return Following(frame.epoch, frame.seq, frame.analysis, known.channels | changed)


class Wait(Protocol):
    """How the pause between two attempts is spent."""

    def __call__(self, seconds: float, /) -> None:
        """Return after `seconds`."""


def follow(
    endpoint: Endpoint, analysis_id: str, *, wait: Wait = time.sleep, clock: Callable[[], float] = time.monotonic
) -> Iterator[Following]:
    """What is known of the analysis, again after each frame, until it ends.

    Raises:
        RefusedError: The gateway knows no such analysis, or asks for another key.
        NoStackError: The gateway has been away for a minute.
    """
    known: Following | None = None
    pause, lost_at = _FIRST_PAUSE_SECONDS, clock()
    while known is None or not known.analysis.ended:
        try:
            with _socket(endpoint, analysis_id, known) as frames:
                for frame in frames:
                    known = merge(known, frame)
                    pause, lost_at = _FIRST_PAUSE_SECONDS, clock()
                    yield known
                    if known.analysis.ended:
                        return
        except (OSError, ConnectionClosed, InvalidHandshake) as error:
            _explain(error)
        if clock() - lost_at > _PATIENCE_SECONDS:
            raise NoStackError(
                f"The gateway at {endpoint.url} has been away for a minute. The analysis goes on without it: "
                f"look with `outlier show {analysis_id}`."
            )
        wait(pause)
        pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)


@contextmanager
def _socket(endpoint: Endpoint, analysis_id: str, known: Following | None) -> Iterator[Iterator[Frame]]:
    """The frames from where `known` ends."""
    address = endpoint.live(analysis_id, after=known.seq if known else 0, epoch=known.epoch if known else "")
    proxy: Literal[True] | None = None if endpoint.is_loopback else True
    with connect(address, max_size=_LARGEST_FRAME_BYTES, proxy=proxy, open_timeout=10, close_timeout=1) as socket:
        if endpoint.api_key:
            socket.send(json.dumps({"token": endpoint.api_key}))
        yield (Frame.model_validate_json(message) for message in socket)


def _explain(error: Exception) -> None:
    """Raise what another attempt would not change; return for what it may."""
    match _reason(error):
        case HTTPStatus.NOT_FOUND | CloseCode.NOT_FOUND | CloseCode.DELETED:
            raise RefusedError("There is no such analysis (any more).") from error
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN | CloseCode.NOT_LOGGED_IN:
            raise RefusedError("The gateway wants another key: set OUTLIER_API_KEY.") from error


def _reason(error: Exception) -> int | None:
    """The gateway's code, of the answer that opened no socket or of the frame that closed one."""
    if isinstance(error, InvalidStatus):
        return error.response.status_code
    if isinstance(error, ConnectionClosed) and error.rcvd is not None:
        return error.rcvd.code
    return None
