"""`python -m scorer`: the only place that reads the environment."""

from common import logs
from common.web import run

from scorer.app import NAME, build_app
from scorer.settings import Settings


def main() -> None:
    """Serve until SIGTERM or SIGINT."""
    settings = Settings()
    logs.configure(NAME, settings.log_level)
    run(build_app(settings), settings)


if __name__ == "__main__":
    main()
