"""The examples in docstrings are true."""

import doctest
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def _modules_with_examples() -> list[str]:
    sources = [
        path for path in sorted(ROOT.glob("*/**/src")) if not {".venv", ".cache", "node_modules"} & {*path.parts}
    ]
    return [
        ".".join(path.relative_to(source).with_suffix("").parts)
        for source in sources
        for path in sorted(source.rglob("*.py"))
        if ">>> " in path.read_text()
    ]


@pytest.mark.parametrize("name", _modules_with_examples())
def test_the_examples_are_true(name: str):
    tried = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert tried.failed == 0
    assert tried.attempted > 0
