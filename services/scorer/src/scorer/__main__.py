"""`python -m scorer`: the only place that reads the environment."""

import gc

from common import logs, span_export
from common.web import run

from scorer.app import NAME, build_app
from scorer.settings import Settings

YOUNG_OBJECTS = 50_000
"""So many new objects before Python looks for cycles: decoded recordings have none, and looking costs a tenth."""


def main() -> None:
    """Serve until SIGTERM or SIGINT."""
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)
    settings = Settings()
    logs.configure(NAME, settings.log_level)
    span_export.configure(NAME, settings.traces_endpoint)
    run(build_app(settings), settings)


if __name__ == "__main__":
    main()
