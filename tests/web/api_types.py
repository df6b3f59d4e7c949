"""The page's types of the gateway's answers, generated from its OpenAPI document.

`python -m tests.web.api_types` writes them anew after an answer has changed; a test fails while they are stale.
"""

import json
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from gateway.app import build_app
from gateway.settings import Settings
from pydantic import SecretStr

from tests.web.toolchain import WEB, npm

GENERATED = WEB / "src" / "api" / "generated" / "openapi.ts"
ANSWERS = (
    "AnalysisPage",
    "Comparison",
    "FavouriteList",
    "LoginView",
    "Plan",
    "ProfileList",
    "Quota",
    "Recordings",
    "ResultPage",
    "TrendList",
)
"""The answers that the page reads: their types and all that these are made of are generated, the rest is not."""


def openapi() -> dict[str, Any]:
    """The gateway's document as it follows from its code; nothing is connected or started."""
    settings = Settings(kafka_bootstrap="127.0.0.1:1", database_url=SecretStr("postgresql://nobody@127.0.0.1:1/none"))
    return build_app(settings).openapi()


def generated() -> str:
    """The types of what the page reads."""
    document = openapi()
    schemas = _with_parts(document["components"]["schemas"])
    answers = {"openapi": document["openapi"], "info": {"title": "", "version": "1"}, "paths": {}}
    return types_of(answers | {"components": {"schemas": schemas}})


def types_of(document: dict[str, Any]) -> str:
    """What openapi-typescript, which checks a document first, makes of it."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "openapi.json", Path(folder) / "openapi.ts"
        source.write_text(json.dumps(document))
        subprocess.run(
            [*npm(), "run", "--silent", "types", "--", str(source), "--output", str(target)],
            cwd=WEB,
            check=True,
            capture_output=True,
        )
        return target.read_text()


def _with_parts(schemas: dict[str, Any]) -> dict[str, Any]:
    """The answers' schemas and those they refer to, by name."""
    wanted: dict[str, Any] = {}
    missing = list(ANSWERS)
    while missing:
        name = missing.pop()
        if name not in wanted:
            wanted[name] = schemas[name]
            missing += re.findall(r"#/components/schemas/(\w+)", json.dumps(schemas[name]))
    return wanted


if __name__ == "__main__":
    GENERATED.parent.mkdir(parents=True, exist_ok=True)
    GENERATED.write_text(generated())
