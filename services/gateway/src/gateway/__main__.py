"""`python -m gateway`: the only place that reads the environment."""

from common import logs, web

from gateway.app import build_app
from gateway.settings import Settings


def main() -> None:
    """Serve until SIGTERM."""
    settings = Settings()
    logs.configure("gateway", settings.log_level)
    web.run(build_app(settings), settings)


if __name__ == "__main__":
    main()
