"""aiokafka's client and routines, mended: errors that it does not hear, and routines that end without a word."""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from aiokafka.errors import KafkaError, for_code
from aiokafka.protocol.commit import OffsetFetchRequest

log = logging.getLogger(__name__)


def mend(client: Any) -> None:  # noqa: ANN401  aiokafka has no types
    """Have a client raise, to its callers and to itself, two errors that aiokafka 0.14 does not hear.

    - uvloop raises `RuntimeError` where somebody writes to a connection that the other side has just reset; asyncio's
      own loop raises nothing. aiokafka expects `OSError` (its issue 1038), and the routine that wrote ends.
    - From its second version on, an answer to OffsetFetch has one error code for the whole request and then names no
      partition. A broker that was just started answers so until it has read its groups' offsets (14, 16). aiokafka
      looks at the partitions' own codes alone, takes the answer for "nothing was committed", and begins every
      partition anew: 28 days of work, once more.

    As errors that it knows, aiokafka tries both again.
    """
    client._get_conn = partial(_connection, client._get_conn)  # noqa: SLF001  each connection is made here
    client.send = partial(_send, client.send)


def end_process_with(*routines: "asyncio.Future[Any]") -> None:
    """End this process, in good order, when a routine in the background fails.

    aiokafka starts none again: its group, or its producer, would stand still in a process that looks well. Whoever
    supervises the process starts another; nothing is lost, as nothing is committed that was not done.
    """
    for routine in routines:
        routine.add_done_callback(_end_process)


class _Writer(asyncio.StreamWriter):
    """Writes to a connection; one that is closed raises what aiokafka expects."""

    def write(self, data: bytes | bytearray | memoryview) -> None:
        try:
            super().write(data)
        except RuntimeError as error:
            raise ConnectionResetError(str(error)) from error


async def _connection(get: Callable[..., Awaitable[Any]], *place: Any, **how: Any) -> Any:  # noqa: ANN401
    """A connection to a broker, None where there is none."""
    try:
        connection = await get(*place, **how)
    except KafkaError:  # which is a RuntimeError, too
        raise
    except RuntimeError:  # lost while it was made
        return None
    if connection is not None and connection._writer is not None:  # noqa: SLF001
        connection._writer.__class__ = _Writer  # noqa: SLF001  another writer in its place would close the connection
    return connection


async def _send(send: Callable[..., Awaitable[Any]], node_id: int, request: Any, **how: Any) -> Any:  # noqa: ANN401
    """The answer of a broker.

    Raises:
        KafkaError: There is none, or it is an error for the whole request.
    """
    answer = await send(node_id, request, **how)
    if isinstance(request, OffsetFetchRequest) and (code := getattr(answer, "error_code", 0)):
        raise for_code(code)
    return answer


def _end_process(routine: "asyncio.Future[Any]") -> None:
    if not routine.cancelled() and (error := routine.exception()) is not None:
        log.critical("a routine of the Kafka client failed: this process ends", exc_info=error)
        signal.raise_signal(signal.SIGTERM)
