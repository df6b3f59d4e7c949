"""Naming an analysis without typing its whole id."""

from uuid import UUID

from outlier_cli.errors import RefusedError, UsageError
from outlier_cli.gateway import Gateway

_LOOKED_AT = 100
"""Newest analyses among which the beginning of an id is looked for."""


def full_id(gateway: Gateway, text: str) -> str:
    """The id that `text` means: itself, the one that begins so, or the newest for `last`.

    Raises:
        RefusedError: None of the newest analyses begins so.
        UsageError: Several do.
    """
    try:
        return str(UUID(text))
    except ValueError:
        pass
    ids = [str(item["id"]) for item in gateway.analyses(limit=_LOOKED_AT)["items"]]
    meant = ids[:1] if text == "last" else [known for known in ids if known.startswith(text.lower())]
    match meant:
        case [only]:
            return only
        case []:
            raise RefusedError(f"There is no analysis {text}: see `outlier list`.")
        case _:
            raise UsageError(f"{len(meant)} analyses begin with {text}: write more of the id.")
