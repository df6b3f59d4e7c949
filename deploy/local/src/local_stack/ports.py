"""Free loopback ports that stay free: all are held until all are known, and none is one the system lends out."""

import random
import socket
from collections.abc import Iterable
from contextlib import ExitStack

from local_stack.errors import PortTakenError, StackError

LOOPBACK = "127.0.0.1"

# Below the ranges from which Linux (32768 up) and macOS (49152 up) take the local end of outgoing connections: a
# process that is started again finds its port free, however many connections were opened meanwhile.
_FIRST, _LAST = 15_000, 32_000
_TRIES = 2_000


def free_ports(count: int, *, prefer: Iterable[int | None] = ()) -> list[int]:
    """Find distinct ports of the loopback interface on which nobody listens.

    Args:
        count: How many, ≥ 0.
        prefer: Ports to take where they are free, by position; None = any. Shorter than `count` is fine.

    Returns:
        `count` ports, each bindable a moment ago.

    Raises:
        StackError: So many ports are taken that a search does not find enough.
    """
    wanted = [*prefer][:count]
    wanted += [None] * (count - len(wanted))
    with ExitStack() as held:
        return [_hold(port, held) or _hold_any(held) for port in wanted]


def claim(port: int) -> int:
    """Check that a port which was asked for is free.

    Raises:
        PortTakenError: Somebody listens on it, or the system does not let us have it.
    """
    with ExitStack() as held:
        if _hold(port, held) is None:
            raise PortTakenError(f"port {port} is taken: choose another with --port, or leave it out and one is found")
    return port


def _hold(port: int | None, held: ExitStack) -> int | None:
    if port is None:
        return None
    listener = held.enter_context(socket.socket())
    # As servers do: the remains of closed connections are no obstacle.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
        listener.listen(1)
    except OSError:
        return None
    return port


def _hold_any(held: ExitStack) -> int:
    draw = random.Random()  # noqa: S311 - a spread over the range, not a secret
    for _ in range(_TRIES):
        if port := _hold(draw.randint(_FIRST, _LAST), held):
            return port
    raise StackError(f"no free port found between {_FIRST} and {_LAST}")
