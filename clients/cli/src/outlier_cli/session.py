"""What a command works with: a gateway, the terminal, and where the page is."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from local_stack import api as local_stack

from outlier_cli.endpoint import Endpoint
from outlier_cli.errors import NoStackError
from outlier_cli.gateway import Gateway
from outlier_cli.terminal import Terminal


@dataclass(frozen=True)
class Session:
    """One command's connection to one gateway."""

    endpoint: Endpoint
    gateway: Gateway
    terminal: Terminal


@contextmanager
def connected(data: Path | None, *, as_json: bool) -> Iterator[Session]:
    """A session with the gateway that `find` finds."""
    endpoint = find(data, os.environ)
    with Gateway(endpoint) as gateway:
        yield Session(endpoint, gateway, Terminal(as_json=as_json))


def find(data: Path | None, environ: Mapping[str, str]) -> Endpoint:
    """The gateway to talk to.

    A data folder that was named wins, then `OUTLIER_URL` (with `OUTLIER_API_KEY`), then the folder `.outlier`.

    Raises:
        NoStackError: No stack runs there.
    """
    key = environ.get("OUTLIER_API_KEY") or None
    if data is None and (url := environ.get("OUTLIER_URL")):
        return Endpoint(url.rstrip("/"), key)
    folder = data or local_stack.DEFAULT_DATA
    try:
        return Endpoint(local_stack.status(folder).url, key)
    except local_stack.NotRunningError as error:
        raise NoStackError(
            f"No stack runs on {folder}. Start one with `outlier up`, name its folder with --data, "
            "or set OUTLIER_URL (and OUTLIER_API_KEY)."
        ) from error
