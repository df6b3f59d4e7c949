"""`python -m gateway`: the only place that reads the environment."""

from common import logs, span_export, web

from gateway.app import build_app
from gateway.settings import Settings


def main() -> None:
    """Serve until SIGTERM."""
    settings = Settings()
    logs.configure("gateway", settings.log_level)
    span_export.configure("gateway", settings.traces_endpoint)
    web.run(build_app(settings), settings)


if __name__ == "__main__":
    main()
