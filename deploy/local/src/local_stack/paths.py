"""Where things are: the checkout that this package is installed from, and its cache."""

import os
from pathlib import Path

_HERE = Path(__file__).resolve()


def checkout() -> Path | None:
    """The repository's folder; None where the package was installed without it."""
    return next((folder for folder in _HERE.parents if (folder / "pyproject.toml").is_file()), None)


def default_cache() -> Path:
    """Where fetched and derived files are kept: `.cache` of the checkout, else the user's cache folder."""
    if root := checkout():
        return root / ".cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "outlier"


def built_page() -> Path | None:
    """The page as `dev.py setup` built it; None where it was not."""
    root = checkout()
    page = root and root / "clients" / "web" / "dist"
    return page if page and (page / "index.html").is_file() else None
