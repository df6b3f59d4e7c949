"""The laptop stack: starting it, looking at it, stopping it."""

import os
import time
from pathlib import Path
from typing import Annotated

import typer
from local_stack import api as local_stack
from pydantic import ValidationError
from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from outlier_cli import options
from outlier_cli.endpoint import Endpoint
from outlier_cli.errors import UsageError
from outlier_cli.terminal import Terminal

Port = Annotated[
    int | None, typer.Option("--port", min=1, max=65535, help="The gateway's port; a free one unless told.")
]
World = Annotated[
    Path | None,
    typer.Option("--world", metavar="FILE", help="Serve this world instead of YouTube.", exists=True, dir_okay=False),
]
LatencyMs = Annotated[
    int, typer.Option("--latency-ms", min=0, help="How long each call of the simulated YouTube takes.")
]
Scale = Annotated[list[str] | None, typer.Option("--scale", metavar="SERVICE=N", help="Processes of a service.")]
Brokers = Annotated[
    int, typer.Option("--brokers", min=1, max=3, help="Kafka brokers: 1, or 3 that keep copies for one another.")
]
Fresh = Annotated[bool, typer.Option("--fresh", help="Forget the data of before.")]


def up(  # noqa: PLR0913 -- a command's options are its parameters
    *,
    detach: Annotated[
        bool, typer.Option("--detach/--foreground", help="Return when it is ready, or stay until Ctrl-C.")
    ] = True,
    data: options.Data = None,
    port: Port = None,
    world: World = None,
    latency_ms: LatencyMs = 0,
    scale: Scale = None,
    brokers: Brokers = 1,
    fresh: Fresh = False,
    as_json: options.Json = False,
) -> None:
    """Start the laptop stack, and return when it is ready.

    YouTube is the simulator with its demo world; the real one with YOUTUBE_API_KEY set; FILE's world with --world.
    """
    asked = asked_for(data, port=port, world=world, latency_ms=latency_ms, scale=scale, brokers=brokers, fresh=fresh)
    terminal = Terminal(as_json=as_json)
    with terminal.err.status("Starting…") as line:
        began = time.monotonic()
        if detach:
            status = local_stack.up(asked, tell=lambda what: line.update(f"Starting: {what}"))
            line.stop()
            _told(terminal, status, seconds=time.monotonic() - began)
            return
        with local_stack.running(asked, tell=lambda what: line.update(f"Starting: {what}")) as status:
            line.stop()
            _told(terminal, status, seconds=time.monotonic() - began)
            terminal.say("Ctrl-C stops it.")
            wait_for_ctrl_c()


def asked_for(
    data: Path | None,
    *,
    port: int | None = None,
    world: Path | None = None,
    latency_ms: int = 0,
    scale: list[str] | None = None,
    brokers: int = 1,
    fresh: bool = False,
) -> local_stack.UpOptions:
    """The stack that the options describe; the key for YouTube is the environment's `YOUTUBE_API_KEY`.

    Raises:
        UsageError: They describe none.
    """
    try:
        return local_stack.UpOptions.model_validate(
            {
                "data": data or local_stack.DEFAULT_DATA,
                "port": port,
                "world": world.absolute() if world else None,
                "latency_ms": latency_ms,
                "scale": local_stack.parse_scale(scale or []),
                "brokers": brokers,
                "fresh": fresh,
                "youtube_api_key": os.environ.get("YOUTUBE_API_KEY") or None,
            }
        )
    except ValidationError as error:
        raise UsageError("; ".join(str(fault["msg"]) for fault in error.errors())) from error


def wait_for_ctrl_c() -> None:
    """Return when the person presses Ctrl-C."""
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        return


def _told(terminal: Terminal, status: local_stack.StackStatus, *, seconds: float) -> None:
    terminal.answer(status.model_dump(mode="json"), _processes(status))
    terminal.say(Text(f"Ready in {seconds:.1f} s.", style="green"))


def _processes(status: local_stack.StackStatus) -> RenderableType:
    places = Table.grid(padding=(0, 2))
    places.add_column(style="dim")
    places.add_column(overflow="fold")
    places.add_row("page and API", Endpoint(status.url).page())
    places.add_row("YouTube", status.simulator_url or "the real one")
    places.add_row("Kafka", status.kafka)
    places.add_row("Valkey", status.redis)
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("Process")
    table.add_column("pid", justify="right")
    table.add_column("ready")
    table.add_column("restarts", justify="right")
    for process in status.processes:
        ready = Text("yes", style="green") if process.ready else Text("no", style="red")
        table.add_row(process.service, str(process.pid), ready, str(process.restarts))
    return Group(table, places)


def status(*, data: options.Data = None, as_json: options.Json = False) -> None:
    """Show where the running stack's parts are, and how they do."""
    found = local_stack.status(data or local_stack.DEFAULT_DATA)
    Terminal(as_json=as_json).answer(found.model_dump(mode="json"), _processes(found))


def down(*, data: options.Data = None, as_json: options.Json = False) -> None:
    """Stop what `up` started; the data stay."""
    folder = data or local_stack.DEFAULT_DATA
    stopped = local_stack.down(folder)
    said = "Stopped; the data stay." if stopped else f"Nothing runs on {folder}."
    Terminal(as_json=as_json).answer({"stopped": stopped}, said)
