"""Reads fitted models from their artefacts: JSON with the numbers and a card that says what they were fitted on."""

import json
from importlib import resources
from pathlib import Path
from typing import Any

from scorer.domain.model import Model

CURRENT = "adjusted-1"
"""The artefact that the method `adjusted-1` is pinned to: its numbers never change, a refit gets a new version."""


class ModelError(ValueError):
    """The artefact is none; the message names the file and what is wrong."""


def current_model() -> Model:
    """The model that comes with this release."""
    packaged = resources.files("scorer") / "models" / f"{CURRENT}.json"
    return _model(packaged.read_text(encoding="utf-8"), CURRENT)


def load_model(path: Path) -> Model:
    """The model in a file.

    Raises:
        ModelError: There is no such file, or it holds no model.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ModelError(f"{path}: {error.strerror}") from error
    return _model(text, str(path))


def save_model(path: Path, model: Model, card: dict[str, Any]) -> None:
    """Write a model with its card."""
    document = {"card": card, "model": model.to_document()}
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _model(text: str, name: str) -> Model:
    try:
        return Model.from_document(json.loads(text)["model"])
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{name} holds no model: {error}") from error
