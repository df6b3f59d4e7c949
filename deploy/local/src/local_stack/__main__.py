"""`python -m local_stack`: the supervisor's process, which `local_stack.api` starts and talks to.

It reads what is asked for as one JSON line, and answers with JSON lines: `{"told": …}` as things come about, then
`{"status": …}` or `{"failed": …, "exit_code": …}`. While its input stays open it runs; `detach` lets it run on without.
"""

import asyncio
import json
import logging
import os
import signal
import sys
from pathlib import Path

from local_stack import logs
from local_stack.data_folder import DataFolder
from local_stack.errors import StackError
from local_stack.options import UpOptions
from local_stack.paths import default_cache
from local_stack.stack import running

DETACH = b"detach\n"


def _say(**words: object) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def _log_to(path: Path) -> None:
    """From here on, what would go to the terminal goes to a file: the terminal is not ours for as long as we run."""
    logs.bound(path)
    log = logs.open_log(path)
    os.dup2(log, sys.stderr.fileno())
    os.close(log)
    logging.basicConfig(stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s %(message)s")


async def _orders() -> asyncio.StreamReader:
    orders = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    return orders


async def _run(options: UpOptions) -> None:
    folder = DataFolder(options.data)
    with folder.claim(fresh=options.fresh) as lock:
        _log_to(folder.logs / "supervisor.log")
        async with running(options, folder, lock, cache=default_cache(), tell=lambda what: _say(told=what)) as status:
            _say(status=status.model_dump(mode="json"))
            await asyncio.Event().wait()


async def _let_go(orders: asyncio.StreamReader) -> None:
    """Return when whoever started us is gone without having let us run on."""
    if await orders.readline() == DETACH:
        await asyncio.Event().wait()


async def main() -> int:
    """Run the stack that is asked for on standard input, until told to end.

    Returns:
        The exit code.
    """
    orders = await _orders()
    options = UpOptions.model_validate_json(await orders.readline())
    work = asyncio.create_task(_run(options))
    watch = asyncio.create_task(_let_go(orders))
    watch.add_done_callback(lambda _: work.cancel())
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, watch.cancel)
    try:
        await work
    except asyncio.CancelledError:
        return 0
    except StackError as error:
        _say(failed=str(error), exit_code=error.exit_code)
        return error.exit_code
    return 0


if __name__ == "__main__":
    if os.fork():  # whoever started us waits for this process alone; what runs on is nobody's child
        os._exit(0)
    sys.exit(asyncio.run(main()))
