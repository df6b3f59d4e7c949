"""`make run`: a stack, an analysis worth looking at, and the page; gone again with Ctrl-C."""

import os
import sys
import time
import webbrowser
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated

import typer
from local_stack import api as local_stack
from rich.text import Text

from outlier_cli import options
from outlier_cli.answers import Document
from outlier_cli.asking import request
from outlier_cli.commands.stack import LatencyMs, Port, World, asked_for, wait_for_ctrl_c
from outlier_cli.endpoint import Endpoint
from outlier_cli.errors import UsageError
from outlier_cli.gateway import Gateway
from outlier_cli.session import Session
from outlier_cli.terminal import Terminal
from outlier_cli.watching import watch_to_the_end

_DEMO_CHANNELS = ("Second Helpings", "Callum Bakes")
_DEMO_PROFILE = "home-cooking"
"""Two channels of the demo world, and the bundled profile of their niche."""
_DEMO_SIZE = 30
"""Channels that are looked into: most of the niche."""


def run(
    *,
    once: Annotated[bool, typer.Option("--once", help="End after the table.")] = False,
    exclude: Annotated[
        str, typer.Option("--exclude", metavar='"A,B"', help="Channels whose topics are taken, by commas.")
    ] = "",
    data: options.Data = None,
    port: Port = None,
    world: World = None,
    latency_ms: LatencyMs = 0,
) -> None:
    """Start the stack, analyse the demo world, show the result; Ctrl-C stops everything."""
    asked = asked_for(data, port=port, world=world, latency_ms=latency_ms)
    body = _body(exclude, simulated=asked.simulated, demo=world is None)
    terminal = Terminal()
    with _stack(asked, terminal) as (status, ours):
        endpoint = Endpoint(status.url)
        terminal.say(f"The page is at {endpoint.page()}")
        with Gateway(endpoint) as gateway:
            session = Session(endpoint, gateway, terminal)
            started = gateway.start(body)
            if not once and _has_desktop(os.environ):
                webbrowser.open(endpoint.page(str(started["id"])))
            watch_to_the_end(session, started)
        if not once:
            terminal.say(Text("Ctrl-C stops everything." if ours else "Ctrl-C ends this; the stack runs on."))
            wait_for_ctrl_c()
            if ours:
                terminal.say("Stopping…")


def _body(exclude: str, *, simulated: bool, demo: bool) -> Document:
    """What to analyse: the named channels, else the demo world's.

    Raises:
        UsageError: On the real YouTube, or in another world, nobody is named.
    """
    names = [name.strip() for name in exclude.split(",") if name.strip()]
    if simulated and demo:
        return request(names=names or _DEMO_CHANNELS, profile_name=_DEMO_PROFILE, max_channels=_DEMO_SIZE)
    if not names:
        raise UsageError(
            'Say which channels\' topics are taken: EXCLUDE="Name A,Name B" with make, else --exclude "Name A,Name B".'
        )
    return request(names=names)


@contextmanager
def _stack(asked: local_stack.UpOptions, terminal: Terminal) -> Iterator[tuple[local_stack.StackStatus, bool]]:
    """A ready stack, and whether it is ours to stop: the one that runs already, else one for as long as the block."""
    if (found := _running(asked)) is not None:
        yield found, False
        return
    began = time.monotonic()
    line = terminal.err.status("Starting…")
    with line, local_stack.running(asked, tell=lambda what: line.update(f"Starting: {what}")) as status:
        line.stop()
        terminal.say(Text(f"The stack is ready after {time.monotonic() - began:.1f} s.", style="green"))
        yield status, True


def _running(asked: local_stack.UpOptions) -> local_stack.StackStatus | None:
    try:
        return local_stack.status(asked.data)
    except local_stack.NotRunningError:
        return None


def _has_desktop(environ: Mapping[str, str]) -> bool:
    """Whether somebody sits in front of a screen that can show a page."""
    if not sys.stdout.isatty():
        return False
    return sys.platform in {"darwin", "win32"} or bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))
