"""What routes work with, put together once in `gateway.app`."""

from dataclasses import dataclass
from typing import Annotated

from common.worldtime import Clock
from fastapi import Depends, Request

from gateway.accounts.accounts import Accounts
from gateway.analyses.changing import Changer
from gateway.analyses.starting import Starter
from gateway.database import Database
from gateway.domain.pinning import Pins
from gateway.fetcher import FetcherClient
from gateway.http.callers import Gate
from gateway.http.hindrance import Hindrance
from gateway.http.limits import RequestLimits, YouTubeAllowance
from gateway.live.counts import SocketCounts
from gateway.live.rooms import Rooms
from gateway.profiles.shelf import StoredShelf
from gateway.rebuild.runs import Rebuilds
from gateway.results.view import ResultMapper


@dataclass(frozen=True, slots=True)
class Parts:
    """The gateway's working parts."""

    database: Database
    clock: Clock
    gate: Gate
    starter: Starter
    changer: Changer
    shelf: StoredShelf
    fetcher: FetcherClient
    rooms: Rooms
    sockets: SocketCounts
    mapper: ResultMapper
    pins: Pins
    rebuilds: Rebuilds
    accounts: Accounts
    limits: RequestLimits
    hindrance: Hindrance
    youtube_allowance: YouTubeAllowance


def parts_of(request: Request) -> Parts:
    """The parts of the app that serves this request."""
    parts: Parts = request.app.state.parts
    return parts


PartsOf = Annotated[Parts, Depends(parts_of)]
