"""How a process begins: as a program of its own (`execute`), or in another way that looks the same (`forks`)."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import Protocol

from local_stack import logs
from local_stack.process_spec import ProcessSpec


class Child(Protocol):
    """A process that was begun."""

    @property
    def pid(self) -> int:
        """Its number, which is its process group's too."""

    @property
    def returncode(self) -> int | None:
        """How it ended: its exit status, or −N where signal N ended it; None while it runs."""

    async def wait(self) -> int:
        """Wait for its end; the same answer as `returncode`."""


Launch = Callable[[ProcessSpec], Awaitable[Child]]


async def execute(spec: ProcessSpec) -> Child:
    """Run the spec's command.

    Raises:
        OSError: It cannot be run, or its log not be written.
    """
    log = logs.open_log(spec.log)
    try:
        return await asyncio.create_subprocess_exec(
            *spec.command,
            env=dict(spec.env),
            cwd=spec.cwd,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            user=spec.account.uid if spec.account else None,
            group=spec.account.gid if spec.account else None,
            extra_groups=[] if spec.account else None,
        )
    finally:
        os.close(log)
