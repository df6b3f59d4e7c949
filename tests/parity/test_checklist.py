"""`docs/parity.md` names tests that exist."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
CHECKLIST = ROOT / "docs" / "parity.md"


def test_every_test_that_the_checklist_names_exists():
    missing = [
        f"{path}::{name}" if name else path
        for path, name in re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", CHECKLIST.read_text())
        if not (ROOT / path).exists() or (name and name not in _functions(ROOT / path))
    ]
    assert missing == []


def _functions(path: Path) -> set[str]:
    return {
        node.name
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
