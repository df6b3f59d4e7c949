"""Rooms: all who watch one analysis here share one reading of it, and the frames made from it."""

import asyncio
import contextlib
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from typing import Protocol
from uuid import UUID

from common.errors import DependencyDown
from pydantic_core import to_json

from gateway.analyses.view import AnalysisView
from gateway.database import DatabaseDown
from gateway.live.reading import Change

log = logging.getLogger(__name__)

POLL_SECONDS = 2.0
"""How late a change may be seen whose ring was lost, and a pause that ended by itself."""
KEPT_FRAMES = 16
DATABASE = "database"
"""What an analysis waits for while its room cannot be read."""


class Reader(Protocol):
    """Reads an analysis from the database."""

    async def __call__(self, analysis_id: UUID, seq: int) -> Change | None:
        """What changed after `seq`; None: it is not there (any more).

        Raises:
            DatabaseDown: PostgreSQL is away.
        """
        ...


class Position:
    """How far one client is."""

    __slots__ = ("epoch", "seq", "version")

    def __init__(self, epoch: str | None = None, seq: int = 0) -> None:
        self.epoch = epoch
        self.seq = seq
        self.version = 0


class Room:
    """The state of one analysis as it was last read, and everybody who waits for more."""

    def __init__(self, analysis_id: UUID) -> None:
        self.analysis_id = analysis_id
        self.members = 0
        self.gone = False
        self.version = 0
        """Moves with every change, also one without an event, as a pause that ends."""
        self.owner = ""
        self.epoch = ""
        self.seq = 0
        self.view: AnalysisView | None = None
        self.rung = asyncio.Event()
        self._analysis = b""
        self._channels: dict[str, tuple[int, bytes]] = {}
        self._frames: OrderedDict[tuple[str | None, int], str] = OrderedDict()
        self._changed = asyncio.Event()
        self._listeners: set[Callable[[], None]] = set()

    def take(self, change: Change | None) -> None:
        """Bring the room up to date, and wake everybody if anything is new."""
        if change is None:
            self.gone = True
        elif change.epoch != self.epoch:
            self.epoch, self.owner = change.epoch, change.owner
            self._channels = dict(change.channels)
        elif change.seq < self.seq:
            return  # Two clients came at once and both read: this was read first and came back last.
        elif change.analysis == self._analysis and not change.channels:
            # Its own completion, come back from the log, moves `seq` and nothing that anybody sees.
            self.seq = change.seq
            return
        else:
            self._channels |= change.channels
        if change is not None:
            self.seq, self.view, self._analysis = change.seq, change.view, change.analysis
        self._tell()

    def wait_for(self, dependency: str) -> None:
        """Tell everybody what holds the analysis up, on top of what is known of it; the next change takes it back."""
        if self.view is None or self.view.state.is_final or self.view.waiting_for == dependency:
            return
        self.view = self.view.model_copy(update={"waiting_for": dependency})
        self._analysis = to_json(self.view)
        self._tell()

    def frame(self, position: Position) -> str:
        """The frame that brings a client up to date; moves its position. A slow client's frames are merged into one."""
        key = (None, 0) if position.epoch != self.epoch or position.seq > self.seq else (self.epoch, position.seq)
        text = self._frames.get(key)
        if text is None:
            text = self._frames[key] = self._compose(since=None if key[0] is None else key[1])
            if len(self._frames) > KEPT_FRAMES:
                self._frames.popitem(last=False)
        position.epoch, position.seq, position.version = self.epoch, self.seq, self.version
        return text

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` at every change; returns what ends it."""
        self._listeners.add(listener)
        return lambda: self._listeners.discard(listener)

    async def news(self, position: Position) -> None:
        """Wait until there is something that the client does not have."""
        while position.version == self.version:
            await self._changed.wait()

    def _tell(self) -> None:
        self.version += 1
        self._frames.clear()
        self._changed.set()
        self._changed = asyncio.Event()
        for listener in tuple(self._listeners):
            listener()

    def _compose(self, since: int | None) -> str:
        parts = [part for seq, part in self._channels.values() if since is None or seq > since]
        kind = "snapshot" if since is None else "delta"
        head = f'{{"type":"{kind}","epoch":"{self.epoch}","seq":{self.seq},"analysis":'.encode()
        return b"".join((head, self._analysis, b',"channels":[', b",".join(parts), b"]}")).decode()


class Rooms:
    """The rooms of this replica: one an analysis that somebody watches."""

    def __init__(self, read: Reader, *, poll_seconds: float = POLL_SECONDS) -> None:
        self._read = read
        self._poll_seconds = poll_seconds
        self._rooms: dict[UUID, Room] = {}
        self._tasks: dict[UUID, asyncio.Task[None]] = {}

    @property
    def members(self) -> int:
        """How many clients watch here."""
        return sum(room.members for room in self._rooms.values())

    def ring(self, analysis_id: UUID) -> None:
        """An analysis has changed: look at it, if anybody watches."""
        room = self._rooms.get(analysis_id)
        if room is not None:
            room.rung.set()

    @contextlib.asynccontextmanager
    async def joined(self, analysis_id: UUID) -> AsyncIterator[Room]:
        """The room of an analysis, up to date, as long as the client stays.

        Raises:
            DatabaseDown: PostgreSQL is away.
        """
        room = self._rooms.get(analysis_id)
        if room is None:
            room = self._rooms[analysis_id] = Room(analysis_id)
        room.members += 1
        try:
            if room.version == 0:
                room.take(await self._read(analysis_id, 0))
            if analysis_id not in self._tasks:
                self._tasks[analysis_id] = asyncio.create_task(self._follow(room), name=f"room {analysis_id}")
            yield room
        finally:
            room.members -= 1
            if room.members == 0:
                self._close(analysis_id)

    async def stop(self) -> None:
        """Close all rooms."""
        tasks = list(self._tasks.values())
        for analysis_id in list(self._rooms):
            self._close(analysis_id)
        await asyncio.gather(*tasks, return_exceptions=True)

    def _close(self, analysis_id: UUID) -> None:
        self._rooms.pop(analysis_id, None)
        task = self._tasks.pop(analysis_id, None)
        if task is not None:
            task.cancel()

    async def _follow(self, room: Room) -> None:
        while not room.gone:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(room.rung.wait(), self._poll_seconds)
            room.rung.clear()
            try:
                room.take(await self._fresh(room))
            except (DatabaseDown, DependencyDown) as down:
                log.warning("room %s cannot be read now: %s", room.analysis_id, down)
                room.wait_for(down.dependency if isinstance(down, DependencyDown) else DATABASE)
                await asyncio.sleep(self._poll_seconds)
            except Exception:
                log.exception("room %s could not be read", room.analysis_id)
                await asyncio.sleep(self._poll_seconds)

    async def _fresh(self, room: Room) -> Change | None:
        """What is new; everything, when the projection was built anew in between."""
        change = await self._read(room.analysis_id, room.seq)
        if change is not None and change.epoch != room.epoch:
            change = await self._read(room.analysis_id, 0)
        return change
