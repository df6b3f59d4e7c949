"""`python -m youtube_simulator`: the only place that reads the environment."""

import logging
import sys

import uvicorn

from youtube_simulator.app import build_app
from youtube_simulator.connection import AbortableProtocol
from youtube_simulator.settings import Settings
from youtube_simulator.world_file import WorldFileError, load_world

log = logging.getLogger("youtube_simulator")


def main() -> int:
    """Serve until SIGTERM or SIGINT.

    Returns:
        The exit code: 0, or 1 when the world cannot be read.
    """
    settings = Settings()
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    if settings.world is None:
        log.error("YOUTUBE_SIMULATOR_WORLD names no world file")
        return 1
    try:
        world = load_world(settings.world)
    except WorldFileError as error:
        log.error("%s", error)  # noqa: TRY400 - the message is for the person who named the file
        return 1
    log.info("serving %d channels and %d videos", len(world.channels), len(world.videos))
    uvicorn.run(
        build_app(settings, world),
        host=settings.http_host,
        port=settings.http_port,
        log_level=settings.log_level.lower(),
        access_log=False,
        http=AbortableProtocol,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
