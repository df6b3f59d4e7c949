"""The whole stack on one folder, with stand-ins for the services: it starts, is watched, ends, says what is wrong."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import httpx
import pytest
from aiokafka.admin import AIOKafkaAdminClient
from common.streams import all_topics
from local_stack import api
from local_stack.ports import free_ports
from redis.asyncio import Redis

from tests.stack.fakes import write_services

pytestmark = pytest.mark.timeout(300)  # some start a stack twice, and each start takes what the machine has to give


@pytest.fixture(autouse=True)
def stand_ins(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Services that only answer HTTP, found before the real ones."""
    folder = tmp_path_factory.mktemp("services")
    write_services(folder)
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.delenv("YOUTUBE_API_KEY", raising=False)


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """A folder for a stack, with a blank in its path; what runs on it at the end is stopped."""
    folder = tmp_path / "a stack"
    yield folder
    api.down(folder)


def _gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def _wait(condition, seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.05)


async def test_up_returns_when_every_part_answers_and_down_leaves_nothing(data):
    told: list[str] = []
    status = api.up(api.UpOptions(data=data, scale={"scorer": 2}), tell=told.append)

    assert sorted(process.service for process in status.processes) == sorted(
        [
            "gateway",
            "youtube_fetcher",
            "discovery",
            "scorer",
            "scorer",
            "youtube_simulator",
            "kafka",
            "postgres",
            "valkey",
        ]
    )
    assert all(process.ready and process.restarts == 0 for process in status.processes)
    assert len(told) == len(status.processes)
    assert status.simulator_url is not None
    async with httpx.AsyncClient() as http:
        for url in (status.url, status.simulator_url):
            assert (await http.get(f"{url}/ready")).status_code == 200
    connection = await asyncpg.connect(status.postgres)
    await connection.close()
    async with Redis.from_url(status.redis) as redis:
        assert await redis.ping()
    admin = AIOKafkaAdminClient(bootstrap_servers=status.kafka)
    await admin.start()
    assert {topic.name for topic in all_topics()} <= set(await admin.list_topics())
    await admin.close()

    assert api.status(data) == status
    assert stat.S_IMODE((data / "stack.json").stat().st_mode) == 0o600
    assert api.down(data)
    assert all(_gone(process.pid) for process in status.processes)
    with pytest.raises(api.NotRunningError, match="no stack runs on"):
        api.status(data)
    assert not api.down(data)


def test_a_killed_service_comes_back_on_its_port_and_the_stack_keeps_its_ports_over_a_restart(data):
    status = api.up(api.UpOptions(data=data))
    scorer = next(process for process in status.processes if process.service == "scorer")
    os.kill(scorer.pid, signal.SIGKILL)
    _wait(lambda: any(p.service == "scorer" and p.restarts == 1 and p.ready for p in api.status(data).processes))
    assert api.status(data).url == status.url

    with pytest.raises(api.StackError, match=r"a stack runs on .* already: `outlier down` ends it"):
        api.up(api.UpOptions(data=data))

    api.down(data)
    again = api.up(api.UpOptions(data=data))
    assert (again.url, again.kafka, again.postgres, again.redis) == (
        status.url,
        status.kafka,
        status.postgres,
        status.redis,
    )


def test_a_stack_runs_on_while_its_state_cannot_be_written(data):
    status = api.up(api.UpOptions(data=data))
    scorer = next(process for process in status.processes if process.service == "scorer")
    (data / ".stack.json").mkdir()
    os.kill(scorer.pid, signal.SIGKILL)
    _wait(lambda: "state cannot be written" in (data / "logs" / "supervisor.log").read_text())
    (data / ".stack.json").rmdir()
    os.kill(next(process for process in status.processes if process.service == "discovery").pid, signal.SIGKILL)
    _wait(lambda: all(process.ready for process in api.status(data).processes if process.restarts))
    _wait(lambda: sum(process.restarts for process in api.status(data).processes) == 2)


def test_a_killed_supervisor_leaves_nothing_and_the_folder_can_be_used_again(data):
    status = api.up(api.UpOptions(data=data))
    os.kill(int((data / "lock").read_text()), signal.SIGKILL)
    with pytest.raises(api.NotRunningError):
        _wait(lambda: api.status(data) is None)
    _wait(lambda: all(_gone(process.pid) for process in status.processes))
    assert all(process.ready for process in api.up(api.UpOptions(data=data)).processes)


def test_a_stack_in_the_foreground_ends_with_its_starter_even_if_that_is_killed(data):
    starter = (
        "import os, pathlib, signal, sys; from local_stack import api\n"
        "with api.running(api.UpOptions(data=pathlib.Path(sys.argv[1]))) as status:\n"
        "    print(status.model_dump_json(), flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", starter, str(data)], capture_output=True, text=True, check=False)
    pids = [process["pid"] for process in json.loads(done.stdout)["processes"]]
    assert len(pids) == 8
    _wait(lambda: all(_gone(pid) for pid in pids))


def test_a_taken_port_is_one_clear_line(data):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        with pytest.raises(api.StackError, match=rf"^port {port} is taken: choose another with --port.*$"):
            api.up(api.UpOptions(data=data, port=port))


def test_the_gateway_serves_at_the_port_that_was_asked_for(data):
    [port] = free_ports(1)  # none that the system may lend to a connection until the gateway listens
    assert api.up(api.UpOptions(data=data, port=port)).url == f"http://127.0.0.1:{port}"


def test_an_engine_that_cannot_start_is_named_with_what_its_log_says(data):
    api.up(api.UpOptions(data=data))
    api.down(data)
    (data / "postgres" / "cluster" / "PG_VERSION").write_text("9\n")
    with pytest.raises(api.StackError, match=r"^postgres ended with 1 before it was ready: .*incompatible.*$"):
        api.up(api.UpOptions(data=data))
    assert all(process.ready for process in api.up(api.UpOptions(data=data, fresh=True)).processes)


def test_a_folder_that_holds_something_else_is_left_alone(data):
    data.mkdir()
    (data / "kafka").mkdir()
    with pytest.raises(api.StackError, match="is not empty and holds no stack's data") as refused:
        api.up(api.UpOptions(data=data, fresh=True))
    assert refused.value.exit_code == 2
    assert (data / "kafka").is_dir()


def test_a_world_that_is_missing_is_wrong_usage(data):
    with pytest.raises(api.StackError, match=r"--world .*nowhere\.json: No such file") as refused:
        api.up(api.UpOptions(data=data, world=data / "nowhere.json"))
    assert refused.value.exit_code == 2


@pytest.mark.parametrize("request_", ["scorer", "scorer=0", "scorer=x", "kafka=3", "scorer=13"])
def test_a_scale_that_makes_no_sense_is_wrong_usage(request_):
    with pytest.raises(api.UsageError, match="write SERVICE=N"):
        api.parse_scale([request_])
