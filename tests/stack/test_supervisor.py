"""Processes that are kept running, and the guard that ends them when nobody keeps them any more."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from local_stack.errors import ProcessFailedError
from local_stack.guard import Guard
from local_stack.process import Process
from local_stack.supervisor import Supervisor

from tests.stack.fakes import exists, program

FOREVER = "import time; time.sleep(600)"
STUBBORN = "import signal as s, time; s.signal(s.SIGTERM, s.SIG_IGN); print('deaf', flush=True); time.sleep(600)"


@pytest.fixture
def guard():
    guard = Guard()
    yield guard
    guard.close()


def _gone(pid: int) -> bool:
    """Has the process ended? One that waits for its parent to take notice counts."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


async def _until(condition, seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come about in time"
        await asyncio.sleep(0.02)


async def test_a_killed_process_is_started_again_and_the_restart_is_counted(guard, tmp_path):
    changes: list[int] = []
    async with Supervisor(guard, changed=lambda: changes.append(1)) as supervisor:
        await supervisor.start(program(FOREVER, tmp_path), stage=0)
        (before,) = supervisor.status()
        assert (before.ready, before.restarts) == (True, 0)

        os.kill(before.pid, signal.SIGKILL)
        await _until(lambda: supervisor.status()[0].restarts == 1 and supervisor.status()[0].ready)
        (after,) = supervisor.status()
        assert after.pid != before.pid
        assert changes
    assert _gone(after.pid)


async def test_a_process_that_is_not_ready_any_more_is_shown_so(guard, tmp_path):
    sign = tmp_path / "ready"
    sign.touch()
    async with Supervisor(guard, changed=lambda: None) as supervisor:
        await supervisor.start(program(FOREVER, tmp_path, ready=exists(sign)), stage=0)
        sign.unlink()
        await _until(lambda: not supervisor.status()[0].ready)
        sign.touch()
        await _until(lambda: supervisor.status()[0].ready)


async def test_a_process_that_is_ready_and_of_no_use_for_a_while_is_started_again(guard, tmp_path):
    sign = tmp_path / "well"
    sign.touch()
    async with Supervisor(guard, changed=lambda: None, well_seconds=0.05) as supervisor:
        await supervisor.start(program(FOREVER, tmp_path, well=exists(sign)), stage=0)
        (before,) = supervisor.status()
        await asyncio.sleep(0.5)
        assert supervisor.status() == (before,)

        sign.unlink()
        await _until(lambda: supervisor.status()[0].restarts == 1)
        sign.touch()
        await _until(lambda: supervisor.status()[0].ready)


async def test_a_process_that_is_not_ready_is_left_to_become_so(guard, tmp_path):
    sign = tmp_path / "ready"
    sign.touch()
    async with Supervisor(guard, changed=lambda: None, well_seconds=0.05) as supervisor:
        spec = program(FOREVER, tmp_path, ready=exists(sign), well=exists(tmp_path / "never"))
        sign.unlink()
        starting = asyncio.create_task(supervisor.start(spec, stage=0))
        await asyncio.sleep(0.5)
        sign.touch()
        await starting
        assert supervisor.status()[0].restarts == 0


async def test_a_process_that_ends_before_it_is_ready_is_reported_at_once_with_its_own_words(guard, tmp_path):
    spec = program("raise SystemExit('FATAL: no room')", tmp_path, ready=exists(tmp_path / "never"))
    with pytest.raises(ProcessFailedError, match="program ended with 1 before it was ready: FATAL: no room"):
        async with Supervisor(guard, changed=lambda: None) as supervisor:
            await supervisor.start(spec, stage=0)


async def test_a_process_that_is_not_ready_in_time_is_reported(guard, tmp_path):
    spec = program(FOREVER, tmp_path, ready=exists(tmp_path / "never"))
    with pytest.raises(ProcessFailedError, match=r"was not ready within 0\.2 s"):
        async with Supervisor(guard, changed=lambda: None) as supervisor:
            await supervisor.start(spec, stage=0, timeout_seconds=0.2)


async def test_a_program_that_is_not_there_is_reported(guard, tmp_path):
    spec = program(FOREVER, tmp_path)
    missing = type(spec)(name="ghost", command=(str(tmp_path / "ghost"),), log=spec.log, ready=spec.ready)
    with pytest.raises(ProcessFailedError, match="ghost cannot be started"):
        await Process.start(missing, guard)


async def test_later_stages_are_stopped_before_earlier_ones(guard, tmp_path):
    order = tmp_path / "order"
    code = (
        "import pathlib, signal, sys, time\n"
        "def end(*_):\n"
        f"    with open({str(order)!r}, 'a') as log: log.write(NAME)\n"
        "    sys.exit(0)\n"
        "signal.signal(signal.SIGTERM, end)\n"
        f"pathlib.Path({str(tmp_path)!r}, NAME).touch()\n"
        "time.sleep(600)\n"
    )
    async with Supervisor(guard, changed=lambda: None) as supervisor:
        for stage, name in enumerate(("a", "b", "c")):
            spec = program(f"NAME = {name!r}\n{code}", tmp_path, name=name, ready=exists(tmp_path / name))
            await supervisor.start(spec, stage=stage)
    assert order.read_text() == "cba"


async def test_a_process_that_ignores_being_asked_is_killed(guard, tmp_path):
    spec = program(STUBBORN, tmp_path, grace_seconds=1)
    process = await Process.start(spec, guard)
    await _until(lambda: spec.log.read_text().startswith("deaf"))
    await process.stop()
    assert not process.running


def test_the_guard_ends_what_a_killed_supervisor_leaves(tmp_path):
    supervisor = textwrap.dedent(f"""
        import asyncio, os, pathlib, signal
        from local_stack.guard import Guard
        from local_stack.process import Process
        from tests.stack.fakes import program

        async def main():
            guard = Guard(grace_seconds=1)
            folder = pathlib.Path({str(tmp_path)!r})
            started = [await Process.start(program(code, folder), guard) for code in ({FOREVER!r}, {STUBBORN!r})]
            print(*(process.pid for process in started), flush=True)
            os.kill(os.getpid(), signal.SIGKILL)

        asyncio.run(main())
    """)
    done = subprocess.run(
        [sys.executable, "-c", supervisor], capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2]
    )
    pids = [int(pid) for pid in done.stdout.split()]
    assert len(pids) == 2, done.stderr
    deadline = time.monotonic() + 30
    while not all(map(_gone, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    left = [pid for pid in pids if not _gone(pid)]
    for pid in left:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    assert left == []
