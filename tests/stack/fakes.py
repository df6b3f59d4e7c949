"""Stand-ins: services that answer HTTP and nothing else, and programs that live, fail or ignore being asked to end."""

import sys
from pathlib import Path

from local_stack.probe import Probe
from local_stack.process_spec import ProcessSpec, bare_environment

SERVICES = ("gateway", "discovery", "scorer", "youtube_fetcher", "youtube_simulator")

_SERVICE = """\
import os, signal, sys
from http.server import BaseHTTPRequestHandler, HTTPServer

class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_): ...

signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
port = int(os.environ[__spec__.name.split(".")[0].upper() + "_HTTP_PORT"])
HTTPServer(("127.0.0.1", port), Answer).serve_forever()
"""


def write_services(folder: Path) -> None:
    """Lay out a package of each service's name; first on PYTHONPATH, they run instead of the real ones."""
    for service in SERVICES:
        package = folder / service
        package.mkdir(parents=True)
        (package / "__init__.py").touch()
        (package / "__main__.py").write_text(_SERVICE)


async def at_once() -> bool:
    """A probe that says yes."""
    return True


def exists(path: Path) -> Probe:
    """A probe that says yes when a file is there."""

    async def probe() -> bool:
        return path.exists()  # noqa: ASYNC240 - a moment

    return probe


def program(
    code: str,
    folder: Path,
    *,
    name: str = "program",
    ready: Probe = at_once,
    well: Probe | None = None,
    grace_seconds: float = 30,
) -> ProcessSpec:
    """A Python program as a process; its log lies in `folder`. One that does not end when asked to has its grace."""
    return ProcessSpec(
        name=name,
        command=(sys.executable, "-c", code),
        log=folder / f"{name}.log",
        ready=ready,
        well=well,
        env=bare_environment(),
        grace_seconds=grace_seconds,
    )
