"""`python -m discovery`: the only place that reads the environment."""

from common import logs, span_export
from common.web import run

from discovery.app import NAME, build_app
from discovery.settings import Settings


def main() -> None:
    """Serve until SIGTERM or SIGINT."""
    settings = Settings()
    logs.configure(NAME, settings.log_level)
    span_export.configure(NAME, settings.traces_endpoint)
    run(build_app(settings), settings)


if __name__ == "__main__":
    main()
