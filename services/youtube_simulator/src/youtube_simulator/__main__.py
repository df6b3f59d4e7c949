"""`python -m youtube_simulator`: the only place that reads the environment."""

import gc
import logging
import sys

import uvicorn
from common import logs

from youtube_simulator.app import build_app
from youtube_simulator.connection import AbortableProtocol
from youtube_simulator.demo.world import demo_world
from youtube_simulator.settings import Settings
from youtube_simulator.world_file import WorldFileError, load_world, world_of

STOP_SECONDS = 10

log = logging.getLogger("youtube_simulator")


def main() -> int:
    """Serve until SIGTERM or SIGINT.

    Returns:
        The exit code: 0, or 1 when the world cannot be read.
    """
    settings = Settings()
    logs.configure("youtube_simulator", settings.log_level)
    gc.disable()  # the world lives as long as the process: the collector need not walk it, now or later
    try:
        world = world_of(demo_world(settings.demo_seed)) if settings.world is None else load_world(settings.world)
    except WorldFileError as error:
        log.error("%s", error)  # noqa: TRY400 - the message is for the person who named the file
        return 1
    app = build_app(settings, world)
    gc.freeze()
    gc.enable()
    log.info("serving %d channels and %d videos", len(world.channels), len(world.videos))
    uvicorn.run(
        app,
        host=settings.http_host,
        port=settings.http_port,
        log_config=None,
        access_log=False,
        http=AbortableProtocol,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
