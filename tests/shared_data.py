"""Where the shared reference data lies, and the mark for tests that need it."""

import os
from pathlib import Path

import pytest


def _find() -> Path | None:
    named = os.environ.get("OUTLIER_SHARED")
    candidates = [Path(named)] if named else [parent / "shared" for parent in Path(__file__).resolve().parents]
    return next((folder for folder in candidates if (folder / "parity").is_dir()), None)


SHARED = _find()
needs_shared = pytest.mark.skipif(SHARED is None, reason="the shared reference data (../shared) is not here")


def shared(relative: str) -> Path:
    """The path of a shared file; only for tests marked `needs_shared`."""
    if SHARED is None:
        pytest.skip("the shared reference data (../shared) is not here")
    return SHARED / relative
