"""Services as forks of the nursery: the same as programs of their own, only sooner there."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from local_stack.forks import Forks
from local_stack.guard import Guard
from local_stack.process import Process
from local_stack.process_spec import ProcessSpec

from tests.stack.fakes import exists

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="services are forked on Linux alone")

MODULE = """\
import os, pathlib, sys, time
print("says", __name__, os.environ["WORD"], len(sys.argv), os.getcwd(), "TMP_NURSERY" in os.environ, flush=True)
pathlib.Path(os.environ["SIGN"]).touch()
if "STATUS" in os.environ:
    sys.exit(int(os.environ["STATUS"]))
time.sleep(600)
"""


@pytest.fixture(scope="module")
def guard():
    guard = Guard(grace_seconds=1)
    yield guard
    guard.close()


@pytest.fixture(scope="module")
async def forks(tmp_path_factory) -> AsyncIterator[Forks]:
    folder = tmp_path_factory.mktemp("modules")
    (folder / "stand_in.py").write_text(MODULE)
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(folder)
    os.environ["TMP_NURSERY"] = "the nursery's own"
    try:
        async with Forks() as forks:
            yield forks
    finally:
        del os.environ["TMP_NURSERY"], os.environ["PYTHONPATH"]
        if before is not None:
            os.environ["PYTHONPATH"] = before


@pytest.fixture
def spec(tmp_path: Path) -> ProcessSpec:
    return ProcessSpec(
        name="stand_in",
        command=(sys.executable, "-m", "stand_in"),
        module="stand_in",
        env={"WORD": "hello", "SIGN": str(tmp_path / "up")},
        log=tmp_path / "stand_in.log",
        ready=exists(tmp_path / "up"),
        grace_seconds=2,
    )


def _parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


async def test_a_fork_runs_its_module_as_a_program_with_an_environment_of_its_own(forks, guard, spec):
    process = await Process.start(spec, guard, launch=forks.launch)
    await process.until_ready()
    assert spec.log.read_text() == "says __main__ hello 1 / False\n"
    assert os.getpgid(process.pid) == process.pid
    await process.stop()
    assert not process.running


async def test_the_exit_status_of_a_fork_is_told(forks, guard, spec):
    ended = await Process.start(replace(spec, env={**spec.env, "STATUS": "3"}), guard, launch=forks.launch)
    assert await ended.wait() == 3


async def test_a_module_that_is_missing_fails_with_its_reason_in_the_log(forks, guard, spec):
    missing = await Process.start(replace(spec, module="no_such_module"), guard, launch=forks.launch)
    assert await missing.wait() == 1
    assert "No module named no_such_module" in missing.cause()


async def test_a_killed_fork_is_told_and_can_be_begun_again(forks, guard, spec):
    process = await Process.start(spec, guard, launch=forks.launch)
    os.kill(process.pid, signal.SIGKILL)
    assert await process.wait() == -signal.SIGKILL
    again = await Process.start(spec, guard, launch=forks.launch)
    await again.until_ready()
    await again.stop()


async def test_when_the_nursery_is_killed_its_forks_end_and_the_next_is_begun_by_a_new_one(guard, spec, forks):
    process = await Process.start(spec, guard, launch=forks.launch)
    os.kill(_parent(process.pid), signal.SIGKILL)
    assert await asyncio.wait_for(process.wait(), 30) == -signal.SIGKILL
    again = await Process.start(spec, guard, launch=forks.launch)
    await again.until_ready()
    await again.stop()
