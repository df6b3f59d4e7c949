"""Is a process ready to work? One question a kind of server; each answers yes or no and raises nothing."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

from local_stack.ports import LOOPBACK

Probe = Callable[[], Awaitable[bool]]

# One question may take so long; a process under load answers late, a dead port refuses at once.
_TIMEOUT_SECONDS = 2.0
_NOBODYS_GROUP = "local_stack.probe"


def http_ready(port: int, path: str = "/ready") -> Probe:
    """Ready when GET `path` answers 200."""

    async def probe() -> bool:
        request = f"GET {path} HTTP/1.0\r\nHost: {LOOPBACK}:{port}\r\n\r\n".encode()
        answer = await _first_line(port, request)
        return answer.split()[1:2] == [str(HTTPStatus.OK.value).encode()]

    return probe


def valkey_ready(port: int) -> Probe:
    """Ready when PING is answered: while it reads its file it answers LOADING."""

    async def probe() -> bool:
        return await _first_line(port, b"PING\r\n") == b"+PONG\r\n"

    return probe


def postgres_ready(port: int, pg_isready: Path) -> Probe:
    """Ready when `pg_isready` says so: the port opens before the database takes connections."""

    async def probe() -> bool:
        if not await _listens(port):
            return False
        command = (str(pg_isready), "-q", "-h", LOOPBACK, "-p", str(port))
        return await (await asyncio.create_subprocess_exec(*command)).wait() == 0

    return probe


def kafka_ready(port: int) -> Probe:
    """Ready when the broker's metadata names a broker: its port opens before it may be used."""

    async def names_a_broker(client: Any) -> bool:  # noqa: ANN401 - aiokafka has no types
        return bool(client.cluster.brokers())

    async def probe() -> bool:
        return await _listens(port) and await _asked(port, names_a_broker, otherwise=False)

    return probe


def kafka_coordinates(port: int, node: int) -> Probe:
    """No only where this broker is the one that keeps the groups' offsets, and refuses to.

    A broker that is started after its disk was full has been seen to fail to load them, and not to try again: it takes
    and hands out records, and every group stands still (`NOT_COORDINATOR`) until it is started once more.
    """

    async def probe() -> bool:
        # Who does not answer at all is not ready, which is another question.
        return await _asked(port, lambda client: keeps_offsets(client, node), otherwise=True)

    return probe


async def keeps_offsets(client: Any, node: int) -> bool:  # noqa: ANN401 - aiokafka has no types
    """Whether a broker that is said to keep the groups' offsets does; of any other it is true.

    Raises:
        KafkaError: It cannot be asked.
    """
    from aiokafka.client import CoordinationType  # noqa: PLC0415
    from aiokafka.errors import NotCoordinatorForGroupError  # noqa: PLC0415
    from aiokafka.protocol.admin import DescribeGroupsRequest  # noqa: PLC0415

    if await client.coordinator_lookup(CoordinationType.GROUP, _NOBODYS_GROUP) != node:
        return True
    answer = await client.send(node, DescribeGroupsRequest([_NOBODYS_GROUP]))
    return all(group[0] != NotCoordinatorForGroupError.errno for group in answer.groups)


async def _asked(port: int, question: Callable[[Any], Awaitable[bool]], *, otherwise: bool) -> bool:
    """What a client that is connected to the broker finds; `otherwise` where none can be."""
    from aiokafka.client import AIOKafkaClient  # noqa: PLC0415 - a quarter second, better spent while Kafka starts
    from aiokafka.errors import KafkaError  # noqa: PLC0415

    client = AIOKafkaClient(bootstrap_servers=[f"{LOOPBACK}:{port}"], request_timeout_ms=int(_TIMEOUT_SECONDS * 1000))
    try:
        await client.bootstrap()
        return await question(client)
    except (KafkaError, OSError):
        return otherwise
    finally:
        await client.close()


async def _listens(port: int) -> bool:
    with contextlib.suppress(OSError, TimeoutError):
        async with asyncio.timeout(_TIMEOUT_SECONDS):
            _, writer = await asyncio.open_connection(LOOPBACK, port)
        writer.close()
        return True
    return False


async def _first_line(port: int, request: bytes) -> bytes:
    """The first line of the answer, b"" where there is none."""
    with contextlib.suppress(OSError, TimeoutError, ValueError, asyncio.IncompleteReadError):
        async with asyncio.timeout(_TIMEOUT_SECONDS):
            reader, writer = await asyncio.open_connection(LOOPBACK, port)
            try:
                writer.write(request)
                return await reader.readuntil(b"\n")
            finally:
                writer.close()
    return b""
