"""`python -m youtube_fetcher`: the only place that reads the environment."""

from common import logs, span_export
from common.web import run

from youtube_fetcher.app import NAME, build_app
from youtube_fetcher.settings import Settings


def main() -> None:
    """Serve until SIGTERM or SIGINT."""
    settings = Settings()
    logs.configure(NAME, settings.log_level)
    span_export.configure(NAME, settings.traces_endpoint)
    run(build_app(settings), settings)


if __name__ == "__main__":
    main()
